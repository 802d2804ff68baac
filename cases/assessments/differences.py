"""What changed between two revisions of an assessment, answer by answer, and what each change did to the result.

A side is a frozen revision or the draft as it stands. The effect of one change is what the earlier revision would come
to with that one answer new and all else as it was: so effects need not add up to the whole difference, and a verdict
may turn although no single answer turns it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import cached_property

from cases.assessments.evaluation import KINDS, PARTS, body_of, evaluate
from cases.assessments.models import Assessment, Snapshot
from cases.assessments.record import record_of
from frameworks.models import Framework
from frameworks.services import Brief, FindingsInvalid, findings_score_each

MEMBERS = ("answer", "confidence", "why", "provisions", "fixed", "evidence")
"""What an answer has, in the order in which a change of it is told; "answer" is its value or level."""

_EMPTY: Mapping[str, Any] = {"confidence": "", "why": "", "provisions": [], "fixed": False, "evidence": []}


@dataclass(frozen=True)
class Side:
    """One of the two that are compared.

    `revision` is None for the draft as it stands; `publication` is the number of what the assessment revises, where the
    side is that. `findings` are in the form of POST /score/, `answers` the same with
    the citations of the evidence where these were kept. `evaluation` is None where an answer cannot stand.
    """

    revision: int | None
    made_at: datetime | None
    framework: Framework
    as_of: date
    standpoint: str
    findings: Mapping[str, Any]
    answers: Mapping[str, Mapping[str, Any]]
    evaluation: Mapping[str, Any] | None
    has_citations: bool = True
    publication: str = ""


@dataclass(frozen=True)
class AnswerDifference:
    """A question that is answered otherwise: the whole answers, None where there is none, and what of them differs.

    `alone` is what the earlier side comes to with this one answer changed; None where it cannot stand alone.
    """

    part: str
    code: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    members: tuple[str, ...]
    alone: Brief | None

    @property
    def name(self) -> str:
        """The question as forms and addresses name it: facts-uses_force."""
        return f"{self.part}-{self.code}"

    @property
    def kind(self) -> str:
        """Changed, added or taken back."""
        return "added" if self.before is None else "taken_back" if self.after is None else "changed"


@dataclass(frozen=True)
class TermDifference:
    """One of the terms (as_of, standpoint, framework) that changed, and what that alone comes to."""

    name: str
    before: str
    after: str
    alone: Brief | None


@dataclass(frozen=True)
class Difference:
    """Everything that differs from `before` to `after`; `first` is what the earlier side comes to."""

    before: Side
    after: Side
    first: Brief | None
    answers: tuple[AnswerDifference, ...]
    terms: tuple[TermDifference, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed at all."""
        return not self.answers and not self.terms

    @cached_property
    def carried(self) -> tuple[AnswerDifference, ...]:
        """The answers that move a result by themselves: those that turn the verdict or the band first."""
        moved = [item for item in self.answers if self.first and item.alone and item.alone != self.first]
        return tuple(sorted(moved, key=self._weight, reverse=True))

    def _weight(self, item: AnswerDifference) -> tuple[bool, bool, float, float]:
        first, alone = self.first, item.alone
        if first is None or alone is None:
            return (False, False, 0.0, 0.0)
        moved = abs((alone.legitimacy or 0.0) - (first.legitimacy or 0.0))
        harm = abs((alone.gross or 0.0) - (first.gross or 0.0))
        return (alone.verdict != first.verdict, alone.band != first.band, moved, harm)


def side_frozen(snapshot: Snapshot, *, publication: str = "") -> Side:
    """A revision as it was frozen, under the framework of that day; `publication` names it where it was published."""
    evaluation = snapshot.evaluation
    named = evaluation["framework"]
    framework = snapshot.assessment.framework
    if (framework.code, framework.version) != (named["code"], named["version"]):
        framework = Framework.objects.get(code=named["code"], version=named["version"])
    return Side(
        revision=snapshot.revision,
        made_at=snapshot.made_at,
        framework=framework,
        as_of=date.fromisoformat(evaluation["as_of"]),
        standpoint=snapshot.findings["standpoint"],
        findings=snapshot.findings,
        answers=snapshot.record.get("answers") or {part: snapshot.findings.get(part, {}) for part in KINDS},
        evaluation=evaluation,
        has_citations=bool(snapshot.record),
        publication=publication,
    )


