"""manage.py sweep_evidence: remove files kept with sources that belong to no row any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.assessments.attachments import files_sweep


class Command(BaseCommand):
    help = "Remove files of evidence that no row names (older than an hour); count rows whose file is lost."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep once."""
        removed, lost = files_sweep()
        self.stdout.write(f"Removed: {removed}. Lost: {lost}.")
        if lost:
            self.stderr.write("Files are lost: bring them back from a backup (docs/operations.md).")
