"""Are like cases treated alike? Phases near in their facts and carried out by others, side by side.

The engine cannot know who acts (tests/blind); those who code the facts and rate the criteria can. This is where it
would show: among pairs alike in facts and different in who acted, a verdict that parts rests on the facts named, and
an index that parts rests on the ratings named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import mean

from django.db.models import Q

from cases.assessments.phase_answers import PhaseAnswers, phase_answers
from cases.studies.models import Phase
from cases.studies.selectors import phases
from frameworks.models import ActorMembership, Framework
from frameworks.precedents import LikePair, pairs_alike
from natoassess.accounts.selectors import Person

WIDE_APART = 20.0
"""An index this many points apart is more than the draws of most phases spread (docs/library.md): worth a look."""


@dataclass(frozen=True)
class Pair:
    """Two phases alike in their facts, carried out by different States, with the answers to each."""

    one: PhaseAnswers
    other: PhaseAnswers
    found: LikePair

    @property
    def is_same_verdict(self) -> bool:
        """Whether both come to the same on the prevailing reading."""
        return self.one.verdict == self.other.verdict

    @property
    def apart(self) -> float | None:
        """How many points the first index of legitimacy lies above the other; None where one has none."""
        one, other = self.one.legitimacy.get("index"), self.other.legitimacy.get("index")
        return None if one is None or other is None else round(one - other, 6)

    @property
    def is_worth_a_look(self) -> bool:
        """Whether near facts lead to another verdict, or to an index far apart."""
        return not self.is_same_verdict or abs(self.apart or 0.0) >= WIDE_APART


@dataclass(frozen=True)
class Consistency:
    """The pairs, most alike first, and the framework under which they were compared; None on an empty library."""

    framework: Framework | None
    pairs: tuple[Pair, ...]

    @property
    def same(self) -> int:
        """How many pairs have one verdict."""
        return sum(pair.is_same_verdict for pair in self.pairs)

    @property
    def mean_apart(self) -> float | None:
        """The mean difference of the indices, whatever its sign; None without pairs."""
        gaps = [abs(pair.apart) for pair in self.pairs if pair.apart is not None]
        return round(mean(gaps), 6) if gaps else None


def consistency(user: Person) -> Consistency:
    """Each phase of the library that has a reference assessment, with the phase of another case that is nearest to it
    in its facts and in which none of its actors acted. All are compared under the doctrine of the newest of them."""
    listed = list(phases(user).filter(case__owner__isnull=True, reference=True))
    answers = {
        f"{row.phase.case.slug}/{row.phase.slug}": row
        for row in phase_answers(user, listed)
        if row.assessment is not None
    }
    if not answers:
        return Consistency(None, ())
    who = interveners_of(row.phase for row in answers.values())
    framework = max(
        (row.assessment.framework for row in answers.values() if row.assessment),
        key=lambda row: row.doctrine_from,
    )

    def comparable(one: str, other: str) -> bool:
        acting = who[answers[one].phase.pk], who[answers[other].phase.pk]
        return one.split("/")[0] != other.split("/")[0] and all(acting) and acting[0].isdisjoint(acting[1])

    days = {name: row.assessment.as_of for name, row in answers.items() if row.assessment}
    found = pairs_alike(framework=framework, days=days, comparable=comparable)
    return Consistency(
        framework,
        tuple(Pair(answers[pair.likeness.one], answers[pair.likeness.other], pair) for pair in found),
    )


def interveners_of(listed: Iterable[Phase]) -> Mapping[int, frozenset[str]]:
    """Who acted in each phase, by the phase's key: the actors named, and the members that day of those that have any.

    So an operation of an organisation and one of a member of it are not held to be of different actors; one query.
    """
    rows = list(listed)
    acting = {phase.pk: {actor.pk for actor in phase.acting.all()} for phase in rows}
    terms = list(
        ActorMembership.objects.filter(Q(organisation__in=set().union(*acting.values()))).values_list(
            "organisation_id", "member_id", "starts_on", "ends_on"
        )
    )
    return {
        phase.pk: frozenset(
            acting[phase.pk]
            | {
                member
                for organisation, member, since, until in terms
                if organisation in acting[phase.pk]
                and since <= phase.as_of
                and (until is None or phase.as_of <= until)
            }
        )
        for phase in rows
    }
