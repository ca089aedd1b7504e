"""Django's settings for the store; `publisher.store.connection.open_store` puts the real database
in.
"""

from pathlib import Path

from django.db.models import BigAutoField

SECRET_KEY = "unused: the store signs nothing"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "publisher.store",
    "publisher.web",
]
AUTH_USER_MODEL = "publisher.Person"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = f"{BigAutoField.__module__}.{BigAutoField.__name__}"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "publisher.web.urls"

# What the pages work with (web/shared/context.py); said by the service before the first request.
CONTEXT: object = None
# The desk. What depends on the installation (key, host names, secure cookies) is set by
# web/shared/server.py.
MIDDLEWARE = [
    "publisher.web.shared.context.ContextMiddleware",
    "publisher.web.shared.middleware.HeadMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "publisher.web.shared.middleware.KeptSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "publisher.web.shared.middleware.LanguageMiddleware",
    # Whoever stands below is asked first.
    "publisher.web.shared.middleware.ErrorMiddleware",
    "publisher.web.shared.middleware.RoomMiddleware",
    "publisher.web.shared.middleware.NullMiddleware",
    "publisher.web.shared.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Templates lie beside the views that show them: "today/board.html" is
        # publisher/web/today/board.html.
        "DIRS": [Path(__file__).parents[1] / "web"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "publisher.web.shared.layout.shell",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "publisher.web.templatetags.desk",
            ],
        },
    }
]
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
LOGIN_URL = "/sign-in"
# A working day; who comes back tomorrow signs in anew.
SESSION_ENGINE = "publisher.web.shared.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # seconds
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "publisher.web.shared.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name")},
    },
]
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# No inline script, no inline style, nothing from other hosts; pictures of a preview come as data.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "publisher.web.shared.versioned.VersionedStatic"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Addresses carry a digest of the content (publisher/web/shared/versioned.py); the modules that
# scripts import do not.
WHITENOISE_MAX_AGE = 300  # seconds
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # bytes
