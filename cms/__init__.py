"""The public site, on Wagtail: pages that anybody may read. It knows no patient."""
