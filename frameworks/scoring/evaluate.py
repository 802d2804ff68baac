"""One call from findings to the whole answer: the contract of the scoring endpoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from frameworks.scoring.batch import MOST_DRAWS as MOST_DRAWS
from frameworks.scoring.batch import Scores, draws_check, score_many, seed_check
from frameworks.scoring.canonical import checksum, seed_from
from frameworks.scoring.date_flips import Period, date_flips
from frameworks.scoring.findings import Findings, Grade, ProvisionStatus, Rating, fact_values
from frameworks.scoring.flips import Flip, flips
from frameworks.scoring.law_of_the_day import LawWarning, warnings
from frameworks.scoring.legality import Ends, Reading, ends, ends_of, readings, row_of, word_of
from frameworks.scoring.legitimacy import Index, Scale, arranged, index_of, scale_of
from frameworks.scoring.rating_flips import RatingFlips, rating_flips
from frameworks.scoring.reading_flips import ReadingFlip, reading_flips
from frameworks.scoring.robustness import Robustness, robustness_of
from frameworks.scoring.sovereignty import Impact, impact_of
from frameworks.scoring.table import Row as Row
from frameworks.scoring.table import Table, table_from
from frameworks.scoring.trace import trace
from frameworks.scoring.unknowns import Unknowns, unknowns
from frameworks.scoring.values import HEADLINE, STATE_CONDUCT, Capped, FactValue, Framework
from frameworks.scoring.weight_flips import WeightFlip, weight_flips

ENGINE_VERSION = "1.1.0"
ROWS_AT_ONCE = 64
"""Rows that are scored together while evaluations are asked for one by one."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty that goes with tests in play, and whether it was kept; it never changes validity."""

    fact: str
    value: FactValue
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Legality:
    """The legal answer. `if_attributed`: the readings as if the act were a State's, where that is unknown."""

    readings: Mapping[str, Reading]
    if_attributed: Mapping[str, Reading] | None
    trace: Mapping[str, Any]
    flips: tuple[Flip, ...]
    reading_flips: tuple[ReadingFlip, ...]
    date_flips: tuple[Period, ...]
    unknowns: Unknowns
    duties: tuple[Duty, ...]

    @property
    def headline(self) -> Reading:
        """The prevailing reading."""
        return self.readings[HEADLINE]


