"""Whole tables against the plain form, row by row; and that the size and make-up of a batch change nothing."""

from __future__ import annotations

import dataclasses
import gc
import tracemalloc
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.scoring import (
    Evaluation,
    Framework,
    Row,
    Scores,
    Table,
    evaluate,
    evaluate_many,
    score_many,
    table_from,
    table_of,
)
from frameworks.scoring.kernel import blocks
from frameworks.scoring.legality import OUTCOMES, Interval, Reading, bounds, formula, scoped
from frameworks.scoring.legitimacy import Index, Scale
from frameworks.scoring.robustness import noise_for
from frameworks.scoring.sovereignty import Impact
from frameworks.scoring.values import BANDS, HALVES, READINGS
from tests.scoring import oracle, oracle_numbers
from tests.scoring.builders import AS_OF, findings, framework, specification
from tests.scoring.tables import DAYS, NON_STATE_ATTACK, SEEDS, facts_of, random_table, ratings_of, weighted


def taken(table: Table, rows: Any) -> Table:
    """Some rows of a table."""
    parts = {field.name: getattr(table, field.name)[rows] for field in dataclasses.fields(table)}
    return Table(**parts)


def flat(scores: Scores) -> dict[str, Any]:
    """Every array of the scores by name."""
    groups = {
        name: getattr(scores, name) for name in ("legality", "legitimacy", "sovereignty", "distribution")
    }
    return {
        f"{name}.{field.name}": getattr(group, field.name)
        for name, group in groups.items()
        for field in dataclasses.fields(group)
        if field.name != "draws"
    }


@settings(max_examples=6)
@given(seed=SEEDS)
def test_verdicts_are_those_of_the_oracle(seed: int) -> None:
    table = random_table(seed, 12, unknown=0.08)
    found = score_many(framework(), table).legality
    for row in range(len(table)):
        facts, as_of = facts_of(table, row), table.as_of[row].item()
        for place, reading in enumerate(READINGS):
            verdict = OUTCOMES[found.verdict[row, place]]
            assert verdict == oracle.verdict(specification(), reading, as_of, facts)
            if verdict != "not_applicable":
                ends = (found.low[row, place] / 2, found.high[row, place] / 2)
                assert ends == oracle.interval(specification(), reading, as_of, facts)


@pytest.mark.parametrize("unknown", [0.05, 0.6])
def test_verdicts_of_a_large_table_are_those_of_the_rules_walked_one_by_one(unknown: float) -> None:
    """More rows than a block holds, and no multiple of a word; several days, so several standings."""
    table = random_table(11, 20_011, unknown=unknown)
    found = score_many(framework(), table).legality
    halves = np.array([HALVES[word] for word in ("no", "contested", "yes", "unknown")], dtype=np.int8)
    for day in DAYS:
        rows = table.as_of == np.datetime64(day)
        answers = {
            code: Interval(*halves[table.answers[rows, i]].T) for i, code in enumerate(framework().fact_codes)
        }
        outside = answers["state_conduct"].high == 0
        for place, reading in enumerate(READINGS):
            lawful = formula(framework(), reading, date.fromisoformat(day))
            whole, own = bounds(scoped(lawful), answers), bounds(lawful, answers)
            for end in (0, 1):
                assert (np.where(outside, -1, whole[end]) == (found.low, found.high)[end][rows, place]).all()
                attributed = (found.attributed_low, found.attributed_high)[end]
                assert (own[end] == attributed[rows, place]).all()
        for place, test in enumerate(framework().competence):
            low, high = bounds(test.rule, answers)
            assert (low == found.competence_low[rows, place]).all()
            assert (high == found.competence_high[rows, place]).all()


def number(value: Any) -> Any:
    """A number of the oracle as the arrays have it."""
    return pytest.approx(np.nan if value is None else float(value), abs=6e-7, nan_ok=True)


