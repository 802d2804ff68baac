"""manage.py check_library: what is wrong in the library files, and what should be looked at."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from frameworks.library.context import Fault
from frameworks.library.loading import review_library
from frameworks.models import Framework


class Command(BaseCommand):
    help = (
        "Check the library: uncited values, dangling references, overlapping or inverted periods, votes that do "
        "not add up, relations that contradict dates, authorities without addressee or task, answers without "
        "evidence or beyond it, answers that the ledger does not bear out, differences of codings left unsettled. "
        "Errors end with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--strict lets notices fail too; --quiet leaves them out."""
        parser.add_argument("--strict", action="store_true", help="notices end with 1 too")
        parser.add_argument("--quiet", action="store_true", help="count notices, do not print them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print file:line, severity, what is wrong and the cure; raise CommandError where an error was found."""
        context = review_library(against_rows=_has_rows())
        faults, notices = sorted(context.faults), context.notices
        for fault in faults:
            self.stdout.write(f"{_place(fault)}: error: {_words(fault)}")
        if not options["quiet"]:
            for notice in notices:
                self.stdout.write(f"{_place(notice)}: notice: {_words(notice)}")
        held = ", ".join(f"{len(ids)} {kind}s" for kind, ids in sorted(context.ids.items()))
        summary = f"{_count(faults, 'error')}, {_count(notices, 'notice')}"
        if faults or (notices and options["strict"]):
            raise CommandError(f"Library: {summary}.")
        self.stdout.write(f"Library: {summary} in {held}.")


def _has_rows() -> bool:
    """Whether there is a database whose published frameworks can be compared with the files."""
    try:
        return Framework._meta.db_table in connection.introspection.table_names()
    except OperationalError:
        return False


def _count(faults: list[Fault], word: str) -> str:
    return f"{len(faults)} {word}{'s' * (len(faults) != 1)}"


def _place(fault: Fault) -> str:
    path = fault.path
    base = Path(settings.BASE_DIR)
    shown = path.relative_to(base) if path.is_relative_to(base) else path
    return f"{shown}:{fault.line}"


def _words(fault: Fault) -> str:
    return f"{fault.detail} (at {fault.pointer})" if fault.pointer else fault.detail
