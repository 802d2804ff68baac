"""Weight flips against brute force: a framework with other weights, evaluated by the ordinary path."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.scoring import Findings, Framework, Rating, framework_from
from frameworks.scoring.legitimacy import Scale, index
from tests.scoring.builders import framework, rated, specification
from tests.scoring.test_golden import golden_case, golden_evaluation

CODES = [criterion.code for criterion in framework().criteria]
STEP = 1e-6
Levels = dict[str, Any]


def shifted(used: Framework, kind: str, code: str, share: float) -> Framework:
    """The framework with one weight at `share`, its fellows keeping their proportions."""
    items = used.dimensions if kind == "dimension" else used.criteria
    (old,) = [item for item in items if item.code == code]
    scale = (1 - share) / (1 - old.weight)
    if kind == "dimension":
        weights = {d.code: d.weight * scale for d in used.dimensions} | {code: share}
        return replace(used, dimensions=tuple(replace(d, weight=weights[d.code]) for d in used.dimensions))
    home = next(c.dimension for c in used.criteria if c.code == code)
    weights = {c.code: c.weight * (scale if c.dimension == home else 1) for c in used.criteria}
    weights[code] = share
    return replace(used, criteria=tuple(replace(c, weight=weights[c.code]) for c in used.criteria))


def band(levels: Levels, used: Framework) -> str | None:
    """The band by the ordinary path, and nothing else of the evaluation: it is asked for thousands of times."""
    ratings = {code: Rating(level) for code, level in levels.items()}
    return index(Scale(used), Findings({}, ratings, {})).band


@cache
def leaning() -> Framework:
    """A framework whose weights differ from one another, one criterion having none."""
    weights = {
        "dimensions": {d.code: 1 + i for i, d in enumerate(framework().dimensions)},
        "criteria": {code: 0 if i == 3 else 1 + i % 3 for i, code in enumerate(CODES)},
    }
    return framework_from(specification(weights=weights))


@st.composite
def levels(draw: st.DrawFn) -> Levels:
    """Mostly middling ratings, so that the index lies near a limit; a few unknown, a few extreme."""
    centre = draw(st.sampled_from((1, 2, 3)))
    near = st.sampled_from((centre, centre, centre, centre + 1, centre - 1, 0))
    found: Levels = {code: draw(near) for code in CODES}
    for code in draw(st.lists(st.sampled_from(CODES), max_size=8, unique=True)):
        del found[code]
    return found


def test_the_smallest_shift_reaches_what_is_rounded_up_to_the_limit() -> None:
    """A share of 0.227633 gives 39.9999997, which is published as 40 and is mixed; one millionth less is not."""
    ratings: Levels = dict.fromkeys(CODES, 2) | dict.fromkeys(("absence_of_gain", "population_support"), 3)
    ratings |= dict.fromkeys(("threat_imminence", "nonforcible_measures", "multilateral_conduct"), 1)
    ratings |= dict.fromkeys(("international_support", "domestic_mandate", "defined_limits"), 0)
    ratings |= {"escalation_control": 1, "aftermath_responsibility": 0}
    del ratings["regional_stability"]
    (flip,) = [
        f for f in rated(ratings, within=leaning()).legitimacy.weight_flips if f.code == "threat_gravity"
    ]
    assert (flip.new, flip.band) == (0.227633, "mixed")


@settings(max_examples=15)
@given(ratings=levels(), lean=st.booleans())
def test_weight_flips_equal_brute_force(ratings: Levels, lean: bool) -> None:
    used = leaning() if lean else framework()
    found = rated(ratings, within=used).legitimacy
    today = found.index.band
    if today is None:
        assert found.weight_flips == ()
        return
    assert len({(f.kind, f.code, f.shift > 0) for f in found.weight_flips}) == len(found.weight_flips)
    by_weight = {(str(f.kind), f.code, f.shift > 0): f for f in found.weight_flips}
    items = [("dimension", d.code, d.weight) for d in used.dimensions]
    items += [("criterion", c.code, c.weight) for c in used.criteria if c.weight]
    for kind, code, weight in items:
        for up in (True, False):
            flip = by_weight.get((kind, code, up))
            if flip is not None:
                nearer = flip.new - STEP if up else flip.new + STEP
                assert band(ratings, shifted(used, kind, code, flip.new)) == flip.band != today
                assert band(ratings, shifted(used, kind, code, nearer)) == today or (abs(flip.shift) <= STEP)
            end = (1 - STEP if up else STEP) if flip is None else flip.new
            for share in np.linspace(weight, end, 7)[1:-1]:
                assert band(ratings, shifted(used, kind, code, float(share))) in (today, None)


def test_kosovo_hangs_on_the_weight_of_its_cause() -> None:
    """By hand: 69.0 of 100; without the cause at 87.5 the rest comes to 65.9, so its share may fall to 5 %."""
    found = golden_evaluation(golden_case("kosovo-1999-air-campaign"))["legitimacy"]
    first = found["weight_flips"][0]
    assert (first["kind"], first["code"], first["band"]) == ("dimension", "cause", "mixed")
    rest = (found["index"] - 87.5 / 7) / (6 / 7)
    assert first["to"] == pytest.approx((67 - rest) / (87.5 - rest), abs=1e-5)
    assert first["shift"] == pytest.approx(first["to"] - 1 / 7, abs=1e-6)
    assert [abs(f["shift"]) for f in found["weight_flips"]] == sorted(
        abs(f["shift"]) for f in found["weight_flips"]
    )


def test_a_criterion_can_lift_its_dimension_over_the_floor() -> None:
    """All at 4 but one dimension below 25: its floor holds the band, and the weight of its best rating frees it."""
    home = [c.code for c in framework().criteria if c.dimension == "accountability"]
    ratings: Levels = dict.fromkeys(CODES, 4) | dict.fromkeys(home, 0) | {home[0]: 2}
    found = rated(ratings).legitimacy
    assert [bite.code for bite in found.index.capped_by] == ["accountability"]
    (flip,) = [f for f in found.weight_flips if f.code == home[0]]
    assert (flip.new, flip.band) == (0.5, "high")


def test_no_weight_moves_what_is_the_same_everywhere_or_too_little() -> None:
    assert rated(dict.fromkeys(CODES, 2)).legitimacy.weight_flips == ()
    assert rated({CODES[0]: 4, CODES[-1]: 0}).legitimacy.weight_flips == ()
    assert rated({}).legitimacy.weight_flips == ()


def test_a_cap_no_weight_can_lift_stays() -> None:
    """No proper purpose holds the band at mixed whatever the weights, as long as it has any."""
    ratings: Levels = dict.fromkeys(CODES, 4) | {"proper_purpose": 1}
    found = rated(ratings).legitimacy
    assert found.index.band == "mixed"
    assert not [flip for flip in found.weight_flips if flip.band == "high"]
