"""Settings, read from the environment (listed in README.md); environment.py refuses what is unsafe."""

from __future__ import annotations

from pathlib import Path

import environ
import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from natoassess.environment import LOCAL_HOSTS, kept_secret, production_faults
from natoassess.openapi_settings import SPECTACULAR

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# How this process runs ----------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
EMBEDDED = env.bool("EMBEDDED", default=False)
PRODUCTION = not (DEBUG or EMBEDDED)
BIND = env.str("BIND", default="127.0.0.1")
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DATABASE_URL = env.str("DATABASE_URL", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else list(LOCAL_HOSTS))
# Demo accounts: only for a server that this machine alone can reach (accounts/demo.py checks each request).
DEMO = env.bool("DEMO", default=False) and (
    PRODUCTION or (EMBEDDED and BIND in {"127.0.0.1", "::1", "localhost"})
)

_faults = production_faults(
    secret_key=SECRET_KEY,
    allowed_hosts=ALLOWED_HOSTS,
    database_url=DATABASE_URL,
    debug=DEBUG,
    embedded=EMBEDDED,
    demo=DEMO,
)
if _faults:
    raise ImproperlyConfigured("natoassess refuses to start:\n- " + "\n- ".join(_faults))
if not SECRET_KEY:
    SECRET_KEY = kept_secret(VAR_DIR / "secret_key")

# Applications -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "cases.teaching",
    "cases.research",
    "cases.comparisons",
    "cases.assessments",
    "cases.studies",
    "frameworks",
    "natoassess.accounts",
    "natoassess.web",
    "natoassess.web.audit",
    "natoassess.web.jobs",
    "natoassess.web.withdrawals",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "natoassess.accounts.middleware.BrowserSessionMiddleware",
    "natoassess.accounts.middleware.TokenUseMiddleware",
    "natoassess.web.middleware.PrivatePagesMiddleware",
    "natoassess.web.middleware.RefusedRequestMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "natoassess.web.snapshots.OneSnapshotMiddleware",
]

ROOT_URLCONF = "natoassess.urls"
WSGI_APPLICATION = "natoassess.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frameworks.context.site",
            ],
        },
    },
]

# Data ---------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(DATABASE_URL or f"sqlite:///{VAR_DIR / 'natoassess.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "natoassess",
        # A Redis that hangs may not hold requests.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Jobs (docs/decisions/0005-jobs.md) ---------------------------------------------------------------
JOBS_DIR = VAR_DIR / "jobs"  # shared by web and worker; what lies under VAR_DIR is in the backup
JOBS_TIME_LIMIT = env.int("JOBS_TIME_LIMIT", default=600)  # seconds that one job may run
JOBS_HEARTBEAT_SECONDS = env.float("JOBS_HEARTBEAT_SECONDS", default=5)
JOBS_ORPHAN_SECONDS = env.float("JOBS_ORPHAN_SECONDS", default=30)  # of silence, after which a worker is dead
JOBS_SWEEP_SECONDS = env.float("JOBS_SWEEP_SECONDS", default=15)
JOBS_RESEND_SECONDS = env.float("JOBS_RESEND_SECONDS", default=120)  # after which a queued job is sent again
JOBS_KEEP_DAYS = env.int("JOBS_KEEP_DAYS", default=30)
JOBS_MAX_ATTEMPTS = 3
JOBS_MAX_OPEN = 10  # unfinished jobs of one person
# Batches (docs/decisions/0026-batches.md) -----------------------------------------------------------
BATCHES_DIR = VAR_DIR / "batches"  # shared by web and worker; not in the backup
BATCHES_MAX_ROWS = env.int("BATCHES_MAX_ROWS", default=1_000_000)
BATCHES_MAX_BYTES = env.int("BATCHES_MAX_BYTES", default=2_000_000_000)  # of a file, uncompressed
BATCHES_MAX_OPEN = env.int("BATCHES_MAX_OPEN", default=3)  # unfinished batches of one person
BATCHES_MAX_KEPT = env.int("BATCHES_MAX_KEPT", default=10_000_000_000)  # bytes of files of one person
BATCHES_KEEP_DAYS = env.int("BATCHES_KEEP_DAYS", default=30)
BATCHES_CHUNK_ROWS = env.int("BATCHES_CHUNK_ROWS", default=5_000)
BATCHES_CHUNK_BYTES = 16_000_000  # a chunk of very long rows ends earlier
BATCHES_SLICE_ROWS = 2_000  # between two of which a batch can be called off
BATCHES_IN_FLIGHT = env.int("BATCHES_IN_FLIGHT", default=8)  # chunks of one batch with broker and workers
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
# A request must not wait for a dead broker: one attempt, short timeouts; the sweeper sends what was not taken.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": JOBS_TIME_LIMIT + 120,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_timeout": 3,
        "max_retries": 0,
        # Queues in the order of their names (natoassess.celery): batches wait for everything else.
        "queue_order_strategy": "sorted",
    }
    if REDIS_URL
    else {"polling_interval": 0.05}
)
CELERY_TASK_DEFAULT_QUEUE = "natoassess"
CELERY_TASK_ROUTES = {"batches.*": {"queue": "natoassess-batches"}}
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = JOBS_TIME_LIMIT * 9 / 10
CELERY_TASK_TIME_LIMIT = JOBS_TIME_LIMIT
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TIMEZONE = "UTC"

