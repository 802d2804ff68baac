"""manage.py empty_trash: delete for good what was thrown away thirty days ago."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.assessments.trash import KEPT_DAYS, trash_empty


class Command(BaseCommand):
    help = (
        f"Delete for good the drafts that have been in the trash for {KEPT_DAYS} days. Every worker does the same with "
        "each of its sweeps; this command is for sites without one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many are gone."""
        gone = trash_empty()
        self.stdout.write(f"{gone} draft{'s' * (gone != 1)} deleted for good.")
