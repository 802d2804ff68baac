"""A what-if in words: what is changed, what might be changed next, and the questions in groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation.answers import laws_of
from cases.assessments.presentation.beside import WarningShown, warnings_shown
from cases.assessments.presentation.labels import listed, nodes
from cases.assessments.steps import Question, Questionnaire
from cases.assessments.what_if import AS_OF, KINDS, PREFIXES, READING, WEIGHT, Filed, WhatIf
from frameworks.lapses import Reason
from frameworks.models import Provision
from frameworks.models.instrument import Nature
from frameworks.naming import reference_name
from frameworks.selectors import references
from natoassess.web.presentation import words
from natoassess.web.presentation.traces import Law

MOST_FLIPS, MOST_RATINGS, MOST_UNKNOWNS, MOST_DATES = 6, 3, 5, 8
"""How many of each kind are suggested: a page of suggestions that nobody reads is none."""

TOP = 4
OPERATIVE = {"authorises", "permits", "obliges", "prohibits"}
TURNING = "turning"
"""The group of the facts that the verdict turns on."""


@dataclass(frozen=True)
class Changed:
    """One change: its question, what was filed, what stands in its place, and the address without it."""

    label: str
    before: str
    after: str
    undo: str


@dataclass(frozen=True)
class Lapsed:
    """An answer that counts as no on the day asked about: what was filed, why, and the address that holds it."""

    parameter: str
    label: str
    before: str
    because: str
    hold: str


@dataclass(frozen=True)
class Suggestion:
    """A change, or a set of them, to try: the verdict it reaches where it is one that flips it, and its address."""

    url: str
    changes: tuple[tuple[str, str, str], ...] = ()
    text: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Suggestions:
    """Suggestions of one kind."""

    title: str
    lead: str
    items: tuple[Suggestion, ...]
    is_first: bool = False


@dataclass(frozen=True)
class Wording:
    """The words of the questions, and of the dimensions whose weights may be changed."""

    questionnaire: Questionnaire
    dimensions: Mapping[str, str]

    def label(self, parameter: str) -> str:
        """What a parameter changes, in words."""
        prefix, _dot, code = parameter.partition(".")
        if prefix in KINDS:
            return self.question(parameter).label
        if prefix == WEIGHT:
            return _("Weight of %(dimension)s") % {"dimension": self.dimensions.get(code, code)}
        return _("Law as of") if parameter == AS_OF else _("Reading")

    def word(self, parameter: str, value: str) -> str:
        """A value of a parameter in words, as they stand within a sentence."""
        if parameter.partition(".")[0] in KINDS:
            return self.question(parameter).word(value).lower()
        if parameter == AS_OF:
            return words.long_date(value)
        return words.word(words.READINGS, value).lower() if parameter == READING else value

    def causes(self) -> dict[str, str]:
        """The criteria and dimensions that may hold a band down, by code."""
        criteria = {q.code: q.label for q in self.questionnaire if q.kind == FindingKind.RATING}
        return {**criteria, **self.dimensions}

    def question(self, parameter: str) -> Question:
        """The question that a parameter answers."""
        prefix, _dot, code = parameter.partition(".")
        part = {"fact": "facts", "rating": "ratings", "sovereignty": "sovereignty"}[prefix]
        return self.questionnaire.by_name[f"{part}-{code}"]

    def change(self, stands: Filed, parameter: str, value: str, now: str = "") -> tuple[str, str, str]:
        """A change as (what, before, after)."""
        before = now or stands.value(parameter)
        return self.label(parameter), self.word(parameter, before), self.word(parameter, value)


def changes_shown(asked: WhatIf, stands: Filed, wording: Wording) -> list[Changed]:
    """Each change, in the order in which the page asks; of an answer that would lapse, from the no it would be."""
    lapsing = {f"fact.{code}" for code in stands.lapsed(asked.as_of)}
    found = []
    for name, value in asked.changes.items():
        label, before, after = wording.change(stands, name, value)
        if name in lapsing:
            before = _("%(answer)s by the law of that day") % {"answer": wording.word(name, "no")}
        undo = asked.without(name).with_changes((), stands)
        found.append(Changed(label, before, after, undo.address(stands.assessment)))
    return found


def lapses_shown(asked: WhatIf, stands: Filed, wording: Wording) -> list[Lapsed]:
    """The answers that lapse with the law on the day asked about, in catalogue order."""
    lapsed = asked.lapsed(stands)
    if not lapsed:
        return []
    laws = laws_of({reason.provision or "" for reasons in lapsed.values() for reason in reasons})
    found = []
    for code, reasons in lapsed.items():
        name = f"fact.{code}"
        label, before, _after = wording.change(stands, name, "no")
        filed = stands.value(name)
        hold = asked.with_changes([(name, filed)], stands).address(stands.assessment)
        found.append(Lapsed(name, label, before, _because(reasons, laws), hold))
    return found


def _because(reasons: Iterable[Reason], laws: Mapping[str, Law]) -> str:
    """Why an answer lapsed; clauses that began or ended together are named together."""
    together: dict[tuple[str, date | None], list[str]] = {}
    for reason in reasons:
        clause = reason.provision or ""
        label = laws[clause].label if clause in laws else clause
        together.setdefault((reason.kind, reason.on), []).append(label)
    said = []
    for (kind, day), clauses in together.items():
        text = _("%(law)s ended on %(day)s") if kind == "ended" else _("%(law)s began only on %(day)s")
        said.append(text % {"law": listed(clauses), "day": words.long_date(day) if day else words.EN_DASH})
    return _("because %(what)s") % {"what": "; ".join(said)}


def new_warnings(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[WarningShown]:
    """The warnings about the law that the changes bring: on another date other clauses are not in force."""
    old = list(before["warnings"]) if before else []
    new = [warning for warning in (after["warnings"] if after else ()) if warning not in old]
    if not new:
        return []
    named = {
        name for item in new for name in (item["provision"] or "", *item["detail"].replace(",", "").split())
    }
    return warnings_shown({"warnings": new}, laws_of(named))


def suggestions(
    asked: WhatIf, stands: Filed, evaluation: Mapping[str, Any] | None, wording: Wording
) -> list[Suggestions]:
    """What to try next from where things now stand; nothing while an answer cannot stand."""
    if evaluation is None:
        return []

    def link(changes: Iterable[tuple[str, str]]) -> str:
        return asked.with_changes(changes, stands).address(stands.assessment)

    found = [
        Suggestions(
            _("What would turn the verdict"),
            _("Smallest sets of facts, on the prevailing reading."),
            tuple(_flips(asked, stands, evaluation, wording, link)),
            is_first=True,
        ),
        Suggestions(
            _("What is not known and decides"),
            "",
            tuple(_unknowns(stands, evaluation, wording, link)),
        ),
        Suggestions(
            _("The ratings that move the index most"),
            _("One level down, one level up."),
            tuple(_ratings(asked, stands, evaluation, wording, link)),
        ),
        Suggestions(
            _("Days on which the law relied on began or ended"),
            "",
            tuple(_dates(asked, stands, link)),
        ),
    ]
    return [group for group in found if group.items]


def _flips(
    asked: WhatIf, stands: Filed, evaluation: Mapping[str, Any], wording: Wording, link: Any
) -> Iterator[Suggestion]:
    for flip in evaluation["legality"]["flips"][:MOST_FLIPS]:
        pairs = [(f"fact.{change['fact']}", change["to"]) for change in flip["changes"]]
        shown = tuple(wording.change(stands, name, value, asked.now(stands, name)) for name, value in pairs)
        yield Suggestion(link(pairs), shown, verdict=flip["verdict"])


def _unknowns(
    stands: Filed, evaluation: Mapping[str, Any], wording: Wording, link: Any
) -> Iterator[Suggestion]:
    for code in evaluation["legality"]["decisive_unknowns"][:MOST_UNKNOWNS]:
        for value in ("yes", "no"):
            name = f"fact.{code}"
            yield Suggestion(link([(name, value)]), (wording.change(stands, name, value, "unknown"),))


def _ratings(
    asked: WhatIf, stands: Filed, evaluation: Mapping[str, Any], wording: Wording, link: Any
) -> Iterator[Suggestion]:
    """The rated criteria with the widest swing in the tornado, which is ordered by it."""
    shown = 0
    for item in evaluation["legitimacy"]["tornado"] or ():
        name = f"rating.{item['criterion']}"
        level = asked.now(stands, name)
        if not level.isdigit():
            continue
        for value in (int(level) - 1, int(level) + 1):
            if 0 <= value <= TOP:
                yield Suggestion(
                    link([(name, str(value))]), (wording.change(stands, name, str(value), level),)
                )
        shown += 1
        if shown == MOST_RATINGS:
            return


def _dates(asked: WhatIf, stands: Filed, link: Any) -> Iterator[Suggestion]:
    """The first day of each clause relied on and the first day without it, and the days on which a doctrine's standing
    changed: those nearest to the date judged, in order.
    """
    judged = asked.as_of or stands.assessment.as_of
    days: dict[date, list[str]] = {}
    for day, text in (*_law_days(stands), *_standing_days(stands)):
        if day != judged:
            days.setdefault(day, []).append(text)
    nearest = sorted(days, key=lambda day: (abs((day - judged).days), day))[:MOST_DATES]
    for day in sorted(nearest):
        told = days[day]
        more = _(" and %(count)d more") % {"count": len(told) - 2} if len(told) > 2 else ""
        yield Suggestion(
            link([(AS_OF, day.isoformat())]), text=f"{words.long_date(day)}: {'; '.join(told[:2])}{more}"
        )


def _law_days(stands: Filed) -> Iterator[tuple[date, str]]:
    """Of what binds and authorises, permits, obliges or prohibits; of all else a later date changes nothing."""
    named = {name for fact in stands.body["facts"].values() for name in fact.get("provisions", ())}
    for row in references(named).values():
        if isinstance(row, Provision):
            is_operative = row.effect in OPERATIVE and row.instrument.binding == Nature.BINDING
            begins, ends = row.starts_on, row.ends_on
        else:
            is_operative, begins, ends = row.binding == Nature.BINDING, row.in_force_from, row.in_force_until
        if not is_operative:
            continue
        law = {"law": reference_name(row)}
        if begins is not None:
            yield begins, _("%(law)s began") % law
        if ends is not None:
            yield ends + timedelta(days=1), _("%(law)s had ended") % law


def _standing_days(stands: Filed) -> Iterator[tuple[date, str]]:
    for test in stands.assessment.framework.catalogue.tests.all():
        for entry in test.standing if isinstance(test.standing, list) else ():
            if entry.get("from"):
                standing = words.word(words.STANDINGS, entry["value"])
                text = _("%(test)s: its standing became %(standing)s")
                yield (
                    date.fromisoformat(str(entry["from"])),
                    text % {"test": test.title, "standing": standing},
                )


# -- the questions in groups -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Questions that stand together: their parameters, and the dimension whose weight is asked with them."""

    code: str
    title: str
    parameters: tuple[str, ...]
    section: str


