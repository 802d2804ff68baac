"""manage.py sweep_jobs: find forgotten jobs now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from natoassess.web.jobs.sweeping import work_sweep


class Command(BaseCommand):
    help = "Queue orphaned jobs again, send those that no worker was told of, remove old results."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep once; CommandError where jobs wait and the broker takes no message."""
        swept = work_sweep()
        self.stdout.write(
            f"Orphans: {swept.orphans}. Sent: {swept.sent}. Expired: {swept.expired}. Stray files: {swept.strays}."
        )
        if swept.waiting:
            raise CommandError(f"The broker takes no message; {swept.waiting} jobs stay queued.")
