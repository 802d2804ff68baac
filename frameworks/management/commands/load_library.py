"""manage.py load_library: bring the database to the state of the library files."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from frameworks.library.context import LibraryInvalid
from frameworks.library.loading import check_library, load_library


class Command(BaseCommand):
    help = "Check the library files whole, then load them; reports file, line and cure for each fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check reads without writing; --force parses files that have not changed."""
        parser.add_argument("--check", action="store_true", help="check only, write nothing")
        parser.add_argument("--force", action="store_true", help="parse again although no file has changed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check or load, and say what changed."""
        try:
            if options["check"]:
                check_library()
                self.stdout.write("Library: no faults.")
                return
            report = load_library(force=options["force"])
        except LibraryInvalid as error:
            number = len(error.faults)
            raise CommandError(
                f"Library: {number} fault{'s' * (number != 1)}, nothing written.\n{error}"
            ) from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                "Library: the database has no tables yet; run manage.py migrate first."
            ) from error
        if report.unchanged:
            self.stdout.write("Library: unchanged since it was last loaded.")
            return
        changes = report.changes
        counts = ", ".join(
            f"{sum(counter.values())} {word}"
            for word, counter in (
                ("added", changes.added),
                ("changed", changes.changed),
                ("removed", changes.removed),
            )
        )
        self.stdout.write(f"Library: {counts}.")
        for name in changes.names[:40]:
            self.stdout.write(f"  {name}")
