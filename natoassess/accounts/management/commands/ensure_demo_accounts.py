"""Make the demo accounts that `make run` offers."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from natoassess.accounts.demo import demo_accounts_ensure


class Command(BaseCommand):
    help = "Make the demo accounts (only where DEMO is on)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        if not settings.DEMO or settings.PRODUCTION:
            raise CommandError(
                "Demo accounts exist only under make run (EMBEDDED=1 DEMO=1, bound to loopback)."
            )
        made = demo_accounts_ensure()
        self.stdout.write(f"Demo accounts: {made} made.")
