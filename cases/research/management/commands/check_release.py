"""manage.py check_release [2026.1]: whether the files of a release are still what was frozen."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.research.models import Release
from cases.research.releases.checking import release_faults


class Command(BaseCommand):
    help = "Read every byte of a release, or of all, and compare it with what was frozen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name; all releases without one."""
        parser.add_argument("name", nargs="?", help="such as 2026.1; without it, all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that all is well, or fail with every fault."""
        releases = Release.objects.all()
        if options["name"]:
            releases = releases.filter(name=options["name"])
            if not releases:
                raise CommandError(f"There is no release {options['name']}.")
        faults = [f"{release}: {fault}" for release in releases for fault in release_faults(release)]
        if faults:
            cure = "Bring the files back from a backup; a release is never made again with other bytes."
            raise CommandError("\n".join([*faults, cure]))
        for release in releases:
            self.stdout.write(
                f"Release {release}: {len(release.files)} files and the ZIP are as they were frozen."
            )
        if not releases:
            self.stdout.write("There is no release yet.")
