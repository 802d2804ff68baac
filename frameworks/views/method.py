"""How the three answers are made, and every question they are made from: the codebook for readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from frameworks.models import (
    Catalogue,
    Criterion,
    Dimension,
    Fact,
    Framework,
    LegalTest,
    SovereigntyDimension,
)
from frameworks.models.framework import CompetenceRule
from frameworks.rule_words import RuleNode, rule_outline, standing_words
from frameworks.selectors import frameworks, references
from natoassess.web.access import Access, PageMixin
from natoassess.web.presentation import words


@dataclass(frozen=True)
class Levels:
    """A level of a scale: its number, its name on the scale, and what it means for one question."""

    level: int
    title: str
    text: str


@dataclass(frozen=True)
class TestEntry:
    """A test with its rule in words, its standing, and the duties that do not decide its validity."""

    test: LegalTest
    outline: RuleNode
    standing: str
    duties: tuple[str, ...]


@dataclass(frozen=True)
class FactGroup:
    """The facts under one heading of the questionnaire."""

    code: str
    title: str
    facts: list[Fact]


@dataclass(frozen=True)
class Codebook:
    """The whole catalogue, ready to be shown."""

    version: int
    groups: list[FactGroup]
    tests: list[TestEntry]
    competence: list[tuple[CompetenceRule, RuleNode]]
    dimensions: list[tuple[Dimension, list[tuple[Criterion, list[Levels]]]]]
    sovereignty: list[tuple[SovereigntyDimension, list[Levels]]]


def _levels(texts: Iterable[str], scale: Iterable[dict[str, Any]]) -> list[Levels]:
    names = {int(entry["level"]): str(entry["title"]) for entry in scale}
    return [Levels(level, names.get(level, ""), text) for level, text in enumerate(texts)]


def codebook(catalogue: Catalogue) -> Codebook:
    """The catalogue with its facts by group, its tests in words and its scales written out."""
    facts = list(catalogue.facts.all())
    labels = {fact.code: fact.label for fact in facts}
    criteria: dict[int, list[tuple[Criterion, list[Levels]]]] = {}
    for criterion in catalogue.criteria.all():
        entry = (criterion, _levels(criterion.levels, catalogue.scales["rating"]))
        criteria.setdefault(criterion.dimension_id, []).append(entry)
    return Codebook(
        version=catalogue.version,
        groups=[
            FactGroup(group["code"], group["title"], [fact for fact in facts if fact.group == group["code"]])
            for group in catalogue.groups
        ],
        tests=[
            TestEntry(
                test,
                rule_outline(test.rule, labels),
                standing_words(test.standing),
                tuple(labels.get(code, code) for code in test.duties),
            )
            for test in catalogue.tests.all()
        ],
        competence=[(rule, rule_outline(rule.rule, labels)) for rule in catalogue.competence.all()],
        dimensions=[(dimension, criteria.get(dimension.pk, [])) for dimension in catalogue.dimensions.all()],
        sovereignty=[
            (harm, _levels(harm.levels, catalogue.scales["sovereignty"]))
            for harm in catalogue.sovereignty.all()
        ],
    )


def reading_caps(framework: Framework) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each reading, each standing and how far a test of that standing can carry, in words."""
    ways = {1: _("as far as lawful"), 0.5: _("as far as arguable"), 0: _("not at all")}
    return [
        (
            words.word(words.READINGS, name),
            [
                (words.capitalise(words.word(words.STANDINGS, standing)), ways.get(cap, words.number(cap)))
                for standing, cap in framework.readings[name].items()
            ],
        )
        for name in words.READINGS
        if name in framework.readings
    ]


def _named(book: Codebook) -> set[str]:
    """The ids of all law that the catalogue names."""
    found = {item for group in book.groups for fact in group.facts for item in fact.provisions}
    found |= {item for entry in book.tests for item in entry.test.provisions}
    return found | {item for rule, _outline in book.competence for item in rule.provisions}


class MethodView(PageMixin, TemplateView):
    """The method and the whole catalogue on one page, with an anchor for every code."""

    access = Access.PUBLIC
    section = "method"
    template_name = "method.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The codebook of the newest catalogue, and the frameworks with their periods."""
        catalogue = Catalogue.objects.order_by("-version").first()
        book = codebook(catalogue) if catalogue else None
        listed: list[Framework] = list(frameworks())
        current = next((row for row in reversed(listed) if row.is_doctrine and not row.deprecated), None)
        return super().get_context_data(
            **kwargs,
            book=book,
            frameworks=listed,
            current=current,
            readings=reading_caps(current) if current else [],
            references=references(_named(book)) if book else {},
        )
