"""Spreads of levels, the simulation, the tornado and the shares of variance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.scoring import Grade, Rating, framework_from
from frameworks.scoring.confidence import chances, confidence, rests_on_nothing, tails
from frameworks.scoring.legitimacy import Scale, arranged
from frameworks.scoring.robustness import MOST_DRAWS_KEPT, drawn_index, drawn_levels, noise, robustness
from tests.scoring.builders import findings, framework, rated, specification
from tests.scoring.test_golden import golden_case, golden_evaluation

CODES = [criterion.code for criterion in framework().criteria]


@pytest.mark.parametrize(
    ("level", "stated", "expected"),
    [
        (2, "high", (0, 5, 90, 5, 0)),
        (2, "moderate", (0, 15, 70, 15, 0)),
        (2, "low", (5, 20, 50, 20, 5)),
        (4, "low", (0, 0, 10, 40, 50)),
        (0, "low", (50, 40, 10, 0, 0)),
        (3, "low", (0, 5, 20, 55, 20)),
        (4, "high", (0, 0, 0, 10, 90)),
        (None, "high", (20, 20, 20, 20, 20)),
    ],
)
def test_confidence_spreads_a_level_and_ends_reflect(
    level: int | None, stated: str, expected: object
) -> None:
    assert chances(Rating(level, stated)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ("", "high"),
        ("A1", "high"),
        ("B3", "moderate"),
        ("C1", "moderate"),
        ("A4", "low"),
        ("E1", "low"),
        ("F1", "low"),
        ("A6", "low"),
        ("F6 B2", "high"),
        ("D4 C3", "moderate"),
    ],
)
def test_the_best_graded_item_bounds_the_confidence(grades: str, expected: str) -> None:
    evidence = tuple(Grade(grade[0], int(grade[1])) for grade in grades.split())
    assert confidence(Rating(3, "high", evidence)) == expected
    assert confidence(Rating(3, "low", evidence)) == "low"
    assert rests_on_nothing(Rating(3, "high", evidence)) == (grades in ("F1", "A6"))


def test_tails_are_the_outermost_levels_with_five_per_cent() -> None:
    assert tails((0, 5, 90, 5, 0)) == (1, 3)
    assert tails((5, 20, 50, 20, 5)) == (0, 4)
    assert tails((0, 0, 0, 10, 90)) == (3, 4)


def test_draws_do_not_depend_on_what_is_rated() -> None:
    one = rated(dict.fromkeys(CODES, 3), draws=500).legitimacy.robustness
    other = rated({**dict.fromkeys(CODES, 3), "threat_gravity": 4}, draws=500).legitimacy.robustness
    assert one is not None and other is not None
    assert other.distribution.p50 > one.distribution.p50
    assert other.distribution.p05 >= one.distribution.p05


def test_without_draws_there_is_no_simulation() -> None:
    assert rated(dict.fromkeys(CODES, 3)).legitimacy.robustness is None


@settings(max_examples=8)
@given(levels=st.lists(st.integers(0, 4), min_size=28, max_size=28))
def test_the_distribution_is_ordered_and_its_bands_add_up(levels: list[int]) -> None:
    ratings = {code: {"level": level} for code, level in zip(CODES, levels, strict=True)}
    found = robustness(Scale(framework()), findings(ratings=ratings), 400, 7)
    assert found is not None
    distribution = found.distribution
    assert 0 <= distribution.p05 <= distribution.p50 <= distribution.p95 <= 100
    assert sum(distribution.bands.values()) == pytest.approx(1, abs=1e-5)
    largest = max(p * (1 - p) for p in distribution.bands.values())
    assert distribution.error == pytest.approx((largest / 400) ** 0.5, abs=1e-5)


def test_the_tornado_moves_one_rating_between_its_tails() -> None:
    base = dict.fromkeys(CODES, 2)
    found = rated({**base, "threat_gravity": {"level": 2, "confidence": "low"}}, draws=10).legitimacy
    assert found.robustness is not None
    widest = found.robustness.tornado[0]
    assert widest.criterion == "threat_gravity"
    swing = next(s for s in found.robustness.tornado if s.criterion == "threat_gravity")
    assert swing.low == rated({**base, "threat_gravity": 0}).legitimacy.index.index
    assert swing.high == rated({**base, "threat_gravity": 4}).legitimacy.index.index
    widths = [s.high - s.low for s in found.robustness.tornado]
    assert all(a >= b - 2e-6 for a, b in zip(widths, widths[1:], strict=False))


def test_shares_of_variance_are_those_of_the_simulation() -> None:
    """The closed form against brute force: vary one source with all others at their mean."""
    ratings = {
        code: {"level": i % 5, "confidence": ("high", "moderate", "low")[i % 3]}
        for i, code in enumerate(CODES)
    }
    given_ratings = findings({"uses_force": "no"}, ratings=ratings)
    scale = Scale(framework())
    found = robustness(scale, given_ratings, 10, 1)
    assert found is not None
    shares = found.variance_shares
    whole = (
        sum(shares.ratings.values())
        + shares.dimension_weights
        + shares.criterion_weights
        + shares.interaction
    )
    assert whole == pytest.approx(1, abs=1e-4)

    counted = arranged(scale, given_ratings.ratings).counted
    shared = noise(tuple((60 * scale.overall).tolist()), 40_000, 3)
    spread = np.array([chances(given_ratings.ratings[code]) for code in CODES]) / 100
    mean = (spread * np.arange(5)).sum(axis=1)
    drawn = drawn_levels(shared.uniforms, [chances(given_ratings.ratings[code]) for code in CODES])
    total = drawn_index(scale, counted, shared.gammas, drawn)[0].var()
    assert sum(shares.ratings.values()) == pytest.approx((25 * drawn @ scale.overall).var() / total, abs=0.02)

    # Where all levels of a dimension are equal, only the weights of dimensions can matter.
    dimension_means = np.bincount(scale.dimension, weights=scale.within * mean)[scale.dimension]
    level = np.broadcast_to(dimension_means.astype(float), drawn.shape)
    by_dimension = drawn_index(scale, counted, shared.gammas, level)[0].var() / total
    assert shares.dimension_weights == pytest.approx(by_dimension, abs=0.02)

    # Where the gammas of every dimension add up to the same, only the weights of criteria can.
    sums = np.stack([shared.gammas[:, scale.dimension == d].sum(axis=1) for d in range(7)], axis=1)
    balanced = shared.gammas / sums[:, scale.dimension]
    by_criterion = drawn_index(scale, counted, balanced, np.broadcast_to(mean, drawn.shape))[0].var() / total
    assert shares.criterion_weights == pytest.approx(by_criterion, abs=0.02)


def test_the_reference_interval_of_kosovo_is_reproduced() -> None:
    case = golden_case("kosovo-1999-air-campaign")
    found = golden_evaluation(case, draws=10_000)["legitimacy"]["distribution"]
    assert found["p05"] == pytest.approx(63.1, abs=0.3)
    assert found["p95"] == pytest.approx(74.2, abs=0.3)
    assert found["bands"]["high"] == pytest.approx(0.70, abs=0.02)


@pytest.mark.parametrize("weight", [1e-4, 7e-5, 1e-6])
@pytest.mark.filterwarnings("error")
def test_a_dimension_of_next_to_no_weight_leaves_the_index_where_it_would_be_without_it(
    weight: float,
) -> None:
    """Its gammas all underflow in many draws; what it adds is then nothing, never infinite or no number."""
    across = {dimension.code: 1.0 for dimension in framework().dimensions}
    even = dict.fromkeys(CODES, 1.0)
    found = []
    for share in (weight, 0.0):
        within = framework_from(
            specification(weights={"dimensions": across | {"cause": share}, "criteria": even})
        )
        drawn = rated(dict.fromkeys(CODES, 2), draws=10_000, within=within).as_dict()["legitimacy"]
        found.append(drawn["distribution"])
    tiny, without = found
    for quantile in ("p05", "p50", "p95"):
        assert tiny[quantile] == pytest.approx(without[quantile], abs=0.5)
    assert sum(tiny["bands"].values()) == pytest.approx(1, abs=1e-5)


def test_random_numbers_for_many_draws_are_not_kept() -> None:
    few, many = ((1.0, 2.0), MOST_DRAWS_KEPT, 1), ((1.0, 2.0), MOST_DRAWS_KEPT + 1, 1)
    assert noise(*few) is noise(*few)
    assert noise(*many) is not noise(*many)
    assert (noise(*many).gammas == noise(*many).gammas).all()
