"""Addresses of the public site, in both languages, and of its editing."""

from typing import Any

from django.urls import include, path, re_path, reverse_lazy
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin
from wagtail.documents.views.serve import serve as document

from cms import languages
from cms.views import crisis, feeds, listing, pages, pictures, search, self_checks, site_reviews

# Wagtail's own ways in and out lead to those of the product.
_sign_in = RedirectView.as_view(url=reverse_lazy("account_login"))
_sign_out = RedirectView.as_view(url=reverse_lazy("account_logout"))
_forgotten = RedirectView.as_view(url=reverse_lazy("account_reset_password"))
editing: list[Any] = [
    path("login/", _sign_in, name="cms_sign_in"),
    path("logout/", _sign_out, name="cms_sign_out"),
    path("password_reset/", _forgotten, name="cms_forgotten"),
    path("password_reset/<path:rest>", _forgotten, name="cms_forgotten_further"),
    path("", include(wagtailadmin)),
]

site = [
    path("", pages.home, name="home"),
    path("a-z/", listing.letters, name="letters"),
    path("events/", listing.events, name="events"),
    path("search/", search.results, name="search"),
    path("crisis/", crisis.crisis, name="crisis"),
    path("crisis/worker.js", crisis.worker, name="crisis_worker"),
    path("feed/", feeds.feed, name="feed"),
    path("self-check/", self_checks.index, name="self_checks"),
    path("self-check/<slug:key>/", self_checks.check, name="self_check"),
]
# Last of all addresses: what nobody else answers is a page's, or is not there.
written = [re_path(r"^(?P<path>(?:[\w\-]+/)*)$", pages.page, name="wagtail_serve")]

files = [
    path("sign-in-to-read/", _sign_in, name="wagtailcore_login"),  # a private page or document asks for this name
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("pictures/<path:name>", pictures.picture, name="picture"),
    path("documents/<int:document_id>/<str:document_filename>", document, name="wagtaildocs_serve"),
]
# For those who write and those who approve; in the reader's language.
reviews = [
    path("site-reviews/", site_reviews.listing, name="site_reviews"),
    path("site-reviews/<int:pk>/", site_reviews.one, name="site_review"),
    path("site-reviews/articles/<int:pk>/ask/", site_reviews.ask, name="site_review_ask"),
    path("site-reviews/<int:pk>/draft/", site_reviews.draft, name="site_review_draft"),
    path("site-reviews/<int:pk>/approve/", site_reviews.approve, name="site_review_approve"),
    path("site-reviews/<int:pk>/return/", site_reviews.send_back, name="site_review_return"),
]
first = languages.in_both(site, app="cms")
last = languages.in_both(written)
