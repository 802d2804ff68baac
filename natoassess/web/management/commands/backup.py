"""manage.py backup: all data in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from natoassess.web.backup.archive import BackupInvalid
from natoassess.web.backup.services import backup_make


class Command(BaseCommand):
    help = "Write every table and the files under VAR_DIR to one archive, while the site goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE must not exist."""
        parser.add_argument("file", type=Path, help="where to write; must not exist")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say what it holds."""
        try:
            manifest = backup_make(target=options["file"])
        except BackupInvalid as error:
            raise CommandError(str(error)) from error
        rows = sum(entry.rows or 0 for entry in manifest.tables.values())
        size = options["file"].stat().st_size
        self.stdout.write(
            f"Backup: {rows} rows of {len(manifest.tables)} tables and {len(manifest.files)} files in "
            f"{options['file']} ({size / 1_000_000:.1f} MB).\n"
            "Keep it as you keep the database: it holds people's drafts."
        )
