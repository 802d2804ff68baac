"""Verdicts of many rows: this engine, plain NumPy, plain Python, OpenFisca."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from frameworks.scoring import table_of
from frameworks.scoring.legality import legality_scores
from frameworks.scoring.values import READINGS
from tests.benchmarks import openfisca
from tests.benchmarks.material import AS_OF, Floats, Numbers, answers, framework, specification
from tests.benchmarks.measure import Contestant, compared

Pair = tuple[Any, Any]
"""The lower and the upper end: two numbers, or two columns of numbers."""

LOW, HIGH = np.array([0.0, 0.5, 1.0, 0.0]), np.array([0.0, 0.5, 1.0, 1.0])


def engine(given: Numbers) -> Floats:
    """From plain answers to ends (2, rows, readings), table and checks included."""
    table = table_of(framework(), as_of=AS_OF, answers=given)
    found = legality_scores(framework(), table.answers, table.as_of)
    return np.stack([found.low, found.high]) / 2


def standings() -> list[str]:
    return [test.standing(AS_OF) for test in framework().tests]


# -- plain NumPy ------------------------------------------------------------------------------


def numpy_rule(rule: Any, low: Mapping[str, Floats], high: Mapping[str, Floats]) -> Pair:
    if isinstance(rule, str):
        return low[rule], high[rule]
    ((op, items),) = rule.items()
    parts = [numpy_rule(item, low, high) for item in items]
    lows, highs = (np.stack(side) for side in zip(*parts, strict=True))
    if op == "all":
        return lows.min(axis=0), highs.min(axis=0)
    if op == "any":
        return lows.max(axis=0), highs.max(axis=0)
    return 1 - highs.max(axis=0), 1 - lows.max(axis=0)


def plain_numpy(given: Numbers) -> Floats:
    """One column of floats per fact, one expression per rule, each test once, caps per reading."""
    spec, codes = specification(), framework().fact_codes
    low = {code: LOW[given[:, i]] for i, code in enumerate(codes)}
    high = {code: HIGH[given[:, i]] for i, code in enumerate(codes)}
    tests = [numpy_rule(test["rule"], low, high) for test in spec["tests"]]
    readings = []
    for name in READINGS:
        ends = []
        for end, other in enumerate((high, low)):
            capped = [
                np.minimum(value[end], spec["readings"][name][standing])
                for value, standing in zip(tests, standings(), strict=True)
            ]
            force = [v for v, test in zip(capped, spec["tests"], strict=True) if test["justifies"] == "force"]
            breach = np.maximum(other["coerces_reserved_domain"], other["breaches_other_obligation"])
            arms = (
                np.max([1 - other["uses_force"], *force], axis=0),
                np.max([1 - breach, *capped], axis=0),
            )
            ends.append(np.maximum(1 - other["state_conduct"], np.minimum(*arms)))
        readings.append(ends)
    return np.moveaxis(np.array(readings), 0, -1)


# -- plain Python -----------------------------------------------------------------------------


def python_rule(rule: Any, facts: Mapping[str, Pair]) -> Pair:
    if isinstance(rule, str):
        return facts[rule]
    ((op, items),) = rule.items()
    parts = [python_rule(item, facts) for item in items]
    if op == "all":
        return min(p[0] for p in parts), min(p[1] for p in parts)
    if op == "any":
        return max(p[0] for p in parts), max(p[1] for p in parts)
    return 1 - max(p[1] for p in parts), 1 - max(p[0] for p in parts)


def python_row(facts: Mapping[str, Pair]) -> list[list[float]]:
    spec = specification()
    tests = [python_rule(test["rule"], facts) for test in spec["tests"]]
    found: list[list[float]] = [[], []]
    for name in READINGS:
        caps = [spec["readings"][name][standing] for standing in standings()]
        for end in (0, 1):
            capped = [min(value[end], cap) for value, cap in zip(tests, caps, strict=True)]
            force = [v for v, test in zip(capped, spec["tests"], strict=True) if test["justifies"] == "force"]
            other = 1 - end
            breach = max(facts["coerces_reserved_domain"][other], facts["breaches_other_obligation"][other])
            lawful = min(max(1 - facts["uses_force"][other], *force), max(1 - breach, *capped))
            found[end].append(max(1 - facts["state_conduct"][other], lawful))
    return found


def plain_python(given: Numbers) -> Floats:
    """Row by row, with a dictionary of facts."""
    low, high = LOW.tolist(), HIGH.tolist()
    rows = [
        python_row({code: (low[a], high[a]) for code, a in zip(framework().fact_codes, row, strict=True)})
        for row in given.tolist()
    ]
    return np.moveaxis(np.array(rows), 1, 0)


def run(rows: int = 100_000) -> None:
    """Compare them: with unknowns, all readings; then all known under one reading, which OpenFisca can say."""
    given, few = answers(rows, unknown=0.2), rows // 200
    assert np.array_equal(engine(given), plain_numpy(given))
    assert np.array_equal(engine(given[:few]), plain_python(given[:few]))
    table = table_of(framework(), as_of=AS_OF, answers=given)
    compared(
        f"Legality: {rows:,} rows of {given.shape[1]} facts, {len(standings())} tests, three readings, both ends",
        [
            Contestant(
                "this engine, from a table", lambda: legality_scores(framework(), table.answers, table.as_of)
            ),
            Contestant("this engine, table made and checked", lambda: engine(given)),
            Contestant("plain NumPy", lambda: plain_numpy(given)),
            Contestant("plain Python, row by row", lambda: plain_python(given[:few]), few / rows),
        ],
    )
    known = answers(rows, unknown=0)
    simulated = openfisca.verdicts(known)
    assert np.array_equal(engine(known)[0, :, READINGS.index("prevailing")], simulated)
    compared(
        f"Legality: {rows:,} rows, every fact known, the prevailing reading alone",
        [
            Contestant("this engine (all three readings)", lambda: engine(known)),
            Contestant("OpenFisca-core, a simulation of these rows", lambda: openfisca.verdicts(known)),
        ],
    )
