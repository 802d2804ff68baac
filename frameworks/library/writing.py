"""Turning checked documents into rows, and keeping count of what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import ProtectedError

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
    kind = model._meta.model_name or model.__name__
    row = model._default_manager.filter(**key).first()
    if row is None:
        row = model._default_manager.create(**key, **values)
        changes.added[kind] += 1
        return row
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if differing:
        for name in differing:
            setattr(row, name, values[name])
        row.save(update_fields=differing)
        changes.changed[kind] += 1
        changes.names.append(f"{kind} {row.pk}: {', '.join(differing)}")
    return row


def sync(
    model: type[M],
    parent: Mapping[str, Any],
    key: str,
    rows: Iterable[Mapping[str, Any]],
    changes: Changes,
) -> list[M]:
    """Make the children of `parent` equal to `rows`, told apart by the field `key`.

    A row that the file no longer has is removed, or, where others refer to it, kept and marked deprecated.
    """
    kept = []
    wanted = set()
    for values in rows:
        rest = {name: value for name, value in values.items() if name != key}
        kept.append(upsert(model, {**parent, key: values[key]}, rest, changes))
        wanted.add(values[key])
    for stale in model._default_manager.filter(**parent).exclude(**{f"{key}__in": wanted}):
        remove(stale, changes)
    return kept


def remove(row: models.Model, changes: Changes) -> None:
    """Delete a library row, or mark it deprecated where it is in use."""
    kind = row._meta.model_name or type(row).__name__
    try:
        row.delete()
        changes.removed[kind] += 1
    except ProtectedError:
        if hasattr(row, "deprecated") and not row.deprecated:
            row.deprecated = True
            row.save(update_fields=["deprecated"])
            changes.changed[kind] += 1
