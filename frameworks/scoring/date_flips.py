"""Date flips: the same findings, judged by the law of every other day.

Two things move with the day. The standing of a test may be dated. And an answer that says what an act of law
allows or forbids stands no longer than that act: it counts as no on days on which none of the clauses it rests
on is in force. What happened, on the other hand, has happened: answers about the act itself, an attack, a
danger or a conduct never move. These are hypotheticals; the evaluation of the day judged is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from frameworks.scoring.findings import FactFinding, Findings, ProvisionStatus, fact_values
from frameworks.scoring.headline import headline
from frameworks.scoring.law_of_the_day import OPERATIVE
from frameworks.scoring.legality import verdict_of
from frameworks.scoring.values import (
    ENDORSED_AFTERWARDS,
    STATE_CONDUCT,
    Fact,
    FactValue,
    Framework,
    LegalTest,
    Verdict,
    leaves,
)

COUNCIL = "council"
LEGAL_GROUPS = (COUNCIL, "consent", "regional")
"""Groups of facts that ask what an act of law (a decision, an agreement, a mandate) allows or forbids."""

_GRANTS = ("authorises", "permits")
_BANS = ("prohibits", "obliges")
_ONE_DAY = timedelta(days=1)

Kind = Literal["ended", "not_yet_in_force", "standing"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is otherwise in a period than on the day judged.

    `kind` says what. Of a clause (`provision`) that a `fact` rests on: it had `ended`, its last day being `on`,
    by the instrument `ended_by`; or it was `not_yet_in_force`, its first day being `on`. Of a `test`: its
    `standing` in that period, held since `on`.
    """

    kind: Kind
    fact: str | None = None
    test: str | None = None
    provision: str | None = None
    ended_by: str | None = None
    standing: str | None = None
    on: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values: of a clause fact, provision, ended_by; of a test its code and standing."""
        on = None if self.on is None else self.on.isoformat()
        if self.kind == "standing":
            return {"kind": self.kind, "test": self.test, "standing": self.standing, "on": on}
        clause = {"fact": self.fact, "provision": self.provision, "ended_by": self.ended_by}
        return {"kind": self.kind, **clause, "on": on}


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both ends included, on which the findings come to one verdict; None where an end is open.

    `because` is empty where the verdict is that of the day judged; otherwise it is what suffices for the
    difference, and could spare none of its facts and tests.
    """

    verdict: Verdict
    since: date | None
    until: date | None
    today: bool
    because: tuple[Reason, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, days in ISO 8601."""
        return {
            "verdict": self.verdict,
            "from": None if self.since is None else self.since.isoformat(),
            "until": None if self.until is None else self.until.isoformat(),
            "today": self.today,
            "because": [reason.as_dict() for reason in self.because],
        }


def date_flips(framework: Framework, findings: Findings, as_of: date) -> tuple[Period, ...]:
    """The line of time in periods of one verdict each, the earliest first; the day judged lies in `today`.

    Empty where every day gives the same verdict, or where no State's conduct is judged. Facts marked fixed do
    not move, nor does an answer whose clauses were none of them in force on the day judged: of that the
    evaluation warns, and it is held as answered. A clause without a date of entry into force counts as in force
    from the beginning.
    """
    values = fact_values(findings)
    if values.get(STATE_CONDUCT, "unknown") == "no":
        return ()
    line = _Line(framework, findings, values, as_of)
    starts = line.starts()
    if len(starts) == 1:
        return ()
    periods = [line.period(*ends) for ends in zip(starts, [*starts[1:], None], strict=True)]
    merged = _merged(periods)
    return merged if len(merged) > 1 else ()


def resting_on(
    framework: Framework, findings: Findings, as_of: date
) -> dict[str, tuple[ProvisionStatus, ...]]:
    """The facts that move with the law, in catalogue order, and the clauses that each rests on.

    An answer that helps rests on the clauses cited that authorise or permit, one that harms on those that
    prohibit or oblige. Where an answer about the Council cites none of these it rests on the other operative
    ones, since the Council's measures are themselves duties and bans; no duty makes a consent or a mandate.
    """
    helps = dict(occurrence for test in framework.tests for occurrence in leaves(test.rule))
    found = {}
    for fact in framework.facts:
        finding = findings.facts.get(fact.code, FactFinding())
        if fact.code in helps and _says_what_law_does(fact, finding):
            clauses = _clauses(fact, finding, _GRANTS if helps[fact.code] else _BANS)
            if any(_in_force(clause, as_of) for clause in clauses):
                found[fact.code] = clauses
    return found


def lapsed_on(clauses: Mapping[str, Sequence[ProvisionStatus]], day: date) -> dict[str, tuple[Reason, ...]]:
    """The facts that count as no by the law of `day`, and why: of each clause that it had ended, or was to come.

    `clauses` is what `resting_on` gives. A fact counts as no where none of its clauses is in force on that day.
    """
    return {
        fact: tuple(_lapse(fact, clause, day) for clause in found)
        for fact, found in clauses.items()
        if not any(_in_force(clause, day) for clause in found)
    }


def _says_what_law_does(fact: Fact, finding: FactFinding) -> bool:
    # An endorsement looks back on the act and does not lapse with the resolution that holds it.
    legal = fact.group in LEGAL_GROUPS and fact.code != ENDORSED_AFTERWARDS
    return legal and not finding.fixed and finding.value in ("yes", "contested")


def _clauses(fact: Fact, finding: FactFinding, wanted: tuple[str, ...]) -> tuple[ProvisionStatus, ...]:
    binding = [p for p in finding.provisions if p.nature == "binding" and p.effect in OPERATIVE]
    chosen = [p for p in binding if p.effect in wanted]
    return tuple(chosen or (binding if fact.group == COUNCIL else ()))


def _in_force(clause: ProvisionStatus, day: date | None) -> bool:
    """Whether a clause is in force on a day; None stands for the beginning of time."""
    if day is None:
        return clause.in_force_from is None
    begun = clause.in_force_from is None or clause.in_force_from <= day
    return begun and (clause.in_force_until is None or day <= clause.in_force_until)


class _Line:
    """Evaluates the findings by the law of any day."""

    def __init__(
        self, framework: Framework, findings: Findings, values: Mapping[str, FactValue], as_of: date
    ) -> None:
        self.framework = framework
        self.values = values
        self.as_of = as_of
        self.moving = resting_on(framework, findings, as_of)
        self.dated = [test for test in framework.tests if len(test.standings) > 1]
        self.verdict = self.judged({}, {})

    def starts(self) -> list[date | None]:
        """The first day of every stretch in which the law stands still; None for the beginning of time."""
        days = {since for test in self.dated for since, _ in test.standings if since is not None}
        for clause in (clause for clauses in self.moving.values() for clause in clauses):
            if clause.in_force_from is not None:
                days.add(clause.in_force_from)
            if clause.in_force_until is not None and clause.in_force_until < date.max:
                days.add(clause.in_force_until + _ONE_DAY)
        return [None, *sorted(days)]

    def period(self, since: date | None, following: date | None) -> Period:
        """One stretch, and what suffices for its verdict where that is not today's."""
        lapsed = {code: c for code, c in self.moving.items() if not any(_in_force(x, since) for x in c)}
        restated = {t.code: s for t in self.dated if (s := _standing(t, since)) != t.standing(self.as_of)}
        verdict = self.judged(lapsed, restated)
        because = self.reasons(*self.needed(verdict, lapsed, restated), since)
        until = None if following is None else following - _ONE_DAY
        today = (since is None or since <= self.as_of) and (until is None or self.as_of <= until)
        return Period(verdict, since, until, today, because)

    def needed(
        self, verdict: Verdict, lapsed: Mapping[str, Sequence[ProvisionStatus]], restated: Mapping[str, str]
    ) -> tuple[Mapping[str, Sequence[ProvisionStatus]], Mapping[str, str]]:
        """Of these facts and tests, some that suffice for the verdict and of which none can be spared.

        What can be is dropped from the end, so that the first of the catalogue is what remains; and again until
        nothing more can be, because one that helps may be needed only for as long as one that harms is there.
        """
        if verdict == self.verdict:
            return {}, {}
        before = -1
        while before != len(lapsed) + len(restated):
            before = len(lapsed) + len(restated)
            for test in reversed(list(restated)):
                fewer = {code: standing for code, standing in restated.items() if code != test}
                restated = fewer if self.judged(lapsed, fewer) == verdict else restated
            for fact in reversed(list(lapsed)):
                less = {code: clauses for code, clauses in lapsed.items() if code != fact}
                lapsed = less if self.judged(less, restated) == verdict else lapsed
        return lapsed, restated

    def judged(self, lapsed: Mapping[str, Sequence[ProvisionStatus]], restated: Mapping[str, str]) -> Verdict:
        """The verdict with these facts read as no and these tests standing otherwise than on the day judged."""
        tests = [
            replace(test, standings=((None, restated[test.code]),)) if test.code in restated else test
            for test in self.framework.tests
        ]
        framework = replace(self.framework, tests=tuple(tests)) if restated else self.framework
        values: dict[str, FactValue] = {**self.values, **dict.fromkeys(lapsed, "no")}
        return verdict_of(headline(framework, self.as_of, values))

    def reasons(
        self,
        lapsed: Mapping[str, Sequence[ProvisionStatus]],
        restated: Mapping[str, str],
        since: date | None,
    ) -> tuple[Reason, ...]:
        clauses = [_lapse(fact, clause, since) for fact, found in lapsed.items() for clause in found]
        standings = [
            Reason("standing", test=test.code, standing=restated[test.code], on=_held_since(test, since))
            for test in self.dated
            if test.code in restated
        ]
        return (*clauses, *standings)


def _lapse(fact: str, clause: ProvisionStatus, since: date | None) -> Reason:
    ended = since is not None and clause.in_force_until is not None and clause.in_force_until < since
    if ended:
        by = clause.ended_by or None
        return Reason("ended", fact=fact, provision=clause.id, ended_by=by, on=clause.in_force_until)
    return Reason("not_yet_in_force", fact=fact, provision=clause.id, on=clause.in_force_from)


def _standing(test: LegalTest, day: date | None) -> str:
    return test.standings[0][1] if day is None else test.standing(day)


def _held_since(test: LegalTest, day: date | None) -> date | None:
    """The day from which the standing of that day has applied; None for the first."""
    return [since for since, _ in test.standings if since is None or (day is not None and since <= day)][-1]


def _merged(periods: Sequence[Period]) -> tuple[Period, ...]:
    """Neighbours that agree in verdict and reasons become one."""
    merged: list[Period] = []
    for period in periods:
        last = merged[-1] if merged else None
        if last and (last.verdict, last.because) == (period.verdict, period.because):
            merged[-1] = replace(last, until=period.until, today=last.today or period.today)
        else:
            merged.append(period)
    return tuple(merged)
