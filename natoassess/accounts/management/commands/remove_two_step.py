"""Let somebody in again who lost both the app and the recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from natoassess.accounts.models import User
from natoassess.accounts.two_step import is_on, two_step_turn_off


class Command(BaseCommand):
    help = "Turn off the two-step sign-in of one account. Make sure first who asks."

    def add_arguments(self, parser: CommandParser) -> None:
        """The account."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn it off; the log of the site says so."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        if not is_on(user):
            raise CommandError(f"The account {user.username} has no two-step sign-in.")
        two_step_turn_off(user=user, by=None)
        self.stdout.write(f"Two-step sign-in of {user.username} is off.")
