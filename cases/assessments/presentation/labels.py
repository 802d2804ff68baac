"""The words of a framework's catalogue, by code: read once for a page, looked up everywhere on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from frameworks.dimensions import DimensionPart, dimensions_of
from frameworks.models import Catalogue, Framework
from frameworks.models.framework import (
    CompetenceRule,
    Criterion,
    Fact,
    LegalTest,
    SovereigntyDimension,
)
from natoassess.web.presentation import words


@dataclass(frozen=True)
class Labels:
    """The rows of a catalogue by code, each in catalogue order, and the standing that readings give tests.

    Dimensions are those of the framework; criteria are those that it asks.
    """

    facts: Mapping[str, Fact]
    tests: Mapping[str, LegalTest]
    competence: Mapping[str, CompetenceRule]
    dimensions: Mapping[str, DimensionPart]
    criteria: Mapping[str, Criterion]
    sovereignty: Mapping[str, SovereigntyDimension]
    groups: Mapping[str, str]
    scales: Mapping[str, Mapping[int, str]]
    readings: Mapping[str, Mapping[str, float]]
    weighs_alike: bool

    @cached_property
    def fact_titles(self) -> dict[str, str]:
        """Each fact as a statement."""
        return {code: fact.label for code, fact in self.facts.items()}

    @cached_property
    def criterion_titles(self) -> dict[str, str]:
        """Each criterion by its short name."""
        return {code: criterion.label for code, criterion in self.criteria.items()}

    @cached_property
    def dimension_titles(self) -> dict[str, str]:
        """Each dimension of legitimacy by its title."""
        return {code: dimension.title for code, dimension in self.dimensions.items()}

    @cached_property
    def sovereignty_titles(self) -> dict[str, str]:
        """Each dimension of sovereignty by its short name."""
        return {code: dimension.label for code, dimension in self.sovereignty.items()}

    @cached_property
    def answer_titles(self) -> dict[str, str]:
        """All that the three answers may name: what holds a band down, and where the harm is heaviest."""
        return self.sovereignty_titles | self.dimension_titles | self.criterion_titles

    @cached_property
    def dimension_of(self) -> dict[str, str]:
        """The dimension of each criterion."""
        home = {row.code: code for code, part in self.dimensions.items() for row in part.criteria}
        return {code: home[code] for code in self.criteria}

    @property
    def weighing(self) -> str:
        """How the dimensions and criteria are weighed, in a sentence."""
        if not self.weighs_alike:
            return _("Dimensions and criteria weigh as this framework says.")
        return _("The %(count)d dimensions weigh the same, and so do the criteria within each.") % {
            "count": len(self.dimensions)
        }

    def fact(self, code: str) -> str:
        """A fact as a statement; the code in words where the catalogue has none."""
        return self.fact_titles.get(code) or words.word({}, code)

    def test(self, code: str) -> str:
        """The title of a legal test."""
        return self.tests[code].title if code in self.tests else words.word({}, code)

    def question(self, code: str) -> str:
        """The short name of any question: fact, criterion or sovereignty dimension."""
        for titles in (self.fact_titles, self.criterion_titles, self.sovereignty_titles):
            if code in titles:
                return titles[code]
        return words.word({}, code)

    def cap(self, reading: str, standing: str) -> float:
        """How far `reading` lets a test of `standing` carry: 0, ½ or 1."""
        return float(self.readings[reading][standing])


def labels_of(framework: Framework) -> Labels:
    """Read the words of the catalogue that `framework` uses: one query for each kind of question."""
    catalogue: Catalogue = framework.catalogue
    dimensions = {part.code: part for part in dimensions_of(framework)}
    asked = sorted(
        (row for part in dimensions.values() for row in part.criteria), key=lambda row: row.position
    )
    return Labels(
        facts={row.code: row for row in catalogue.facts.all()},
        tests={row.code: row for row in catalogue.tests.all()},
        competence={row.code: row for row in catalogue.competence.all()},
        dimensions=dimensions,
        criteria={row.code: row for row in asked},
        sovereignty={row.code: row for row in catalogue.sovereignty.all()},
        groups={group["code"]: group["title"] for group in catalogue.groups},
        scales={
            name: {step["level"]: step["title"] for step in steps} for name, steps in catalogue.scales.items()
        },
        readings=framework.readings,
        weighs_alike=framework.weights == "neutral",
    )


def nodes(trace: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every node of a trace, the root first."""
    yield trace
    for child in trace.get("children") or ():
        yield from nodes(child)


def listed(items: list[str], *, either: bool = False) -> str:
    """ "A", "A and B", "A, B and C"; with `either`, "or" in place of "and"."""
    if len(items) < 2:
        return "".join(items)
    parts = {"first": ", ".join(items[:-1]), "last": items[-1]}
    return (_("%(first)s or %(last)s") if either else _("%(first)s and %(last)s")) % parts
