"""Who relies on an instrument: asked here, answered by the apps above, which register how they look it up.

The law stands below the cases and knows nothing of them; its pages still say where a clause was relied on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from frameworks.models import Instrument
from natoassess.accounts.selectors import Person


@dataclass(frozen=True)
class ClaimMade:
    """An actor's reliance on the instrument in a case, or its objection (`stance`), and the verdict on the phase."""

    title: str
    url: str
    by: str
    stance: str
    clauses: tuple[str, ...]
    text: str
    objected_by: str
    verdict: str | None


@dataclass(frozen=True)
class AnswerGiven:
    """An answer of a published assessment that rests on the instrument."""

    title: str
    assessment_url: str
    url: str
    question: str
    value: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class PhaseConcerned:
    """A phase whose record holds the instrument."""

    title: str
    url: str
    verdict: str | None


@dataclass(frozen=True)
class EventRecorded:
    """A dated event of a case that is about the instrument."""

    title: str
    url: str
    on: date
    text: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Reliance:
    """Everything that relies on an instrument, as far as the person asking may see it."""

    claims: tuple[ClaimMade, ...] = ()
    answers: tuple[AnswerGiven, ...] = ()
    phases: tuple[PhaseConcerned, ...] = field(default=())
    events: tuple[EventRecorded, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.claims or self.answers or self.phases or self.events)


Lookup = Callable[[Instrument, Person], Reliance]
_lookups: dict[str, Lookup] = {}


def register(name: str, lookup: Lookup) -> None:
    """Add a way to look reliance up; registering a name again replaces it."""
    _lookups[name] = lookup


def reliance_on(instrument: Instrument, user: Person) -> Reliance:
    """What relies on `instrument`, of what `user` may see, from all apps that know of reliance."""
    return _joined(_lookups[name](instrument, user) for name in sorted(_lookups))


def _joined(parts: Iterable[Reliance]) -> Reliance:
    found = list(parts)
    return Reliance(
        claims=tuple(claim for part in found for claim in part.claims),
        answers=tuple(answer for part in found for answer in part.answers),
        phases=tuple(phase for part in found for phase in part.phases),
        events=tuple(event for part in found for event in part.events),
    )