@dataclass(frozen=True, slots=True)
class Legitimacy:
    """The index of legitimacy and how far it can be trusted."""

    index: Index
    robustness: Robustness | None
    weight_flips: tuple[WeightFlip, ...]
    rating_flips: RatingFlips


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the engine makes of findings: immutable, and determined by `evaluation_id`."""

    evaluation_id: str
    framework_code: str
    framework_version: int
    framework_checksum: str
    engine: str
    as_of: date
    legality: Legality
    legitimacy: Legitimacy
    sovereignty: Impact
    competence: Mapping[str, FactValue]
    warnings: tuple[LawWarning, ...]

    def as_dict(self) -> dict[str, Any]:
        """The response of the scoring endpoint: plain JSON values, keys always in the same order."""
        return {
            "evaluation_id": self.evaluation_id,
            "framework": {
                "code": self.framework_code,
                "version": self.framework_version,
                "checksum": self.framework_checksum,
            },
            "engine": self.engine,
            "as_of": self.as_of.isoformat(),
            "legality": _legality_dict(self.legality),
            "legitimacy": _legitimacy_dict(self.legitimacy),
            "sovereignty": _plain(self.sovereignty),
            "competence": dict(self.competence),
            "warnings": _plain(self.warnings),
            "precedents": [],
        }


def evaluate(
    framework: Framework, findings: Findings, *, as_of: date, draws: int = 10_000, seed: int | None = None
) -> Evaluation:
    """Answer the three questions for one set of findings.

    `draws` (0 to 100,000) is the size of the simulation; 0 leaves it out. Without a `seed` one follows from
    the input. Raises ValueError where draws or seed are out of range.
    """
    return next(evaluate_many(framework, [Row(findings, as_of)], draws=draws, seed=seed))


def evaluate_many(
    framework: Framework, table: Iterable[Row], *, draws: int = 10_000, seed: int | None = None
) -> Iterator[Evaluation]:
    """Evaluate row after row, lazily; the numbers of some rows are computed together.

    With one seed for all, the rows share their random numbers and can be compared. Where numbers are enough,
    `score_many` gives them without an object per row. Raises ValueError as `evaluate` does.
    """
    draws_check(draws)
    if seed is not None:
        seed_check(seed)
    return _evaluations(framework, iter(table), draws, seed)


def _evaluations(
    framework: Framework, rows: Iterator[Row], draws: int, seed: int | None
) -> Iterator[Evaluation]:
    scale = scale_of(framework)
    while block := list(islice(rows, ROWS_AT_ONCE)):
        given = [canonical_input(row.findings, row.as_of) for row in block]
        seeds = [seed_from(one) if seed is None else seed for one in given]
        table = table_from(framework, block)
        scores = score_many(framework, table, draws=draws, seed=seeds)
        for place, row in enumerate(block):
            batch = _Batch(scale, table, scores, place)
            identity = {
                **given[place],
                "draws": draws,
                "seed": seeds[place],
                "framework": framework.checksum,
                "engine": ENGINE_VERSION,
            }
            yield _evaluation(batch, row, checksum(identity), seeds[place])


@dataclass(frozen=True, slots=True)
class _Batch:
    """One row of a scored table."""

    scale: Scale
    table: Table
    scores: Scores
    row: int


def _evaluation(batch: _Batch, row: Row, evaluation_id: str, seed: int) -> Evaluation:
    """The numbers of a scored row, explained."""
    framework, scores = batch.scale.framework, batch.scores
    findings, as_of = row
    ratings = arranged(batch.scale, findings.ratings)
    found = index_of(batch.scale, findings, scores.legitimacy, batch.row, ratings)
    return Evaluation(
        evaluation_id=evaluation_id,
        framework_code=framework.code,
        framework_version=framework.version,
        framework_checksum=framework.checksum,
        engine=ENGINE_VERSION,
        as_of=as_of,
        legality=_legality(framework, findings, as_of, batch),
        legitimacy=Legitimacy(
            found,
            robustness_of(batch.scale, findings, scores.distribution, batch.row, seed, ratings),
            weight_flips(batch.scale, findings, found, ratings),
            rating_flips(batch.scale, findings, found, ratings),
        ),
        sovereignty=impact_of(framework, batch.table.harms, scores.sovereignty, batch.row),
        competence=_competence(batch),
        warnings=warnings(framework, findings, as_of),
    )


def _legality(framework: Framework, findings: Findings, as_of: date, batch: _Batch) -> Legality:
    values = fact_values(findings)
    scores, row = batch.scores.legality, batch.row
    attributed = None
    if values.get(STATE_CONDUCT, "unknown") == "unknown":
        found = ends_of(scores.attributed_low[row], scores.attributed_high[row])
        attributed = readings(framework, as_of, {**values, STATE_CONDUCT: "yes"}, found)
    return Legality(
        readings=readings(framework, as_of, values, ends_of(scores.low[row], scores.high[row])),
        if_attributed=attributed,
        trace=trace(framework, findings, as_of),
        flips=flips(framework, findings, as_of),
        reading_flips=reading_flips(framework, findings, as_of),
        date_flips=date_flips(framework, findings, as_of),
        unknowns=unknowns(framework, findings, as_of),
        duties=_duties(framework, findings, as_of),
    )


def _duties(framework: Framework, findings: Findings, as_of: date) -> tuple[Duty, ...]:
    """Duties of the tests that still count for something on the prevailing reading."""
    values = fact_values(findings)
    if values.get(STATE_CONDUCT) == "no":
        return ()
    answers = row_of(framework, values)
    caps = framework.readings[HEADLINE]
    tests: dict[str, list[str]] = {}
    for test in framework.tests:
        standing = test.standing(as_of)
        if test.duties and ends(Capped(test, standing, caps[standing]), answers).high > 0:
            for duty in test.duties:
                tests.setdefault(duty, []).append(test.code)
    return tuple(Duty(fact, values.get(fact, "unknown"), tuple(codes)) for fact, codes in tests.items())


def _competence(batch: _Batch) -> dict[str, FactValue]:
    low, high = (
        end[batch.row]
        for end in (batch.scores.legality.competence_low, batch.scores.legality.competence_high)
    )
    tests = batch.scale.framework.competence
    return {test.code: word_of(Ends(int(low[i]), int(high[i]))) for i, test in enumerate(tests)}


def canonical_input(findings: Findings, as_of: date) -> dict[str, Any]:
    """What identifies the input: answers that say something, and the law they rely on.

    An unknown answer without provisions, evidence or mark equals one that is missing.
    """
    facts = {}
    for code, finding in findings.facts.items():
        if finding.value == "unknown" and not (finding.provisions or finding.evidence or finding.fixed):
            continue
        facts[code] = {
            "value": finding.value,
            "provisions": [_provision(p) for p in sorted(finding.provisions, key=lambda p: p.id)],
            "evidence": _grades(finding.evidence),
            "fixed": finding.fixed,
        }
    return {
        "facts": facts,
        "ratings": _canonical_ratings(findings.ratings),
        "sovereignty": _canonical_ratings(findings.sovereignty),
        "standpoint": findings.standpoint,
        "as_of": as_of.isoformat(),
    }


def _canonical_ratings(ratings: Mapping[str, Rating]) -> dict[str, Any]:
    canonical: dict[str, Any] = {}
    for code, rating in ratings.items():
        if rating.level == "na":
            canonical[code] = {"level": "na"}
        elif rating.level is not None:
            grades = _grades(rating.evidence)
            canonical[code] = {"level": rating.level, "confidence": rating.confidence, "evidence": grades}
    return canonical


def _provision(provision: ProvisionStatus) -> list[str | None]:
    ends = (provision.in_force_from, provision.in_force_until)
    period = [None if day is None else day.isoformat() for day in ends]
    return [provision.id, provision.effect, provision.nature, *period, provision.ended_by]


def _grades(evidence: Iterable[Grade]) -> list[str]:
    return [f"{grade.reliability}{grade.credibility}" for grade in sorted(evidence)]


def _reading_dict(reading: Reading) -> dict[str, Any]:
    return {
        "verdict": reading.verdict,
        "at_least": reading.at_least,
        "at_most": reading.at_most,
        "route": list(reading.route),
        "weakest": {test: list(facts) for test, facts in reading.weakest.items()},
    }


def _verdict_dict(by_reading: Mapping[str, Reading]) -> dict[str, Any]:
    headline = by_reading[HEADLINE]
    return {
        "verdict": headline.verdict,
        "at_least": headline.at_least,
        "at_most": headline.at_most,
        "readings": {name: _reading_dict(reading) for name, reading in by_reading.items()},
    }


def _legality_dict(legality: Legality) -> dict[str, Any]:
    head = _verdict_dict(legality.readings)
    by_reading = head.pop("readings")
    attributed = legality.if_attributed
    return {
        **head,
        "if_attributed": None if attributed is None else _verdict_dict(attributed),
        "readings": by_reading,
        "trace": dict(legality.trace),
        "flips": [
            {
                "verdict": flip.verdict,
                "changes": [{"fact": c.fact, "from": c.old, "to": c.new} for c in flip.changes],
            }
            for flip in legality.flips
        ],
        "reading_flips": _plain(legality.reading_flips),
        "date_flips": [period.as_dict() for period in legality.date_flips],
        "decisive_unknowns": list(legality.unknowns.decisive),
        "settled_unknowns": list(legality.unknowns.settled),
        "duties": _plain(legality.duties),
    }


def _legitimacy_dict(legitimacy: Legitimacy) -> dict[str, Any]:
    found = legitimacy.robustness
    return {
        **_plain(legitimacy.index),
        "distribution": None if found is None else _plain(found.distribution),
        "tornado": None if found is None else _plain(found.tornado),
        "variance_shares": None if found is None else _plain(found.variance_shares),
        "weight_flips": [flip.as_dict() for flip in legitimacy.weight_flips],
        "rating_flips": [flip.as_dict() for flip in legitimacy.rating_flips.flips],
        "rating_flips_left_out": legitimacy.rating_flips.left_out,
    }


def _plain(value: Any) -> Any:
    """Dataclasses as objects, tuples as lists."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in _members(kind)}  # type: ignore[arg-type]  # a class can be hashed
    return value


_PLAIN = frozenset({str, int, float, bool, type(None)})


@cache
def _members(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
