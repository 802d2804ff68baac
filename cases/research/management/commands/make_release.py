"""manage.py make_release 2026.1: freeze the public data under a name, for good."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.research.releases.folder import folder_of
from cases.research.releases.making import ReleaseInvalid, release_make


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no day; write it as 2026-11-23") from error


class Command(BaseCommand):
    help = "Freeze the public data as a release. The same data give the same bytes; a release never changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name; the day and the DOI of its citation."""
        parser.add_argument("name", help="year and number, such as 2026.1")
        parser.add_argument("--date", type=_day, help="the day of the citation; today in UTC unless given")
        parser.add_argument("--doi", default="", help="a DOI reserved for it, such as 10.5281/zenodo.123")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say where it is."""
        try:
            made = release_make(name=options["name"], day=options["date"], doi=options["doi"])
        except ReleaseInvalid as error:
            raise CommandError(str(error)) from error
        release = made.release
        if not made.is_new:
            self.stdout.write(f"Release {release} was made before, with the same bytes: nothing to do.")
            return
        self.stdout.write(
            f"Release {release}: {len(release.files)} files, {release.rows:,} rows, {release.size:,} bytes, "
            f"in {folder_of(release.name)}"
        )
