"""The steps of filing: which questions a framework asks, in what order, and which are still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.assessments.evaluation import PARTS
from cases.assessments.models import Finding
from cases.assessments.models.assessment import Standpoint
from cases.assessments.models.finding import FindingKind
from frameworks.dimensions import dimensions_of
from frameworks.models import Criterion, Fact, Framework, SovereigntyDimension
from natoassess.web.presentation import words

DESCRIBE, OPEN = "describe", "open"
NEVER_CONTESTED = "state_conduct"
"""Attribution is scope, not merit: yes, no or unknown (docs/scoring.md, section 1)."""

NEVER_KNOWN_BEFORE = "council_endorsed_afterwards"
"""What happened afterwards cannot be known ex ante (docs/scoring.md, section 7)."""

SHOWN_AT_ONCE = 8
"""How many open questions one page of "Still open" asks."""


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen: its value, its word and, for a level, its descriptor."""

    value: str
    title: str
    text: str = ""

    @property
    def mark(self) -> str:
        """What stands before a level: its number, ? for not known, – for does not apply."""
        return {"unknown": "?", "na": words.EN_DASH}.get(self.value, self.value)


@dataclass(frozen=True)
class Question:
    """A question of the catalogue as it is asked: `name` is its place in the body of POST /score/."""

    kind: FindingKind
    code: str
    over: str
    label: str
    text: str
    options: tuple[Option, ...]
    help: str = ""
    provisions: tuple[str, ...] = ()
    step: str = ""

    @property
    def name(self) -> str:
        """The name of its field: facts-uses_force."""
        return f"{PARTS[self.kind]}-{self.code}"

    @property
    def is_fact(self) -> bool:
        """Whether it is answered yes, no, contested or not known."""
        return self.kind == FindingKind.FACT

    @property
    def is_rating(self) -> bool:
        """Whether it is a criterion, which takes a confidence."""
        return self.kind == FindingKind.RATING

    def word(self, value: str) -> str:
        """An answer in words: "Yes", "3 · Largely met", "Not known"."""
        for option in self.options:
            if option.value == value:
                return f"{value} · {option.title}" if value.isdigit() else option.title
        return capfirst(words.word(words.FACT_VALUES, value))


