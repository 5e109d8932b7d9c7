"""Public pages from memory: one rendered copy serves everybody who is signed out, until something is published.

The layer stands outside Django, where a copy costs a tenth of a millisecond instead of thirty: `layer.PageCache` wraps
the application, `shared.shared` marks the views whose pages are the same for everybody, and `generation` tells every
process that what it keeps is outdated. The headers of such a page tell nginx or a CDN the same.
"""
