"""Making the index from the documents that the apps register."""

from __future__ import annotations

from collections import Counter

from django.db import connection, transaction

from frameworks.models import SearchEntry, SearchState, SearchTerm
from frameworks.search import registry
from frameworks.search.registry import Document
from frameworks.search.text import stems

ROWS_AT_ONCE = 500
_LOCK = 1_645_190_001
"""The number by which PostgreSQL knows that somebody is making the index; SQLite has one writer anyway."""


def index_is_current() -> bool:
    """Whether the index was made by the programs of today."""
    made_by = SearchState.objects.values_list("fingerprint", flat=True)
    return registry.fingerprint() in set(made_by)


@transaction.atomic
def index_rebuild() -> int:
    """Make the index again, whole; readers see the old one until it is done, other makers wait. Returns its entries."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    entries = [_entry(document) for document in registry.documents()]
    holding: Counter[str] = Counter()
    total = 0
    for entry in entries:
        tokens = f"{entry.title_tokens} {entry.label_tokens} {entry.body_tokens}".split()
        holding.update(set(tokens))
        total += len(tokens)
    for model in (SearchEntry, SearchTerm, SearchState):
        model._default_manager.all().delete()
    SearchEntry.objects.bulk_create(entries, batch_size=ROWS_AT_ONCE)
    terms = [SearchTerm(token=token, entries=number) for token, number in sorted(holding.items())]
    SearchTerm.objects.bulk_create(terms, batch_size=ROWS_AT_ONCE)
    SearchState.objects.create(fingerprint=registry.fingerprint(), entries=len(entries), words=total)
    return len(entries)


def _entry(document: Document) -> SearchEntry:
    return SearchEntry(
        kind=document.kind,
        key=document.key,
        title=document.title,
        context=document.context,
        body=document.body,
        address=document.address,
        title_tokens=" ".join(stems(document.title)),
        label_tokens=" ".join(stems(f"{document.context} {document.label}")),
        body_tokens=" ".join(stems(document.body)),
    )
