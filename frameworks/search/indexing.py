"""Making the index from the documents that the apps register."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from frameworks.models import SearchEntry, SearchState, SearchTerm
from frameworks.search import registry
from frameworks.search.registry import Document
from frameworks.search.text import stems

ROWS_AT_ONCE = 500


def index_is_current() -> bool:
    """Whether the index was made by the programs of today."""
    made_by = SearchState.objects.values_list("fingerprint", flat=True)
    return registry.fingerprint() in set(made_by)


@transaction.atomic
def index_rebuild() -> int:
    """Make the index again, whole; readers see the old one until it is done. Returns how many entries it has."""
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
