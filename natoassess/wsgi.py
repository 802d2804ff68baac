"""WSGI entry point for gunicorn and waitress."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "natoassess.settings")

# What is loaded here stays for as long as the process. Looking for garbage among it meanwhile costs a sixth of the
# start, and later, in every full collection, the time to look through it again.
gc.disable()

application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402  (needs the loaded apps)

from natoassess.accounts.demo import refuse_demo_accounts_in_production  # noqa: E402

refuse_demo_accounts_in_production()
_ = get_resolver().url_patterns  # every view, now: not when the first visitor comes

gc.freeze()
gc.enable()
