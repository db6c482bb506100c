"""The one settings module; what differs between installations comes from the environment (see README)."""

import importlib.util
import os
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from config import environment, mail

ROOT = environment.ROOT
DATA = environment.data_folder()
DEBUG = environment.flag("PLACET_DEBUG")
SECRET_KEY = environment.secret_key()
DEMO = environment.demo()  # "", "company" or "requests"
if DEMO:
    os.environ.setdefault("PLACET_CLOCK_FILE", str(DATA / "clock"))

PORT = int(os.environ.get("PORT") or 8000)
BASE_URL = os.environ.get("PLACET_BASE_URL") or f"http://127.0.0.1:{PORT}"
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = environment.words("PLACET_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

INSTALLED_APPS = [
    "config",
    "flows",
    "designer",
    "org",
    "outbox",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "viewflow.workflow",
    "guardian",
    "django_q",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.shell.devices.KnownDevice",
    "config.middleware.ReadersLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.NoNul",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.clock",
            ],
        },
    },
]

# Database: the app role here; migrations use OWNER_DATABASE (common.roles).
DATABASE_CONNECTION = {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
}
DATABASE_OPTIONS = {"server_side_binding": True, "prepare_threshold": 1, "options": "-c lock_timeout=10s"}
_app = environment.app_database()
DATABASES = {
    "default": DATABASE_CONNECTION | _app | {"OPTIONS": DATABASE_OPTIONS | _app.get("OPTIONS", {})},
}
OWNER_DATABASE = environment.owner_database()
APP_ROLE = _app["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "org.Employee"
AUTHENTICATION_BACKENDS = ["org.backends.EmployeeBackend", "guardian.backends.ObjectPermissionBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# Languages and time
LANGUAGE_CODE = environment.language()
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("PLACET_TIME_ZONE") or "Europe/Moscow"

# Static and private files
_wagtail = Path(importlib.util.find_spec("wagtail").origin).parent  # type: ignore[union-attr, arg-type]
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [path for path in (ROOT / "static", _wagtail / "images" / "static") if path.exists()]
FILES = DATA / "files"
ACCEL = os.environ.get("PLACET_ACCEL", "")  # the address under which the proxy hands out the folder of files
FILE_MODE, FOLDER_MODE = (0o640, 0o750) if ACCEL else (0o600, 0o700)  # the proxy is of the same group
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES, "base_url": None,
                    "file_permissions_mode": FILE_MODE, "directory_permissions_mode": FOLDER_MODE},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}  # fmt: skip
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
UPLOAD_MAX_BYTES = 25 * 1024 * 1024

# Mail
globals().update(mail.from_url(os.environ.get("PLACET_MAIL_URL")))
DEFAULT_FROM_EMAIL = os.environ.get("PLACET_MAIL_FROM") or f"Placet <placet@{urlsplit(BASE_URL).hostname}>"

# Sessions, cookies, headers
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("PLACET_BEHIND_PROXY") else None
)

# The shell
WAGTAIL_SITE_NAME = "Placet"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "config.shell.account.LoginForm"
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Some are no zones that a browser knows.
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone)
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_USAGE_COUNT_ENABLED = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# The alarm clock: RELIABILITY 1.3; the name is the signing salt and never changes.
Q_CLUSTER = {
    "name": "placet",
    "orm": "default",
    "broker_class": "outbox.broker.Broker",
    "workers": 2,
    "queue_limit": 2,
    "bulk": 1,
    "timeout": 60,
    "retry": 240,
    "max_attempts": 5,
    "ack_failures": False,
    "catch_up": False,
    "poll": 0.5,
    "guard_cycle": 1,
    "recycle": 200,
    "max_rss": 200_000,
    "save_limit": 0,
    "cached": False,
    "compress": False,
    "label": "placet",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PLACET_LOG_LEVEL") or "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django-q": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