@dataclass(frozen=True)
class Step:
    """One page of the form."""

    slug: str
    title: str
    section: str
    questions: tuple[Question, ...]
    lead: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """All steps of a framework that ask questions, in order."""

    steps: tuple[Step, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """Each question by the name of its field."""
        return {question.name: question for question in self}

    def __iter__(self) -> Iterator[Question]:
        return (question for step in self.steps for question in step.questions)

    def step(self, slug: str) -> Step | None:
        """The step at that address, None where there is none."""
        return next((step for step in self.steps if step.slug == slug), None)

    def after(self, slug: str) -> str:
        """The step that follows: from describing to the facts, …, from the last to what is still open."""
        slugs = [DESCRIBE, *(step.slug for step in self.steps), OPEN]
        return slugs[min(slugs.index(slug) + 1, len(slugs) - 1)]


def questionnaire_of(framework: Framework, standpoint: str = Standpoint.EX_POST) -> Questionnaire:
    """The questions that `framework` asks from `standpoint`. Four queries."""
    catalogue = framework.catalogue
    facts = list(enumerate(catalogue.facts.all(), start=1))
    steps = [
        _step(
            f"facts-{group['code'].replace('_', '-')}",
            group["title"],
            "facts",
            [_fact(n, fact, group["title"], standpoint) for n, fact in facts if fact.group == group["code"]],
        )
        for group in catalogue.groups
    ]
    for dimension in dimensions_of(framework):
        scale = catalogue.scales.get("rating", [])
        own = [_criterion(row.position + 1, row, dimension.title, scale) for row in dimension.criteria]
        slug = f"legitimacy-{dimension.code.replace('_', '-')}"
        steps.append(_step(slug, dimension.title, "legitimacy", own, dimension.question))
    harms = [
        _harm(n, row, catalogue.scales.get("sovereignty", []))
        for n, row in enumerate(catalogue.sovereignty.all(), start=1)
    ]
    lead = _(
        "How far the action encroaches on each part of the State's sovereignty. Rate what was done and its effects; "
        "what consent deducts is worked out from the answers on consent."
    )
    steps.append(_step("sovereignty", _("Ten dimensions"), "sovereignty", harms, lead))
    return Questionnaire(tuple(step for step in steps if step.questions))


def _step(slug: str, title: str, section: str, questions: Iterable[Question], lead: str = "") -> Step:
    placed = tuple(
        Question(**{**{name: getattr(q, name) for name in Question.__dataclass_fields__}, "step": slug})
        for q in questions
    )
    return Step(slug, title, section, placed, lead)


def _fact(number: int, row: Fact, group: str, standpoint: str) -> Question:
    barred = {"contested"} if row.code == NEVER_CONTESTED else set()
    if row.code == NEVER_KNOWN_BEFORE and standpoint == Standpoint.EX_ANTE:
        barred = {"yes", "contested"}
    return Question(
        kind=FindingKind.FACT,
        code=row.code,
        over=_("Fact %(number)d · %(group)s") % {"number": number, "group": group},
        label=row.label,
        text=row.question,
        help=row.help,
        provisions=tuple(row.provisions),
        options=tuple(
            Option(value, capfirst(str(word)))
            for value, word in words.FACT_VALUES.items()
            if value not in barred
        ),
    )


def _levels(titles: list[dict[str, Any]], texts: list[str]) -> tuple[Option, ...]:
    named = {item["level"]: item["title"] for item in titles}
    return tuple(Option(str(level), named.get(level, ""), text) for level, text in enumerate(texts))


def _criterion(number: int, row: Criterion, group: str, scale: list[dict[str, Any]]) -> Question:
    options = _levels(scale, row.levels) + (
        Option("unknown", _("Not known"), _("widens the bounds, never counts as zero")),
    )
    if row.optional:
        options += (Option("na", _("Does not apply"), _("only with a reason")),)
    return Question(
        kind=FindingKind.RATING,
        code=row.code,
        over=_("Criterion %(number)d · %(group)s") % {"number": number, "group": group},
        label=row.label,
        text=row.question,
        options=options,
    )


def _harm(number: int, row: SovereigntyDimension, scale: list[dict[str, Any]]) -> Question:
    options = _levels(scale, row.levels) + (
        Option("unknown", _("Not known"), _("widens the bounds, never counts as none")),
    )
    return Question(
        kind=FindingKind.SOVEREIGNTY,
        code=row.code,
        over=_("Dimension %(number)d of sovereignty") % {"number": number},
        label=row.label,
        text=row.question,
        help=_("Consent lowers the adjusted impact of this dimension.")
        if row.consent_adjustable
        else _("Consent does not lower this one: the harm is the same."),
        options=options,
    )


def is_answered(finding: Finding | None) -> bool:
    """Whether a question has an answer; "not known" leaves it open."""
    return finding is not None and finding.value != "unknown"


@dataclass(frozen=True)
class StillOpen:
    """The questions without an answer: those that can move something first, and those that cannot."""

    decisive: tuple[Question, ...]
    ratings: tuple[Question, ...]
    harms: tuple[Question, ...]
    settled: tuple[Question, ...]

    @property
    def useful(self) -> tuple[Question, ...]:
        """Those worth answering, in that order."""
        return self.decisive + self.ratings + self.harms


def still_open(
    questionnaire: Questionnaire, findings: Mapping[str, Finding], evaluation: Mapping[str, Any] | None
) -> StillOpen:
    """Sort the open questions: decisive facts as the engine orders them, then ratings by how much they move the index.

    Without an evaluation (an answer cannot stand) all open facts count as decisive, in catalogue order.
    """
    unanswered = [question for question in questionnaire if not is_answered(findings.get(question.name))]
    facts = {question.code: question for question in unanswered if question.is_fact}
    ratings = [question for question in unanswered if question.is_rating]
    harms = tuple(question for question in unanswered if question.kind == FindingKind.SOVEREIGNTY)
    if evaluation is None:
        return StillOpen(tuple(facts.values()), tuple(ratings), harms, ())
    legality = evaluation["legality"]
    moves = moves_of(evaluation)
    ratings.sort(key=lambda question: -moves.get(question.code, 0.0))
    return StillOpen(
        tuple(facts[code] for code in legality["decisive_unknowns"] if code in facts),
        tuple(ratings),
        harms,
        tuple(facts[code] for code in legality["settled_unknowns"] if code in facts),
    )


def moves_of(evaluation: Mapping[str, Any]) -> dict[str, float]:
    """By criterion, how many points the index moves between the ends of what its level may be."""
    return {
        item["criterion"]: item["high"] - item["low"] for item in evaluation["legitimacy"]["tornado"] or ()
    }
