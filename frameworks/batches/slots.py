"""One row of answers as bytes: a slot for every question, and what each answer is written as when it is hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from frameworks.compile import compile_framework, criteria_left_out
from frameworks.models import Framework
from frameworks.scoring import FactFinding, Findings, Rating
from frameworks.scoring.canonical import canonical_json
from frameworks.scoring.confidence import CONFIDENCE_ORDER, LEVELS, bound
from frameworks.scoring.evaluate import canonical_input
from frameworks.scoring.table import NOT_APPLICABLE, UNKNOWN, Codes
from frameworks.scoring.values import (
    ANSWERS,
    ENDORSED_AFTERWARDS,
    LAST_RESORT,
    STATE_CONDUCT,
    USES_FORCE,
    FactValue,
)
from frameworks.scoring.values import Framework as ScoringFramework

ANSWER: Mapping[str, int] = {answer: code for code, answer in enumerate(ANSWERS)}
UNANSWERED = ANSWER["unknown"]
UNRATED = 0
MODERATE = CONFIDENCE_ORDER.index("moderate")
SURENESS: Mapping[str, int] = {word: place for place, word in enumerate(CONFIDENCE_ORDER)}
NA = 1 + len(LEVELS) * len(CONFIDENCE_ORDER)
"""A rating as one byte: UNRATED; 1 + 3 · level + the place of its confidence; NA."""

_RATED = [(level, sure) for level in LEVELS for sure in range(len(CONFIDENCE_ORDER))]
LEVEL_OF: Codes = np.array([UNKNOWN, *(level for level, _ in _RATED), NOT_APPLICABLE], dtype=np.int8)
"""The level, as in a Table, of each code of a rating."""
CONFIDENCE_OF: Codes = np.array([MODERATE, *(sure for _, sure in _RATED), MODERATE], dtype=np.int8)
"""The confidence, as in a Table, of each code of a rating."""

_FRAGMENTS_KEPT = 1 << 14
_ANY_DAY = date(2000, 1, 1)


class Odd(NamedTuple):
    """What an answer says that one byte cannot: how it is hashed, and how far its evidence bears."""

    fragment: bytes
    bound: int


@dataclass(slots=True)
class Extra:
    """What one row says beyond its bytes, by slot; and its facts that rely on provisions."""

    odd: dict[int, Odd] = field(default_factory=dict)
    relying: dict[str, FactFinding] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Slots:
    """Where each answer stands in a row: facts, criteria and kinds of harm, each sorted by code as they are hashed.

    The last slot is scratch: it takes the ratings of criteria that the catalogue has and the framework does not ask.
    """

    framework: ScoringFramework
    aside: Mapping[str, bool]
    facts: Mapping[str, int]
    ratings: Mapping[str, int]
    sovereignty: Mapping[str, int]
    fragments: tuple[tuple[bytes, ...], ...]
    optional: frozenset[int]
    last_resort: frozenset[int]
    conduct: int
    force: int
    endorsed: int
    answer_places: NDArray[np.intp]
    level_places: NDArray[np.intp]
    harm_places: NDArray[np.intp]
    empty: bytes

    @cached_property
    def ends(self) -> tuple[int, int, int]:
        """Where facts, criteria and kinds of harm end."""
        facts = len(self.answer_places)
        ratings = facts + len(self.level_places)
        return facts, ratings, ratings + len(self.harm_places)

    def put_fact(self, row: bytearray, extra: Extra, code: str, finding: FactFinding) -> None:
        """Write one checked fact into `row`, and into `extra` what the byte cannot say."""
        place = self.facts[code]
        row[place] = ANSWER[finding.value]
        if finding.provisions or finding.evidence or finding.fixed:
            extra.odd[place] = Odd(_fact_fragment(code, finding), 0)
            if finding.provisions:
                extra.relying[code] = finding

    def put_rating(self, row: bytearray, extra: Extra, part: str, code: str, rating: Rating) -> None:
        """Write one checked rating or level of harm (`part`: ratings or sovereignty), as `put_fact`."""
        place = (self.ratings if part == "ratings" else self.sovereignty)[code]
        row[place] = rating_code(rating)
        if rating.evidence and place < self.ends[2]:
            extra.odd[place] = Odd(_rating_fragment(code, rating), bound(rating.evidence))

    def put(self, findings: Findings) -> tuple[bytes, Extra]:
        """The row of findings that the parser has checked."""
        row, extra = bytearray(self.empty), Extra()
        for code, finding in findings.facts.items():
            self.put_fact(row, extra, code, finding)
        for part, rated in (("ratings", findings.ratings), ("sovereignty", findings.sovereignty)):
            for code, rating in rated.items():
                self.put_rating(row, extra, part, code, rating)
        return bytes(row), extra


def rating_code(rating: Rating) -> int:
    """A rating as one byte, its evidence left out."""
    if rating.level is None:
        return UNRATED
    if rating.level == "na":
        return NA
    return 1 + len(CONFIDENCE_ORDER) * rating.level + SURENESS[rating.confidence]


def slots_of(row: Framework) -> Slots:
    """The slots of a framework, made once a process for each checksum."""
    return _slots(row.pk, row.checksum)


@lru_cache(maxsize=32)
def _slots(pk: int, checksum: str) -> Slots:
    row = Framework.objects.get(pk=pk)
    return slots_under(compile_framework(row), criteria_left_out(row))


def slots_under(framework: ScoringFramework, aside: Mapping[str, bool]) -> Slots:
    """The slots of a compiled framework; `aside` are criteria that it does not ask, and whether each is optional."""
    facts = sorted(framework.fact_codes)
    criteria = sorted(criterion.code for criterion in framework.criteria)
    harms = sorted(harm.code for harm in framework.sovereignty)
    places = {code: place for place, code in enumerate([*facts, *criteria, *harms])}
    scratch = len(places)
    optional = {places[c.code] for c in framework.criteria if c.optional}
    return Slots(
        framework=framework,
        aside=aside,
        facts={code: places[code] for code in facts},
        ratings={code: places[code] for code in criteria} | dict.fromkeys(aside, scratch),
        sovereignty={code: places[code] for code in harms},
        fragments=(
            *(_fact_fragments(code) for code in facts),
            *(_rating_fragments(code) for code in (*criteria, *harms)),
        ),
        optional=frozenset(optional),
        last_resort=frozenset(places[c.code] for c in framework.criteria if c.dimension == LAST_RESORT),
        conduct=places[STATE_CONDUCT],
        force=places[USES_FORCE],
        endorsed=places.get(ENDORSED_AFTERWARDS, scratch),
        answer_places=np.array([places[code] for code in framework.fact_codes]),
        level_places=np.array([places[criterion.code] for criterion in framework.criteria]),
        harm_places=np.array([places[harm.code] for harm in framework.sovereignty]),
        empty=bytes([UNANSWERED] * len(facts) + [UNRATED] * (len(criteria) + len(harms) + 1)),
    )


def _fact_fragments(code: str) -> tuple[bytes, ...]:
    """How a fact is hashed for each answer, by code."""
    plain: tuple[FactValue, ...] = ANSWERS
    return tuple(_fact_fragment(code, FactFinding(value)) for value in plain)


def _rating_fragments(code: str) -> tuple[bytes, ...]:
    """How a rating is hashed for each code."""
    rated = [Rating(level, CONFIDENCE_ORDER[sure]) for level, sure in _RATED]
    return tuple(_rating_fragment(code, rating) for rating in (Rating(), *rated, Rating("na")))


@lru_cache(maxsize=_FRAGMENTS_KEPT)
def _fact_fragment(code: str, finding: FactFinding) -> bytes:
    return _member(canonical_input(Findings({code: finding}, {}, {}), _ANY_DAY)["facts"])


@lru_cache(maxsize=_FRAGMENTS_KEPT)
def _rating_fragment(code: str, rating: Rating) -> bytes:
    return _member(canonical_input(Findings({}, {code: rating}, {}), _ANY_DAY)["ratings"])


def _member(alone: Mapping[str, object]) -> bytes:
    """The only member of an object in canonical JSON, with a comma; nothing where there is none."""
    return canonical_json(alone)[1:-1] + b"," if alone else b""