@settings(max_examples=10)
@given(seed=SEEDS, within=weighted())
def test_index_bounds_and_bands_are_those_of_the_oracle(seed: int, within: Framework) -> None:
    table = random_table(seed, 10, within=within)
    found = score_many(within, table).legitimacy
    for row in range(len(table)):
        ratings = ratings_of(table, row)
        at, least, most = (
            oracle_numbers.rated(ratings),
            oracle_numbers.bound(ratings, 0),
            oracle_numbers.bound(ratings, 4),
        )
        for levels, value, parts in (
            (at, found.index, found.dimension_index),
            (least, found.low, found.dimension_low),
            (most, found.high, found.dimension_high),
        ):
            assert value[row] == number(oracle_numbers.index(within, levels))
            assert parts[row] == pytest.approx(
                [np.nan if d is None else float(d) for d in oracle_numbers.dimensions(within, levels)],
                abs=6e-7,
                nan_ok=True,
            )
        covered = oracle_numbers.coverage(within, ratings)
        assert found.coverage[row] == number(covered)
        enough = round(float(covered), 6) >= within.minimum_coverage
        assert band(found.band[row]) == (oracle_numbers.band(within, at) if enough else None)
        assert band(found.band_at_least[row]) == oracle_numbers.band(within, least)
        assert band(found.band_at_most[row]) == oracle_numbers.band(within, most)


def band(position: int) -> str | None:
    return None if position < 0 else BANDS[position]


@given(seed=SEEDS)
def test_harm_is_that_of_the_oracle(seed: int) -> None:
    table = random_table(seed, 12, unknown=0.3)
    scores = score_many(framework(), table)
    found, kinds = scores.sovereignty, framework().sovereignty
    for row in range(len(table)):
        consent = (scores.legality.consent_low[row], scores.legality.consent_high[row])
        given_levels = table.harms[row].tolist()
        known = [level for level in given_levels if level >= 0]
        opened = table.harm_evidence[row] == 3
        low, high = (
            [extreme if level < 0 or o else level for level, o in zip(given_levels, opened, strict=True)]
            for extreme in (0, 4)
        )
        least = [
            0 if k.consent_adjustable and consent != (0, 0) else x for k, x in zip(kinds, low, strict=True)
        ]
        most = [
            0 if k.consent_adjustable and consent == (2, 2) else x for k, x in zip(kinds, high, strict=True)
        ]
        assert found.gross[row] == number(oracle_numbers.harm(known))
        assert found.gross_low[row] == number(oracle_numbers.harm(low))
        assert found.gross_high[row] == number(oracle_numbers.harm(high))
        assert found.adjusted_low[row] == number(oracle_numbers.harm(least))
        assert found.adjusted_high[row] == number(oracle_numbers.harm(most))
        settled = len(known) == len(kinds) and consent in ((0, 0), (2, 2))
        cured = [
            0 if k.consent_adjustable and consent == (2, 2) else x
            for k, x in zip(kinds, given_levels, strict=True)
        ]
        assert found.adjusted[row] == number(oracle_numbers.harm(cured) if settled else None)
        worst = max(known, default=0)
        assert found.worst[row] == (given_levels.index(worst) if worst else -1)


@settings(max_examples=5)
@given(seed=SEEDS, within=weighted())
def test_draws_are_those_of_the_oracle(seed: int, within: Framework) -> None:
    table, draws = random_table(seed, 5, within=within), 60
    found = score_many(within, table, draws=draws, seed=seed).distribution
    assert found is not None
    noise = noise_for(Scale(within), draws, seed)
    codes = [criterion.code for criterion in within.criteria]
    for row in range(len(table)):
        ratings = ratings_of(table, row)
        if not oracle_numbers.bound(ratings, 0).keys() & {c.code for c in oracle_numbers.weighty(within)}:
            assert np.isnan(found.p50[row])
            continue
        drawn = [
            oracle_numbers.drawn(
                within, ratings, *(dict(zip(codes, part[i].tolist(), strict=True)) for part in noise)
            )
            for i in range(draws)
        ]
        quantiles = np.quantile([value for value, _ in drawn], (0.05, 0.5, 0.95))
        assert (found.p05[row], found.p50[row], found.p95[row]) == pytest.approx(quantiles, abs=2e-6)
        names = [name for _, name in drawn]
        assert found.bands[row] == pytest.approx([names.count(name) / draws for name in BANDS], abs=1e-6)


