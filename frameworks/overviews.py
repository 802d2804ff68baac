"""The tables that set law side by side, with types: Strategic Concepts, other organisations, the hybrid ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from frameworks.models import Overview

PAGES = {"concepts": "law:concepts", "organisations": "law:organisations", "ladder": "law:ladder"}


@dataclass(frozen=True)
class Said:
    """A statement of the library in its own words, the law it rests on, and how it is known."""

    text: str
    provisions: tuple[str, ...]
    known: str


@dataclass(frozen=True)
class Cell:
    """One cell: what is said; or why it is not known (`unknown`); or neither, where the text is silent."""

    title: str
    said: Said | None
    unknown: str


@dataclass(frozen=True)
class Row:
    """One Strategic Concept, or one organisation."""

    id: str
    title: str
    subtitle: str
    instrument: str
    actor: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Rows set beside one another under the same questions."""

    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def cited(self) -> set[str]:
        """The ids of all law that the table names."""
        return {row.instrument for row in self.rows} | {
            item for row in self.rows for cell in row.cells if cell.said for item in cell.said.provisions
        }


@dataclass(frozen=True)
class Answer:
    """What answers a rung lawfully."""

    title: str
    said: Said


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder: its threshold, the facts and tests that ask for it, and what answers it."""

    id: str
    title: str
    threshold: Said
    facts: tuple[str, ...]
    tests: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Ladder:
    """From an unfriendly act to an armed attack."""

    title: str
    lead: str
    rungs: tuple[Rung, ...]

    def cited(self) -> set[str]:
        """The ids of all law that the ladder names."""
        found = {item for rung in self.rungs for item in rung.threshold.provisions}
        return found | {
            item for rung in self.rungs for answer in rung.answers for item in answer.said.provisions
        }


def _content(code: str) -> Mapping[str, Any] | None:
    return Overview.objects.filter(pk=code).values_list("content", flat=True).first()


def _said(entry: Mapping[str, Any]) -> Said:
    return Said(entry["text"], tuple(entry["provisions"]), entry["known"])


def _cell(title: str, entry: Mapping[str, Any] | None) -> Cell:
    if entry is None:
        return Cell(title, None, "")
    return Cell(title, _said(entry) if "text" in entry else None, entry.get("unknown", ""))


def table(code: str) -> Table | None:
    """The table `concepts` or `organisations`; None on an empty library."""
    content = _content(code)
    if content is None:
        return None
    columns = content["columns"]
    return Table(
        title=content["title"],
        lead=content["lead"],
        columns=tuple(column["title"] for column in columns),
        rows=tuple(
            Row(
                id=row["id"],
                title=row["title"],
                subtitle=row.get("subtitle") or "",
                instrument=row["instrument"],
                actor=row.get("actor") or "",
                note=row.get("note") or "",
                cells=tuple(_cell(column["title"], row["cells"][column["id"]]) for column in columns),
            )
            for row in content["rows"]
        ),
    )


def ladder() -> Ladder | None:
    """The hybrid ladder; None on an empty library."""
    content = _content("ladder")
    if content is None:
        return None
    return Ladder(
        title=content["title"],
        lead=content["lead"],
        rungs=tuple(
            Rung(
                id=rung["id"],
                title=rung["title"],
                threshold=_said(rung["threshold"]),
                facts=tuple(rung["facts"]),
                tests=tuple(rung["tests"]),
                answers=tuple(Answer(answer["title"], _said(answer)) for answer in rung["answers"]),
            )
            for rung in content["rungs"]
        ),
    )


@dataclass(frozen=True)
class Mention:
    """A place in an overview that cites the law: where, and its address."""

    title: str
    url: str


def mentions(wanted: Iterable[str]) -> list[Mention]:
    """Where the overviews cite one of `wanted` (ids of instruments or provisions)."""
    ids = set(wanted)
    found: dict[str, Mention] = {}
    for overview in Overview.objects.all():
        for anchor, title, cited in _places(overview.content):
            if ids & cited:
                url = f"{reverse(PAGES[overview.code])}#{anchor}"
                found[url] = Mention(
                    _("%(page)s: %(place)s") % {"page": overview.content["title"], "place": title}, url
                )
    return list(found.values())


def _places(content: Mapping[str, Any]) -> Iterator[tuple[str, str, set[str]]]:
    """Anchor, title and law of every row or rung."""
    for row in content.get("rows", ()):
        cells = [cell for cell in row["cells"].values() if cell and "text" in cell]
        yield row["id"], row["title"], {row["instrument"], *(i for cell in cells for i in cell["provisions"])}
    for rung in content.get("rungs", ()):
        parts = [rung["threshold"], *rung["answers"]]
        yield rung["id"], rung["title"], {item for part in parts for item in part["provisions"]}
