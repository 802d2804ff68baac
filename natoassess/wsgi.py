"""WSGI entry point for gunicorn and waitress."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "natoassess.settings")

application = get_wsgi_application()

from natoassess.accounts.demo import refuse_demo_accounts_in_production  # noqa: E402  (needs the loaded apps)

refuse_demo_accounts_in_production()