@pytest.mark.parametrize("draws", [300, 5_000])
def test_a_row_comes_to_the_same_bits_in_any_batch(draws: int) -> None:
    """Whatever else is in the batch: other days, other criteria that apply, more rows than a block."""
    table = random_table(5, 2_500 if draws == 300 else 40)
    whole = flat(score_many(framework(), table, draws=draws, seed=9))
    for rows in ([0], [7, 3], list(range(30, 40)), [len(table) - 1]):
        part = flat(score_many(framework(), taken(table, rows), draws=draws, seed=9))
        for name, array in part.items():
            assert np.array_equal(array, whole[name][rows], equal_nan=array.dtype.kind == "f"), name


def test_one_assessment_is_a_batch_of_one() -> None:
    facts = {"uses_force": "yes", "humanitarian_necessity": "contested"}
    facts = {code: word for code, word in facts.items() if code in framework().fact_codes}
    ratings = {c.code: {"level": i % 5} for i, c in enumerate(framework().criteria)}
    harms = {harm.code: {"level": 3} for harm in framework().sovereignty}
    given_findings = findings(facts, ratings=ratings, sovereignty=harms)
    one = evaluate(framework(), given_findings, as_of=AS_OF, draws=200, seed=3)
    table = table_from(framework(), [Row(findings(), date(2010, 1, 1)), Row(given_findings, AS_OF)])
    scores = score_many(framework(), table, draws=200, seed=3)
    distribution = scores.distribution
    assert distribution is not None and one.legitimacy.robustness is not None
    verdicts = [OUTCOMES[code] for code in scores.legality.verdict[1]]
    assert verdicts == [one.legality.readings[name].verdict for name in READINGS]
    assert scores.legitimacy.index[1] == one.legitimacy.index.index
    assert scores.sovereignty.gross[1] == one.sovereignty.gross == 75.0
    assert distribution.p05[1] == one.legitimacy.robustness.distribution.p05
    assert distribution.bands[1].tolist() == list(one.legitimacy.robustness.distribution.bands.values())


def test_rows_have_seeds_of_their_own_or_one_in_common() -> None:
    table = random_table(2, 4)
    own = score_many(framework(), table, draws=50, seed=[1, 2, 1, 2]).distribution
    one, two = (score_many(framework(), table, draws=50, seed=seed).distribution for seed in (1, 2))
    assert own is not None and one is not None and two is not None
    assert np.array_equal(own.p50[::2], one.p50[::2], equal_nan=True)
    assert np.array_equal(own.p50[1::2], two.p50[1::2], equal_nan=True)


def test_another_day_can_be_judged_without_another_table() -> None:
    table = random_table(3, 400)
    days = np.roll(table.as_of, 1)
    moved = score_many(framework(), dataclasses.replace(table, as_of=days)).legality
    assert np.array_equal(score_many(framework(), table, as_of=days).legality.verdict, moved.verdict)
    assert not np.array_equal(score_many(framework(), table).legality.verdict, moved.verdict)


def test_each_row_is_judged_by_the_standings_of_its_day() -> None:
    attack = findings(dict.fromkeys(NON_STATE_ATTACK, "yes"), others="no")
    days = [date(2001, 9, 11), date(2001, 9, 12), date(1999, 1, 1), date(2022, 1, 1)]
    table = table_from(framework(), [Row(attack, day) for day in days])
    verdicts = score_many(framework(), table).legality.verdict[:, READINGS.index("prevailing")]
    assert [OUTCOMES[code] for code in verdicts] == ["unlawful", "arguable", "unlawful", "arguable"]


