"""Loading the library: check all of it, then write all of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection, transaction

from frameworks.library.context import Context, LibraryInvalid
from frameworks.library.reading import digest
from frameworks.library.registry import sections
from frameworks.library.standing import standing
from frameworks.library.writing import Changes
from frameworks.models import LibraryEdition
from frameworks.search.indexing import index_is_current, index_rebuild
from natoassess.web.withdrawals.services import withdrawals_record


@dataclass(frozen=True)
class Report:
    """What a loading did; `unchanged` when the files were those of the last loading."""

    digest: str
    unchanged: bool
    changes: Changes = field(default_factory=Changes)


def review_library(*, against_rows: bool = True) -> Context:
    """Read and check every section; the context holds every fault and every notice.

    Without `against_rows` published frameworks are not compared with their rows: no table is needed.
    """
    context = Context(against_rows=against_rows)
    for section in sections():
        section.check(context)
    return context


def check_library() -> Context:
    """Read and check every section. Raises LibraryInvalid with every fault found."""
    context = review_library()
    if context.faults:
        raise LibraryInvalid(context.faults)
    return context


def load_library(*, force: bool = False) -> Report:
    """Bring the rows to the state of the files; idempotent, whole or not at all.

    Files equal to those of the last loading are not even parsed, unless `force`. Of two loaders at once the second
    waits, and finds nothing left to do. The index of the search is made again where rows changed, or where another
    release of the program made it. What readers no longer find is written down as withdrawn. Raises LibraryInvalid.
    """
    current = digest([path for section in sections() for path in section.paths()])
    if _is_loaded(current) and not force:
        if not index_is_current():
            index_rebuild()
        return Report(current, unchanged=True)
    context = check_library()
    changes = Changes()
    with transaction.atomic():
        _one_loader_at_a_time()
        loaded = _is_loaded(current)
        if loaded and not force:
            return Report(current, unchanged=True)
        before = standing()
        for section in sections():
            section.write(context, changes)
        if context.faults:
            raise LibraryInvalid(context.faults)
        withdrawals_record(before=before, after=standing())
        if changes.total or not loaded:
            LibraryEdition.objects.create(digest=current, changes=changes.as_dict())
        if changes.total or not index_is_current():
            index_rebuild()
    return Report(current, unchanged=False, changes=changes)


def _is_loaded(current: str) -> bool:
    last = LibraryEdition.objects.first()
    return last is not None and last.digest == current


def _one_loader_at_a_time() -> None:
    """Wait for another loader; readers go on. SQLite lets in one writer at a time anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(LibraryEdition._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