def groups_of(questionnaire: Questionnaire, evaluation: Mapping[str, Any] | None) -> list[Group]:
    """The facts that the verdict turns on, then all others as they are filed, each question once."""
    turning = turning_facts(evaluation) if evaluation else []
    first = [f"fact.{code}" for code in turning if f"facts-{code}" in questionnaire.by_name]
    groups = [Group(TURNING, _("What the verdict turns on"), tuple(first), "facts")]
    for step in questionnaire.steps:
        own = tuple(f"{PREFIXES[question.kind]}.{question.code}" for question in step.questions)
        left = tuple(name for name in own if name not in first)
        if step.section == "legitimacy":
            dimension = step.slug.removeprefix("legitimacy-").replace("-", "_")
            left = (f"{WEIGHT}.{dimension}", *left)
        title = _("Impact on sovereignty") if step.section == "sovereignty" else step.title
        groups.append(Group(step.slug, title, left, step.section))
    return [group for group in groups if group.parameters]


def turning_facts(evaluation: Mapping[str, Any]) -> list[str]:
    """Facts in the flips, then those that are not known and decide, then the weakest of the tests on the route."""
    legality = evaluation["legality"]
    codes = [change["fact"] for flip in legality["flips"][:MOST_FLIPS] for change in flip["changes"]]
    codes += legality["decisive_unknowns"]
    route = set(legality["readings"]["prevailing"]["route"])
    for node in nodes(legality["trace"]):
        if node.get("code") in route:
            codes += [code for code in node.get("weakest") or () if isinstance(code, str)]
    return list(dict.fromkeys(codes))


def kinds_of(groups: Sequence[Group]) -> dict[str, list[Group]]:
    """The groups by the answer they serve: facts, legitimacy, sovereignty."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.section, []).append(group)
    return found
