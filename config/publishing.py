"""Settings of the public site: Wagtail, its languages, its pictures. `config.settings` takes every name over."""

from config import environment as env

APPS = [
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
]

# One search for readers and editors (cms/search). A larger site may have OpenSearch: docs/ARCHITECTURE.md.
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, object]] = {"default": {"BACKEND": "cms.search.backend"}}
if _opensearch := env.text("XINQIAO_OPENSEARCH_URL", ""):
    _chinese = {"analysis": {"analyzer": {"default": {"type": "smartcn"}}}}
    WAGTAILSEARCH_BACKENDS["default"] = {
        "BACKEND": "modelsearch.backends.opensearch3",
        "URLS": [_opensearch],
        "INDEX_PREFIX": "xinqiao_",
        "INDEX_SETTINGS": {"settings": _chinese},
    }

WAGTAIL_SITE_NAME = "Xinqiao"
WAGTAILADMIN_BASE_URL = env.text("PUBLIC_URL").rstrip("/")
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "Chinese"), ("en", "English")]
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # cms/slugs.py spells Chinese titles in pinyin: short addresses, small QR codes

# What is approved is published as it was approved, and a translation begins as a draft (cms/approving.py).
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.finishing.publish"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# One sign-in for the whole product: no second password, no second way in (cms/urls/editing.py).
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}

# Nothing is fetched from anybody else's server: no faces, no news of versions.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_RENDITION_STORAGE = "pictures"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # a private document is asked for each time it is fetched
WAGTAILDOCS_EXTENSIONS = ["pdf"]
TAGGIT_CASE_INSENSITIVE = True
PLAIN_SENTENCE = {"zh-hans": 25, "en": 20}  # characters, words: a longer sentence is named to its editor
