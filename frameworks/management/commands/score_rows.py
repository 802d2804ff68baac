"""manage.py score_rows FILE: score many rows from a file, in this process, keeping nothing."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from frameworks.batches import FORMS, ROWS_AT_ONCE, FindingsInvalid, Plan, plan_make, results_csv, rows_score
from frameworks.models import Framework

FAULTS, CANNOT = 1, 2
HEAD = 1 << 20


class Command(BaseCommand):
    help = (
        "Score the rows of a JSONL or CSV file: a line of results for each good row, every fault of the others. Keeps "
        "nothing in the database; memory does not grow with the file. Ends with 0; with 1 where rows had faults; with "
        "2 where nothing could be scored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE; what holds for all rows; where results and faults go."""
        parser.add_argument("file", type=Path, help="rows as JSONL or CSV")
        parser.add_argument("--form", choices=FORMS, help="by default what the name of the file ends in")
        parser.add_argument("--framework", help="its code; by default the doctrine in force at --as-of")
        parser.add_argument("--as-of", help="the day of rows that name none, such as 1999-03-24")
        parser.add_argument("--standpoint", help="ex_post (the default) or ex_ante, of rows that name none")
        parser.add_argument("--draws", type=int, help="draws for each row; none by default")
        parser.add_argument("--seed", type=int, help="one seed for all rows; by default each has its own")
        parser.add_argument(
            "--out",
            type=Path,
            help="results as JSONL, or as CSV if the name ends in .csv; by default the output",
        )
        parser.add_argument("--faults", type=Path, help="faults as JSONL; by default the error output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Score the file, or raise CommandError with the exit code that fits."""
        path: Path = options["file"]
        names = ("framework", "as_of", "standpoint", "draws", "seed")
        parameters = {name: options[name] for name in names if options[name] is not None}
        parameters["form"] = options["form"] or path.suffix.removeprefix(".").lower()
        try:
            with ExitStack() as stack:
                rows = stack.enter_context(path.open("rb"))
                plan = plan_make(AnonymousUser(), parameters, rows.readline(HEAD))
                if not plan.header_lines:
                    rows.seek(0)
                out = _opened(stack, options["out"], sys.stdout.buffer)
                as_csv = options["out"] is not None and options["out"].suffix == ".csv"
                good, bad = _score(
                    plan, rows, out, _opened(stack, options["faults"], sys.stderr.buffer), as_csv
                )
        except FindingsInvalid as error:
            told = "\n".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in error.faults)
            raise CommandError(f"{told}\nNothing was scored.", returncode=CANNOT) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.", returncode=CANNOT) from error
        except (Framework.DoesNotExist, OperationalError, ProgrammingError) as error:
            raise CommandError(
                "The library is not loaded: run manage.py migrate and manage.py load_library first.",
                returncode=CANNOT,
            ) from error
        if bad:
            raise CommandError(f"{good:,} rows scored, {bad:,} with faults.", returncode=FAULTS)
        self.stderr.write(f"{good:,} rows scored.")


def _opened(stack: ExitStack, path: Path | None, otherwise: BinaryIO) -> BinaryIO:
    return otherwise if path is None else stack.enter_context(path.open("wb"))


def _score(plan: Plan, rows: BinaryIO, out: BinaryIO, faults: BinaryIO, as_csv: bool) -> tuple[int, int]:
    """Score block after block. Returns the numbers of good and of bad rows."""
    good = bad = 0
    if as_csv:
        out.write(results_csv(plan, b"", header=True))
    for first, lines in _blocks(rows):
        scored = rows_score(plan, lines, first)
        out.write(results_csv(plan, scored.results, header=False) if as_csv else scored.results)
        faults.write(scored.faults)
        good, bad = good + scored.good, bad + scored.bad
    out.flush()
    return good, bad


def _blocks(rows: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines of the file, some thousands together, with the number of the first."""
    first = 1
    while block := list(islice(rows, ROWS_AT_ONCE)):
        yield first, b"".join(block)
        first += len(block)
