"""Take the demo accounts out of a database that is to become a real one."""

from typing import Any

from django.core.management.base import BaseCommand

from natoassess.accounts.models import User


class Command(BaseCommand):
    help = "Remove the demo accounts and all that belongs to them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them and say how many."""
        accounts = User.objects.filter(is_demo=True)
        number = accounts.count()
        accounts.delete()
        self.stdout.write(f"Demo accounts: {number} removed.")
