"""What is made of a text: its mentions of law, each found, ambiguous or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frameworks.models import Instrument, Provision

MOST_MATCHES = 20
"""How many matches of a mention are listed; `Mention.total` counts them all."""


class Status(StrEnum):
    """How far a mention was resolved."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


LEAST_CERTAIN = (Status.UNKNOWN, Status.AMBIGUOUS, Status.FOUND)
"""The order in which one mention decides on a whole text."""


class Reason(StrEnum):
    """Why a row of the library is among the matches."""

    EXACT = "exact"
    """It is what is cited."""
    WIDER = "wider"
    """The library keeps the clause whole, and what is cited is a part of it."""
    PART = "part"
    """It is a part of what is cited."""
    INSTRUMENT = "instrument"
    """The instrument is there, the clause that is cited is not among those that the library keeps."""
    CANDIDATE = "candidate"
    """One of several that may be meant."""


@dataclass(frozen=True)
class Match:
    """A row that is, or may be, what is cited."""

    row: Instrument | Provision
    reason: Reason


@dataclass(frozen=True)
class Mention:
    """One citation in a text, from `start` to `end` (offsets into it, in characters).

    `understood` says in words what it was read as, `detail` why it is not simply found; empty where it is.
    """

    start: int
    end: int
    status: Status
    understood: str
    matches: tuple[Match, ...] = ()
    total: int = 0
    detail: str = ""


@dataclass(frozen=True)
class Reading:
    """A text (composed, as NFC has it) and its mentions in order; one that is unknown where nothing is understood."""

    text: str
    mentions: tuple[Mention, ...]

    @property
    def status(self) -> Status:
        """That of the least certain mention."""
        return min((mention.status for mention in self.mentions), key=LEAST_CERTAIN.index)
