"""The one settings file: everything that differs between installations comes from the environment."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment as env
from config import publishing
from config.publishing import *  # noqa: F403 -- names of settings only
from config.rules import XINQIAO as XINQIAO

BASE_DIR = env.BASE
VAR_DIR: Path = env.VAR
DEBUG = env.flag("XINQIAO_DEBUG")
DEMO = env.flag("XINQIAO_DEMO")
SECRET_KEY = env.text("SECRET_KEY")
IDENTITY_KEY = env.key("XINQIAO_IDENTITY_KEY")  # seals names, numbers, addresses, signing keys at rest
AUDIT_KEY = env.key("XINQIAO_AUDIT_KEY")
PUBLIC_URL = env.text("PUBLIC_URL").rstrip("/")
_public = urlsplit(PUBLIC_URL)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", _public.hostname or "")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE = _public.scheme == "https"
PROXIED = SECURE and not (DEMO and env.flag("XINQIAO_TLS_HERE"))  # what a proxy says of a client is believed
VERSION = next(
    (
        line[3:].split()[0]
        for line in (BASE_DIR / "CHANGELOG.md").read_text("utf-8").splitlines()
        if line.startswith("## ")
    ),
    "0",
)

INSTALLED_APPS = [
    "config",
    "teleconsult",
    "teleconsult.call",
    "cms",
    "learning",
    "care",
    "alliance",
    "frontend",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *publishing.APPS,
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alliance.middleware.ReaderMiddleware",
    "alliance.middleware.PlainTextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alliance.middleware.DeviceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alliance.middleware.SecondFactorMiddleware",
    "cms.middleware.EditorsOnlyMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
FORM_RENDERER = "frontend.rendering.XinqiaoRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "alliance.surroundings.surroundings",
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'xinqiao.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE, two writers that began as readers fail instead of waiting for each other.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "")
CHANNEL_LAYERS: dict[str, dict[str, object]]
CACHES: dict[str, dict[str, object]]
if REDIS_URL:
    # The layer waits five seconds for a message; a socket that gives up sooner, or just then, would drop idle pages.
    _layer = {"hosts": [{"address": REDIS_URL, "socket_timeout": 30}]}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": _layer}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- people and sign-in ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "alliance.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "mobile")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "alliance:desk"
LOGOUT_REDIRECT_URL = "cms:home"
ACCOUNT_ADAPTER = "alliance.signing_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_PHONE_VERIFICATION_ENABLED = False  # the inviter vouches for the number
ACCOUNT_EMAIL_VERIFICATION = "none"  # people arrive by invitation only; the invitation is the proof
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login_failed": "200/m/ip,20/300s/key" if DEMO else "30/m/ip,5/300s/key",
    "visit": "20/m/ip",
    "search": "240/m/ip",  # of the public site: a whole school shares one address
}
REQUIRE_MFA = env.flag("XINQIAO_REQUIRE_MFA", default=True)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # finger, face or PIN: a passkey is two factors at once
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # a clinic shares one address, and each sign-in asks twice
MFA_FORMS = {
    "add_webauthn": "alliance.forms.passkeys.AddForm",
    "authenticate_webauthn": "alliance.forms.passkeys.SecondFactorForm",
    "login_webauthn": "alliance.forms.passkeys.SignInForm",
    "reauthenticate_webauthn": "alliance.forms.passkeys.AgainForm",
}
MFA_TOTP_ISSUER = "Xinqiao"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has proved the address
MFA_ADAPTER = "alliance.signing_in.MFAAdapter"
USERSESSIONS_TRACK_ACTIVITY = True
INVITATION_LIFETIME = timedelta(days=7)

# --- cookies and headers --------------------------------------------------------------------------------------------
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "alliance.views.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if PROXIED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PROXIED
SECURE_SSL_REDIRECT = False  # Caddy redirects; a second redirect here would loop behind a proxy that ends TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIED else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "cms" / "editing_words" / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "frontend.bundles.BundleFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    "pictures": {  # renditions: the only uploaded files that anybody may fetch
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files" / "pictures", "base_url": "/pictures/"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False  # also when debugging: bundles are made by collectstatic

# --- mail -----------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Xinqiao <noreply@{_public.hostname}>")
_mail = urlsplit(env.text("EMAIL_URL", "demo://" if DEMO else "console://"))
EMAIL_BACKEND = {
    "demo": "config.demo.mail.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
}.get(_mail.scheme, "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
EMAIL_TIMEOUT = 10

# --- ways out of the house (alliance/channels.py) --------------------------------------------------------------------
CHANNELS = {
    "email": "alliance.channels.Mail",
    "sms": env.text("XINQIAO_SMS_CHANNEL", "alliance.channels.LoggedText"),
    "call": env.text("XINQIAO_CALL_CHANNEL", "alliance.channels.LoggedCall"),
    "webhook": "alliance.channels.Webhook",
}
WEBHOOK_URL = env.hook("XINQIAO_WEBHOOK_URL")
WEBHOOK_SECRET = env.text("XINQIAO_WEBHOOK_SECRET") if WEBHOOK_URL else ""

# --- the call -------------------------------------------------------------------------------------------------------
TURN_URLS = env.words("TURN_URLS")
TURN_SECRET = env.text("TURN_SECRET", "") if not TURN_URLS else env.text("TURN_SECRET")
TURN_LOOPBACK = env.number("XINQIAO_TURN_LOOPBACK", 0, least=0) if DEMO else 0  # the port of the demo's own relay
# The media worker: its socket, how many echo peers at once (0: none at all), its addresses (none: all there are).
MEDIA_SOCKET = Path(env.text("XINQIAO_MEDIA_SOCKET", str(VAR_DIR / "media" / "worker.sock")))
MEDIA_ECHOES = env.number("XINQIAO_MEDIA_ECHOES", 6, least=0)
MEDIA_ADDRESSES, MEDIA_PUBLIC = env.words("XINQIAO_MEDIA_ADDRESSES"), env.text("XINQIAO_MEDIA_PUBLIC", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "daphne": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},  # it would list the credentials of everybody who signs in
        "fontTools": {"level": "WARNING"},  # it would list the signs of every opinion
        "fpdf": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # TLS is ended, and redirected to, by the proxy
