"""The index, its bounds, bands and caps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.scoring import framework_from
from frameworks.scoring.legitimacy import Index, Scale, index
from frameworks.scoring.robustness import robustness
from tests.scoring.builders import findings, framework, rated, specification

CODES = [criterion.code for criterion in framework().criteria]
OPTIONAL = {criterion.code for criterion in framework().criteria if criterion.optional}
LEVELS = st.dictionaries(st.sampled_from(CODES), st.one_of(st.none(), st.integers(0, 4)))


def every(level: int, **others: object) -> dict[str, object]:
    return {**dict.fromkeys(CODES, level), **others}


def indexed(ratings: dict[str, object]) -> Index:
    """The index alone, of bare levels."""
    parsed = findings({"uses_force": "no"}, ratings={code: {"level": r} for code, r in ratings.items()})
    return index(Scale(framework()), parsed)


def by_hand(ratings: dict[str, object], unknown: int | None) -> float | None:
    """The index with neutral weights: the mean over dimensions of the mean over their criteria."""
    means = []
    for dimension in framework().dimensions:
        levels = [ratings.get(c.code) for c in framework().criteria if c.dimension == dimension.code]
        counted = [unknown if level is None else level for level in levels]
        known = [level for level in counted if isinstance(level, int)]
        if known:
            means.append(sum(known) / len(known))
    return 25 * sum(means) / len(means) if means else None


@given(ratings=LEVELS)
def test_index_and_bounds_are_those_worked_by_hand(ratings: dict[str, object]) -> None:
    found = indexed(ratings)
    for value, unknown in ((found.index, None), (found.low, 0), (found.high, 4)):
        expected = by_hand(ratings, unknown)
        assert value == (None if expected is None else pytest.approx(expected, abs=1e-6))
    if found.index is not None and found.low is not None and found.high is not None:
        assert found.low - 1e-6 <= found.index <= found.high + 1e-6


@given(ratings=LEVELS)
def test_published_contributions_add_up_to_the_published_index(ratings: dict[str, object]) -> None:
    found = indexed(ratings)
    assert abs(sum(part.points for part in found.contributions) - (found.index or 0)) < 1e-9
    if found.contributions:
        assert abs(sum(part.weight for part in found.contributions) - 1) < 1e-9
    known = {code for code, level in ratings.items() if level is not None}
    assert {part.criterion for part in found.contributions} == known


@given(level=st.integers(0, 3), code=st.sampled_from(CODES), ratings=LEVELS)
def test_a_better_rating_never_lowers_index_or_band(
    level: int, code: str, ratings: dict[str, object]
) -> None:
    order = ["low", "mixed", "high"]
    worse = indexed({**ratings, code: level})
    better = indexed({**ratings, code: level + 1})
    assert worse.index is not None and better.index is not None and worse.index <= better.index
    if worse.band and better.band:
        assert order.index(worse.band) <= order.index(better.band)


@settings(max_examples=8)
@given(ratings=LEVELS, level=st.integers(0, 4))
def test_a_weight_of_zero_stays_zero(ratings: dict[str, object], level: int) -> None:
    criteria = dict.fromkeys(CODES, 1.0) | {"threat_gravity": 0.0}
    weights = {"dimensions": {d.code: 1 for d in framework().dimensions}, "criteria": criteria}
    within = framework_from(specification(weights=weights))
    without = {code: rating for code, rating in ratings.items() if code != "threat_gravity"}
    scale = Scale(within)
    one, other = (
        findings(within=within, ratings={code: {"level": r} for code, r in given.items()})
        for given in ({**without, "threat_gravity": level}, without)
    )
    assert index(scale, one) == index(scale, other)
    assert robustness(scale, one, 50, 7) == robustness(scale, other, 50, 7)
    assert all(part.weight > 0 for part in index(scale, one).contributions)


def test_nothing_rated_has_no_index_but_every_possibility() -> None:
    found = rated({}).legitimacy.index
    assert found.index is None and found.band is None and found.contributions == ()
    assert (found.low, found.high, found.coverage) == (0.0, 100.0, 0.0)
    assert (found.band_at_least, found.band_at_most) == ("low", "high")


def test_below_half_the_weight_there_is_no_band() -> None:
    half = [c.code for c in framework().criteria if c.dimension in ("cause", "authority", "purpose")]
    few = rated(dict.fromkeys(half, 4)).legitimacy.index
    assert few.coverage == pytest.approx(3 / 7, abs=1e-6)
    assert few.index == 100.0 and few.band is None and few.capped_by == ()
    assert few.band_at_least == "mixed" and few.band_at_most == "high"


def test_what_does_not_apply_drops_out() -> None:
    last_resort = [c.code for c in framework().criteria if c.dimension == "last_resort"]
    away = {code: {"level": "na", "why": "no force was used"} for code in last_resort}
    found = rated({**every(4), **away}).legitimacy.index
    assert (found.index, found.coverage, found.band) == (100.0, 1.0, "high")
    assert found.dimensions["last_resort"].index is None and found.dimensions["last_resort"].coverage is None
    assert sum(part.weight for part in found.contributions) == pytest.approx(1)


@pytest.mark.parametrize(
    ("ratings", "kind", "code"),
    [
        (every(4, threat_gravity=1), "criterion", "threat_gravity"),
        (every(4, proper_purpose=0), "criterion", "proper_purpose"),
        (every(4, transparency=0, oversight=1, aftermath_responsibility=1), "dimension", "accountability"),
    ],
)
def test_a_cap_holds_the_band_and_is_named(ratings: dict[str, object], kind: str, code: str) -> None:
    found = rated(ratings, draws=200).legitimacy
    assert found.index.index is not None and found.index.index >= 67
    assert found.index.band == found.index.band_at_most == "mixed"
    assert [(bite.kind, bite.code, bite.band) for bite in found.index.capped_by] == [(kind, code, "mixed")]
    assert found.robustness is not None and found.robustness.distribution.bands["high"] < 0.6


def test_a_cap_that_does_not_lower_is_not_named() -> None:
    assert rated(every(2, threat_gravity=1)).legitimacy.index.capped_by == ()


def test_a_cap_applies_at_the_lower_bound_of_an_open_rating() -> None:
    found = rated({code: 4 for code in CODES if code != "threat_gravity"}).legitimacy.index
    assert (found.band, found.band_at_least, found.band_at_most) == ("high", "mixed", "high")


def test_a_rating_on_evidence_that_cannot_be_judged_leaves_the_bounds_open() -> None:
    rumour = {"level": 3, "confidence": "high", "evidence": [{"reliability": "F", "credibility": 6}]}
    found = rated(every(3, consistency=rumour)).legitimacy.index
    assert found.index == 75.0 and found.coverage == 1.0
    assert found.low is not None and found.high is not None and found.low < 75 < found.high


def test_band_limits_belong_to_the_upper_band() -> None:
    single = {"dimensions": {d.code: float(d.code == "means") for d in framework().dimensions}}
    criteria = dict.fromkeys(CODES, 0.0) | {"minimum_force": 0.4, "civilian_protection": 0.6}
    within = framework_from(
        specification(weights={**single, "criteria": criteria}, bands={"mixed": 40, "high": 60})
    )
    assert (
        rated({"minimum_force": 4, "civilian_protection": 0}, within=within).legitimacy.index.band == "mixed"
    )
    assert (
        rated({"minimum_force": 0, "civilian_protection": 4}, within=within).legitimacy.index.band == "high"
    )
