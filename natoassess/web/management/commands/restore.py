"""manage.py restore: make the data what a backup holds, or change nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from natoassess.web.backup.archive import BackupInvalid
from natoassess.web.backup.services import backup_restore


class Command(BaseCommand):
    help = "Check an archive of `backup` whole, then make tables and files what it holds, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, and --replace where there is data already."""
        parser.add_argument("file", type=Path, help="an archive that `backup` wrote")
        parser.add_argument("--replace", action="store_true", help="overwrite the data that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what."""
        try:
            manifest = backup_restore(source=options["file"], replace=options["replace"])
        except BackupInvalid as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        rows = sum(entry.rows or 0 for entry in manifest.tables.values())
        self.stdout.write(
            f"Restored: {rows} rows of {len(manifest.tables)} tables and {len(manifest.files)} files, as of "
            f"{manifest.made_at[:16]}. Everyone signs in again; run load_library if the library is newer."
        )
