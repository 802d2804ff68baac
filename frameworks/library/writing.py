"""Turning checked documents into rows, and keeping count of what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import ProtectedError, QuerySet

ROWS_AT_ONCE = 500
M = TypeVar("M", bound=models.Model)


@dataclass
class Changes:
    """How many rows of each kind were added, changed or removed, and the names of the changed ones."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All rows touched."""
        return self.added.total() + self.changed.total() + self.removed.total()

    def as_dict(self) -> dict[str, Any]:
        """For the LibraryEdition row."""
        return {"added": dict(self.added), "changed": dict(self.changed), "removed": dict(self.removed)}


def day(value: str | None) -> date | None:
    """A date from its ISO form."""
    return date.fromisoformat(value) if value else None


def upsert(model: type[M], key: Mapping[str, Any], values: Mapping[str, Any], changes: Changes) -> M:
    """The row of `model` that `key` names, with `values`; written only where it differs."""
    row = model._default_manager.filter(**key).first()
    if row is None:
        row = model._default_manager.create(**key, **values)
        changes.added[_kind(row)] += 1
        return row
    update(row, values, changes)
    return row


def update(row: models.Model, values: Mapping[str, Any], changes: Changes) -> None:
    """Give `row` these `values`; written only where it differs."""
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if differing:
        for name in differing:
            setattr(row, name, values[name])
        row.save(update_fields=differing)
        changes.changed[_kind(row)] += 1
        changes.names.append(f"{_kind(row)} {row.pk}: {', '.join(differing)}")


def sync(
    model: type[M],
    parent: Mapping[str, Any],
    key: str,
    rows: Iterable[Mapping[str, Any]],
    changes: Changes,
) -> list[M]:
    """Make the children of `parent` equal to `rows`, told apart by the field `key`."""
    whole = [{**parent, **values} for values in rows]
    return sync_rows(model._default_manager.filter(**parent), (key,), whole, changes)


def sync_rows(
    present: QuerySet[M],
    key: tuple[str, ...],
    rows: Iterable[Mapping[str, Any]],
    changes: Changes,
    *,
    remove_others: bool = True,
) -> list[M]:
    """Make the rows of `present` equal to `rows`, told apart by the fields `key`; returns them in the order of `rows`.

    Rows are read and added together, however many they are; a changed row is written by itself. A row that the files
    no longer have is removed, or, where others refer to it, kept and marked deprecated; without `remove_others` it is
    left to the caller.
    """
    found = {tuple(getattr(row, name) for name in key): row for row in present}
    kept, new = [], []
    for values in rows:
        row = found.pop(tuple(values[name] for name in key), None)
        if row is None:
            row = present.model(**values)
            new.append(row)
        else:
            update(row, values, changes)
        kept.append(row)
    if new:
        present.model._default_manager.bulk_create(new, batch_size=ROWS_AT_ONCE)
        changes.added[_kind(new[0])] += len(new)
    if remove_others:
        for stale in found.values():
            remove(stale, changes)
    return kept


def _kind(row: models.Model) -> str:
    return row._meta.model_name or type(row).__name__


def remove(row: models.Model, changes: Changes) -> None:
    """Delete a library row, or mark it deprecated where it is in use."""
    kind = _kind(row)
    try:
        row.delete()
        changes.removed[kind] += 1
    except ProtectedError:
        if hasattr(row, "deprecated") and not row.deprecated:
            row.deprecated = True
            row.save(update_fields=["deprecated"])
            changes.changed[kind] += 1