def test_a_framework_varied_in_memory_is_not_taken_for_the_one_it_was_made_of() -> None:
    table = random_table(4, 500)
    caps = {name: dict.fromkeys(given, 0) for name, given in framework().readings.items()}
    strictest = dataclasses.replace(framework(), readings=caps)
    assert strictest.checksum == framework().checksum
    before = score_many(framework(), table).legality
    without = score_many(strictest, table).legality
    assert (without.high <= before.high).all() and (without.high < before.high).any()


def test_scoring_makes_no_object_for_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    table = random_table(6, 1_000)
    score_many(framework(), table, draws=10)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("made for a single row")

    for kind in (Evaluation, Reading, Index, Impact):
        monkeypatch.setattr(kind, "__init__", refuse)
    gc.collect()
    before = len(gc.get_objects())
    scores = score_many(framework(), table, draws=10)
    gc.collect()
    assert len(gc.get_objects()) - before < 50
    assert all(isinstance(array, np.ndarray) and len(array) == 1_000 for array in flat(scores).values())


def test_memory_does_not_grow_with_rows_times_draws() -> None:
    """Ten million indices are drawn, which by themselves would take 80 MB."""
    rows, draws = 5_000, 2_000
    table = random_table(8, rows)
    tracemalloc.start()
    try:
        score_many(framework(), table, draws=draws)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 0.75 * rows * draws * 8


def test_evaluations_are_made_as_they_are_asked_for() -> None:
    asked = iter(range(10_000))
    rows = (Row(findings({"uses_force": "no"}), AS_OF) for _ in asked)
    made = evaluate_many(framework(), rows, draws=0)
    first = [next(made) for _ in range(3)]
    assert first[0] == first[1] == first[2]
    assert next(asked) < 200


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"answers": [[0, 1]]}, "answers: must be whole numbers of shape"),
    ({"answers": np.full((1, 42), 1)}, "state_conduct is yes, no or unknown"),
    ({"answers": np.full((1, 42), 4)}, "answers: row 0, column 0: 4 is not from 0 to 3"),
    ({"levels": np.full((1, 28), 0.5)}, "levels: must be whole numbers"),
    ({"levels": np.full((1, 28), 5)}, "levels: row 0, column 0: 5 is not from -1 to 4"),
    ({"levels": np.full((1, 28), -2)}, "levels: row 0, column 0: -2 is not from -1 to 4"),
    ({"harms": np.full((3, 10), -2)}, "harms: row 0, column 0"),
    ({"as_of": ["1999-03-24", "1999-03-25"], "harms": np.zeros((3, 10), int)}, "as_of: must be one day or 3"),
    ({"as_of": "NaT"}, "as_of"),
]


@pytest.mark.parametrize(("parts", "message"), WRONG)
def test_arrays_that_cannot_be_are_refused(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        table_of(framework(), **{"as_of": AS_OF, **parts})


@pytest.mark.parametrize(
    "options", [{"draws": 100_001}, {"draws": 1, "seed": -1}, {"draws": 1, "seed": [1, 2]}]
)
def test_draws_and_seeds_that_cannot_be_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="draws must be|seed must be"):
        score_many(framework(), random_table(1, 3), **options)


def test_what_is_left_out_is_unknown() -> None:
    found = score_many(framework(), table_of(framework(), as_of=["1999-03-24", "2001-09-12"]))
    assert found.legality.verdict.shape == (2, 3)
    assert set(found.legality.verdict.ravel().tolist()) == {OUTCOMES.index("undetermined")}
    assert np.isnan(found.legitimacy.index).all() and (found.legitimacy.band == -1).all()
    assert (found.sovereignty.gross_low == 0).all() and (found.sovereignty.gross_high == 100).all()


@given(rows=st.integers(0, 50), size=st.integers(1, 20))
def test_blocks_cover_every_row_once(rows: int, size: int) -> None:
    assert [row for block in blocks(rows, size) for row in range(rows)[block]] == list(range(rows))


def test_a_table_without_rows_has_scores_without_rows() -> None:
    scores = score_many(framework(), table_from(framework(), []), draws=10)
    assert {len(array) for array in flat(scores).values()} == {0}
