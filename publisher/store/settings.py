"""Django's settings for the store; `publisher.store.connection.open_store` puts the real database in."""

from django.db.models import BigAutoField

SECRET_KEY = "unused: the store signs nothing"
INSTALLED_APPS = ["publisher.store"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = f"{BigAutoField.__module__}.{BigAutoField.__name__}"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "publisher.web.urls"
