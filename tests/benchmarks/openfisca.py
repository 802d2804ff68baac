"""The formula as an OpenFisca country: a variable for each fact, each test, and for lawfulness."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from openfisca_core import entities, periods, simulation_builder, taxbenefitsystems, variables

from tests.benchmarks.material import AS_OF, Floats, Numbers, framework, specification

TRUTH = np.array([0.0, 0.5, 1.0])
Formula = Callable[[Any, Any, Any], Any]


def _rule(rule: Any, act: Any, period: Any) -> Any:
    if isinstance(rule, str):
        return act(rule, period)
    ((op, items),) = rule.items()
    parts = [_rule(item, act, period) for item in items]
    if op == "all":
        return np.minimum.reduce(parts)
    greatest = np.maximum.reduce(parts)
    return greatest if op == "any" else 1 - greatest


def _of_test(test: Any, cap: float) -> Formula:
    def formula(act: Any, period: Any, parameters: Any) -> Any:
        return np.minimum(_rule(test["rule"], act, period), cap)

    return formula


def _lawful(act: Any, period: Any, parameters: Any) -> Any:
    tests = {test["code"]: act(f"test_{test['code']}", period) for test in specification()["tests"]}
    force = [tests[test["code"]] for test in specification()["tests"] if test["justifies"] == "force"]
    breach = np.maximum(act("coerces_reserved_domain", period), act("breaches_other_obligation", period))
    return np.minimum(
        np.maximum.reduce([1 - act("uses_force", period), *force]),
        np.maximum.reduce([1 - breach, *tests.values()]),
    )


@cache
def country() -> Any:
    """The tax and benefit system, which this is not, with the prevailing reading's caps of the day."""
    act = entities.build_entity(key="act", plural="acts", label="An intervention", is_person=True)
    system = taxbenefitsystems.TaxBenefitSystem([act])

    def add(name: str, formula: Formula | None = None) -> None:
        body: dict[str, Any] = {
            "value_type": float,
            "entity": act,
            "definition_period": periods.DateUnit.DAY,
            "label": name,
        }
        system.add_variable(
            type(name, (variables.Variable,), body | ({"formula": formula} if formula else {}))
        )

    for code in framework().fact_codes:
        add(code)
    caps = specification()["readings"]["prevailing"]
    for test, compiled in zip(specification()["tests"], framework().tests, strict=True):
        add(f"test_{test['code']}", _of_test(test, caps[compiled.standing(AS_OF)]))
    add("lawful", _lawful)
    return system


def verdicts(answers: Numbers) -> Floats:
    """The prevailing value of rows that are all known, as a fresh simulation finds it."""
    simulation = simulation_builder.SimulationBuilder().build_default_simulation(
        country(), count=len(answers)
    )
    day = AS_OF.isoformat()
    for i, code in enumerate(framework().fact_codes):
        simulation.set_input(code, day, TRUTH[answers[:, i]])
    found: Floats = simulation.calculate("lawful", day).astype(float)
    return found