def side_draft(assessment: Assessment) -> Side:
    """The answers as they stand."""
    body = body_of(assessment)
    try:
        evaluation: dict[str, Any] | None = evaluate(assessment, body=body)
    except FindingsInvalid:
        evaluation = None
    return Side(
        revision=None,
        made_at=None,
        framework=assessment.framework,
        as_of=assessment.as_of,
        standpoint=str(assessment.standpoint),
        findings=body,
        answers=record_of(assessment)["answers"],
        evaluation=evaluation,
    )


def difference(before: Side, after: Side) -> Difference:
    """What changed from one side to the other, in the order of facts, criteria and dimensions of sovereignty."""
    changed = list(_changed(before, after))
    bodies = [
        dict(before.findings),
        *(_with(before.findings, after, part, code) for part, code, *_ in changed),
    ]
    first, *alone = findings_score_each(
        framework=before.framework, bodies=bodies, as_of=[before.as_of] * len(bodies)
    )
    return Difference(
        before=before,
        after=after,
        first=first,
        answers=tuple(
            AnswerDifference(part, code, old, new, members, brief)
            for (part, code, old, new, members), brief in zip(changed, alone, strict=True)
        ),
        terms=tuple(_terms(before, after)),
    )


def _changed(before: Side, after: Side) -> Iterator[tuple[str, str, Any, Any, tuple[str, ...]]]:
    """Part, code, the answer before and after, and the names of what differs, of each question."""
    both_cited = before.has_citations and after.has_citations
    for part in PARTS.values():
        was, now = before.answers.get(part, {}), after.answers.get(part, {})
        for code in [*now, *(code for code in was if code not in now)]:
            old, new = _given(was.get(code)), _given(now.get(code))
            members = tuple(
                name
                for name in MEMBERS
                if _member(old, name, cited=both_cited) != _member(new, name, cited=both_cited)
            )
            if members:
                yield part, code, old, new, members


def _given(answer: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The answer, or None where it says nothing: "not known" without a word is no answer."""
    if answer is None:
        return None
    says = any(answer.get(name) for name in ("why", "provisions", "evidence", "fixed"))
    return answer if says or str(_member(answer, "answer")) != "unknown" else None


def _member(answer: Mapping[str, Any] | None, name: str, *, cited: bool = True) -> Any:
    """One member of an answer, so that two can be compared; without `cited`, of evidence the grades alone."""
    if answer is None:
        return "unknown" if name == "answer" else _EMPTY[name]
    if name == "answer":
        return str(answer["value"] if "value" in answer else answer["level"])
    given = answer.get(name, _EMPTY[name])
    if name == "confidence":
        return "" if given == "moderate" else given
    if name == "evidence" and not cited:
        return [(item["reliability"], item["credibility"]) for item in given]
    return given


def _with(body: Mapping[str, Any], after: Side, part: str, code: str) -> dict[str, Any]:
    """`body` with one answer as `after` has it."""
    answers = {known: answer for known, answer in body.get(part, {}).items() if known != code}
    given = after.findings.get(part, {}).get(code)
    if given is not None:
        answers[code] = given
    return {**body, part: answers}


def _terms(before: Side, after: Side) -> Iterator[TermDifference]:
    """Each term that differs, with the earlier answers judged by the later one."""
    frameworks = f"{before.framework}", f"{after.framework}"
    if before.framework.pk != after.framework.pk:
        yield TermDifference("framework", *frameworks, _judged(before, after.framework, before.as_of))
    if before.as_of != after.as_of:
        days = before.as_of.isoformat(), after.as_of.isoformat()
        yield TermDifference("as_of", *days, _judged(before, before.framework, after.as_of))
    if before.standpoint != after.standpoint:
        body = {**before.findings, "standpoint": after.standpoint}
        alone = _judged(before, before.framework, before.as_of, body)
        yield TermDifference("standpoint", before.standpoint, after.standpoint, alone)


def _judged(
    side: Side, framework: Framework, as_of: date, body: Mapping[str, Any] | None = None
) -> Brief | None:
    bodies = [dict(body if body is not None else side.findings)]
    return findings_score_each(framework=framework, bodies=bodies, as_of=[as_of])[0]
