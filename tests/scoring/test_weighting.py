"""Other weights: relative to the average of 1, normalised again, and another framework to the engine."""

from __future__ import annotations

from typing import Any

import pytest

from frameworks.scoring import FindingsInvalid, framework_from
from frameworks.scoring.values import Framework
from frameworks.scoring.weighting import published_weights, weights_over
from tests.scoring.builders import framework, specification


def reweighted(given: dict[str, Any], published: Framework | None = None) -> Framework:
    return framework_from(specification(weights=weights_over(published or framework(), given)))


def test_a_neutral_framework_weighs_one_everywhere() -> None:
    weights = published_weights(framework())
    assert set(weights["dimensions"].values()) == {1.0}
    assert set(weights["criteria"].values()) == {1.0}


def test_nothing_given_is_the_framework_as_published() -> None:
    assert reweighted({}).checksum == framework().checksum


def test_a_dimension_of_twice_the_weight() -> None:
    found = {
        dimension.code: dimension.weight for dimension in reweighted({"dimensions": {"cause": 2}}).dimensions
    }
    count = len(found)
    assert found["cause"] == pytest.approx(2 / (count + 1))
    assert {round(weight, 12) for code, weight in found.items() if code != "cause"} == {
        round(1 / (count + 1), 12)
    }
    assert sum(found.values()) == pytest.approx(1)


def test_what_is_published_unequal_stays_so_beside_a_change() -> None:
    lean = reweighted({"dimensions": {"cause": 3}, "criteria": {"threat_gravity": 2}})
    again = reweighted({"dimensions": {"means": 0.5}}, lean)
    before = {dimension.code: dimension.weight for dimension in lean.dimensions}
    after = {dimension.code: dimension.weight for dimension in again.dimensions}
    assert after["cause"] / after["authority"] == pytest.approx(before["cause"] / before["authority"])
    assert [c.weight for c in again.criteria] == pytest.approx([c.weight for c in lean.criteria])


def test_another_weight_is_another_checksum_under_the_same_code() -> None:
    found = reweighted({"criteria": {"threat_gravity": 2}})
    assert found.checksum != framework().checksum
    assert (found.code, found.version) == (framework().code, framework().version)


@pytest.mark.parametrize(
    ("given", "pointer", "cure"),
    [
        (7, "/weights", "mapping"),
        ({"dimension": {}}, "/weights/dimension", "did you mean dimensions?"),
        ({"dimensions": {"caus": 1}}, "/weights/dimensions/caus", "did you mean cause?"),
        ({"dimensions": {"cause": "2"}}, "/weights/dimensions/cause", "number from 0 to 100"),
        ({"dimensions": {"cause": True}}, "/weights/dimensions/cause", "number from 0 to 100"),
        ({"dimensions": {"cause": float("nan")}}, "/weights/dimensions/cause", "number from 0 to 100"),
        ({"dimensions": {"cause": 100.5}}, "/weights/dimensions/cause", "number from 0 to 100"),
        (
            {"dimensions": {d.code: 0 for d in framework().dimensions}},
            "/weights/dimensions",
            "above 0",
        ),
        (
            {"criteria": {c.code: 0 for c in framework().criteria if c.dimension == "cause"}},
            "/weights/criteria",
            "dimension cause has weight",
        ),
    ],
)
def test_what_cannot_weigh_is_refused(given: Any, pointer: str, cure: str) -> None:
    with pytest.raises(FindingsInvalid) as caught:
        weights_over(framework(), given)
    faults = {fault.pointer: fault.detail for fault in caught.value.faults}
    assert cure in faults[pointer]
