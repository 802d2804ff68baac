"""Entries of the audit log as lines of a page or of a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from natoassess.web.audit.models import AuditEntry
from natoassess.web.formulas import harmless

COLUMNS = ("at", "actor_id", "actor", "action", "subject_type", "subject_id", "detail")
AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    """An entry with the name that its actor has today."""

    entry: AuditEntry
    actor: str

    @property
    def detail(self) -> str:
        """The particulars as "name: value", in order."""
        return "; ".join(f"{name}: {_plain(value)}" for name, value in sorted(self.entry.detail.items()))


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    """The entries with the names of their actors; one query however many there are."""
    listed = list(entries)
    keys = {entry.actor_id for entry in listed if entry.actor_id is not None}
    names = {person.pk: str(person) for person in get_user_model().objects.filter(pk__in=keys)}
    return [Line(entry, actor_name(entry.actor_id, names)) for entry in listed]


def actor_name(key: int | None, names: dict[int, str]) -> str:
    """The name of who acted; the program itself, or a number where the account is gone."""
    if key is None:
        return _("the program")
    return names.get(key) or _("account %(key)d, gone") % {"key": key}


def as_csv(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """The entries as CSV, a line at a time, times in UTC. No text of it is taken for a formula by a spreadsheet."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    rest = entries.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rest, AT_ONCE)):
        for line in lines(batch):
            entry = line.entry
            row = (
                entry.at.isoformat(),
                entry.actor_id or "",
                line.actor,
                entry.action,
                entry.subject_type,
                entry.subject_id,
                json.dumps(entry.detail, ensure_ascii=False, sort_keys=True),
            )
            yield writer.writerow([harmless(str(cell)) for cell in row])


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """The text."""
        return text


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