# People -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # a link in a mail, once
# Seconds since a browser was last seen; accounts/browsers.py ends a session after a month in any case.
SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "home"
# How mails name this site (accounts/notices.py): the scheme and host of every address in them.
SITE_URL = env.str(
    "SITE_URL",
    default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
    if PRODUCTION
    else f"http://{BIND}:{env.str('PORT', default='8000')}",
)

# Mail ---------------------------------------------------------------------------------------------
# Elsewhere than in production it is written to the terminal, so that links in it can be tried.
EMAIL_URL = env.str("EMAIL_URL", default="" if PRODUCTION else "consolemail://")
MAIL_SET_UP = bool(EMAIL_URL)
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="natoassess <no-reply@localhost>")

# Words and time -----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["natoassess.web.formats"]

# Files --------------------------------------------------------------------------------------------
STATIC_URL = "static/"
# Gathered in production; elsewhere files are served from where they lie.
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))) if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
MAXIMUM_BODY = DATA_UPLOAD_MAX_MEMORY_SIZE  # of any request, files and all (web/middleware.py)
LARGER_BODIES = {  # routes that take a file of 10 MB; what is no file still keeps to the limit above
    "assessments:source-files": 10_500_000,
    "api-source-files": 10_500_000,
    "api-batch-list": 1_000_000_000,  # written to disk as it arrives (cases/research/batches)
    "research:batches": 1_000_100_000,
}
RELEASES_DIR = VAR_DIR / "releases"  # frozen data, kept for good; in the backup too
EVIDENCE_DIR = VAR_DIR / "evidence"  # files kept with sources; what lies under VAR_DIR is in the backup

# Safety -------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "natoassess.web.views.csrf_failure"
# How many proxies stand in front and write X-Forwarded-For.
PROXIES = env.int("PROXIES", default=1 if PRODUCTION else 0)
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    # Who ends TLS says so here; it must overwrite what a client sent (docs/operations.md).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# API ----------------------------------------------------------------------------------------------
_rates = {
    "anonymous": env.str("API_RATE_ANONYMOUS", default="60/min"),
    "user": env.str("API_RATE_USER", default="600/min"),
    "researcher": env.str("API_RATE_RESEARCHER", default="1200/min"),
}
API_RATE_OF = "natoassess.accounts.rates.rate_of"  # which of them a person has
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "natoassess.accounts.token_authentication.ScopedTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    # Deny by default: each view says who may call it.
    "DEFAULT_PERMISSION_CLASSES": ["natoassess.web.permissions.DenyAll"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["natoassess.web.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "natoassess.web.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["natoassess.web.filters.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["natoassess.web.throttling.RoleThrottle"],
    "DEFAULT_THROTTLE_RATES": {name: None if rate == "none" else rate for name, rate in _rates.items()},
    "EXCEPTION_HANDLER": "natoassess.web.problems.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,  # `format` is a parameter of lists alone (web/list_forms.py)
}
# Programs in other sites' pages may read, never with cookies; browsers refuse them to write.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "accept-language", "authorization", "content-type", "if-none-match")
CORS_EXPOSE_HEADERS = (
    "ETag", "Link", "Location", "Content-Disposition", "RateLimit", "RateLimit-Policy", "Retry-After", "Deprecation",
    "Sunset",
)  # fmt: skip
CORS_PREFLIGHT_MAX_AGE = 86_400
KNOX_TOKEN_MODEL = "knox.AuthToken"  # noqa: S105  the name of a model
REST_KNOX = {
    "SECURE_HASH_ALGORITHM": "hashlib.sha512",
    "TOKEN_TTL": None,
    "AUTH_HEADER_PREFIX": "Token",
}
SPECTACULAR_SETTINGS = SPECTACULAR

# Telling ------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}, "kombu.connection": {"level": "ERROR"}},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
