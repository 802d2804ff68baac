"""ASGI entry point, held to the same start-up checks as WSGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "natoassess.settings")

application = get_asgi_application()

from natoassess.accounts.demo import refuse_demo_accounts_in_production  # noqa: E402  (needs the loaded apps)

refuse_demo_accounts_in_production()
