"""Settings of the tests: embedded, with a secret of its own, and passwords hashed fast."""

import os

os.environ["EMBEDDED"] = "1"
os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-for-a-server-0123456789abcdef")
os.environ.setdefault("API_RATE_ANONYMOUS", "none")
os.environ.setdefault("API_RATE_USER", "none")
os.environ.setdefault("API_RATE_RESEARCHER", "none")

from natoassess.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
