"""Law side by side: the Strategic Concepts, other organisations, the hybrid ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils import timezone

from frameworks import overviews
from frameworks.lawday import Standing, instrument_standing
from frameworks.models import Actor, Catalogue, Instrument, Provision
from frameworks.selectors import references
from frameworks.views.base import LawPage
from natoassess.web.access import Access


@dataclass(frozen=True)
class TableRow:
    """One row, the instrument it stands on, how that stood on the day, and whether it governed."""

    row: overviews.Row
    instrument: Instrument | None
    standing: Standing | None
    governs: bool


def table_rows(
    table: overviews.Table, named: dict[str, Provision | Instrument], day: date | None
) -> list[TableRow]:
    """The rows with their instruments; without a day nothing is said of how they stood, only what governs today."""
    found = []
    for row in table.rows:
        item = named.get(row.instrument)
        instrument = item if isinstance(item, Instrument) else None
        standing = instrument_standing(instrument, day or timezone.localdate()) if instrument else None
        governs = standing is Standing.IN_FORCE
        found.append(TableRow(row, instrument, standing if day else None, governs))
    return found


class TablePage(LawPage):
    """A table of the library; on a day, what was not made by then is named, not shown."""

    template_name = "law/table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table, its rows as of the day, and the law that it cites."""
        table = overviews.table(self.place)
        named = references(table.cited()) if table else {}
        rows = table_rows(table, named, self.as_of) if table else []
        later = [entry for entry in rows if entry.standing is Standing.NOT_YET]
        return super().get_context_data(
            **kwargs,
            table=table,
            rows=[entry for entry in rows if entry not in later],
            later=later,
            references=named,
            code=self.place,
            actors=set(Actor.objects.values_list("pk", flat=True))
            if self.place == "organisations"
            else set(),
        )


class Concepts(TablePage):
    """The eight Strategic Concepts."""

    access = Access.PUBLIC
    place = "concepts"


class Organisations(TablePage):
    """Other organisations beside the Alliance."""

    access = Access.PUBLIC
    place = "organisations"


@dataclass(frozen=True)
class Link:
    """A question or test of the catalogue, and its anchor on the method page."""

    title: str
    anchor: str


@dataclass(frozen=True)
class RungRow:
    """One rung with its questions and tests named."""

    number: int
    rung: overviews.Rung
    facts: list[Link]
    tests: list[Link]


class LadderPage(LawPage):
    """The hybrid ladder: thresholds, and what answers each rung lawfully."""

    access = Access.PUBLIC
    place: ClassVar[str] = "ladder"
    template_name = "law/ladder.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rungs, gravest last, with links into the method."""
        ladder = overviews.ladder()
        links = _catalogue_links()
        rows = [
            RungRow(
                number,
                rung,
                [links[f"fact-{code}"] for code in rung.facts if f"fact-{code}" in links],
                [
                    links[key]
                    for code in rung.tests
                    for key in (f"test-{code}", f"competence-{code}")
                    if key in links
                ],
            )
            for number, rung in enumerate(ladder.rungs if ladder else (), start=1)
        ]
        return super().get_context_data(
            **kwargs, ladder=ladder, rows=rows, references=references(ladder.cited()) if ladder else {}
        )


def _catalogue_links() -> dict[str, Link]:
    """The facts, tests and questions of competence of the newest catalogue by their anchors."""
    catalogue = Catalogue.objects.order_by("-version").first()
    if catalogue is None:
        return {}
    parts = {
        "fact": catalogue.facts.values_list("code", "label"),
        "test": catalogue.tests.values_list("code", "title"),
        "competence": catalogue.competence.values_list("code", "title"),
    }
    return {
        f"{part}-{code}": Link(title, f"{part}-{code}")
        for part, rows in parts.items()
        for code, title in rows
    }
