"""The stateless comparison: several scenarios in one body, scored and ranked under one framework, nothing kept.

A service module like stateless.py, which takes a single set of findings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from frameworks.comparing import FEWEST, MOST, Ranking, Scenario, answers_of, most_draws, rank
from frameworks.compile import compile_framework
from frameworks.models import Framework
from frameworks.scoring import Findings, FindingsInvalid, Row, evaluate_many
from frameworks.scoring.faults import Fault, FaultLog, pointer
from frameworks.services import DEFAULT_DRAWS, MAXIMUM_DRAWS, findings_parse_each
from frameworks.stateless import FINDINGS, MAXIMUM_SEED, day_in, framework_in, whole_in
from natoassess.accounts.selectors import Person

MEMBERS = ("framework", "as_of", "scenarios", "draws", "seed")
SCENARIO_MEMBERS = ("label", "as_of", *FINDINGS)
LONGEST_LABEL = 160


def comparison_score(*, body: object, user: Person) -> dict[str, Any]:
    """Columns, ranking and likeness of a whole comparison request, as POST /score/comparison/ answers.

    `body` is the parsed JSON. `as_of` of the body holds for scenarios without one of their own. Without `framework`
    the doctrine in force on the latest of their days applies to all; one that `user` may not see is unknown. Raises
    FindingsInvalid with every fault of the request and of its findings together.
    """
    if not isinstance(body, Mapping):
        raise FindingsInvalid([Fault("", 'must be an object such as {"scenarios": [{"label": "A"}]}')])
    log = FaultLog()
    _known(body, MEMBERS, log)
    draws = whole_in(body, "draws", (1, MAXIMUM_DRAWS), log, default=DEFAULT_DRAWS)
    seed = whole_in(body, "seed", (0, MAXIMUM_SEED), log)
    scenarios = _scenarios(body, log)
    if draws is not None and draws > most_draws(len(scenarios)):
        log.add(("draws",), f"must be at most {most_draws(len(scenarios))} for {len(scenarios)} scenarios")
    latest = max((scenario.as_of for scenario in scenarios), default=None)
    framework = framework_in(body, latest, user, log)
    parsed = findings_parse_each(framework=framework, bodies=[scenario.body for scenario in scenarios])
    faults = [*log.faults, *_finding_faults(parsed)]
    if faults or draws is None:
        raise FindingsInvalid(faults)
    ranking = rank(framework=framework, scenarios=scenarios, draws=draws, seed=seed)
    rows = [
        Row(found, scenario.as_of)
        for found, scenario in zip(parsed, scenarios, strict=True)
        if isinstance(found, Findings)
    ]
    return {"columns": _columns(framework, scenarios, rows, ranking), **ranking.as_dict()}


def _columns(
    framework: Framework, scenarios: Sequence[Scenario], rows: Sequence[Row], ranking: Ranking
) -> list[dict[str, Any]]:
    """The three answers of each scenario, drawn with the numbers of the ranking."""
    drawn = ranking.numbers or {}
    evaluations = evaluate_many(
        compile_framework(framework), rows, draws=drawn.get("draws", DEFAULT_DRAWS), seed=drawn.get("seed")
    )
    columns = []
    for scenario, evaluation in zip(scenarios, evaluations, strict=True):
        found = evaluation.as_dict()
        head = {"label": scenario.label, "as_of": found["as_of"], "evaluation_id": found["evaluation_id"]}
        columns.append(head | answers_of(found))
    return columns


def _known(
    given: Mapping[str, Any], members: Sequence[str], log: FaultLog, at: tuple[object, ...] = ()
) -> None:
    for name in given:
        if name not in members:
            log.unknown((*at, name), "member", name, members)


def _scenarios(body: Mapping[str, Any], log: FaultLog) -> list[Scenario]:
    """The scenarios as far as they can be read: those that cannot stand in their places, empty."""
    given = body.get("scenarios")
    if not isinstance(given, Sequence) or isinstance(given, str) or not FEWEST <= len(given) <= MOST:
        log.add(
            ("scenarios",), f"must be a list of {FEWEST} to {MOST} scenarios, each with a label and findings"
        )
        return []
    common = day_in(body, log) if "as_of" in body else None
    scenarios, seen = [], set[str]()
    for place, item in enumerate(given):
        at = ("scenarios", place)
        if not isinstance(item, Mapping):
            log.add(at, 'must be an object such as {"label": "A", "as_of": "1999-03-24", "facts": {}}')
            scenarios.append(Scenario("", {}, date.max))
            continue
        _known(item, SCENARIO_MEMBERS, log, at)
        label = _label(item, seen, log, at)
        as_of = day_in(item, log, at) if "as_of" in item or "as_of" not in body else common
        findings = {name: item[name] for name in FINDINGS if name in item}
        scenarios.append(Scenario(label, findings, as_of or date.max))
    return scenarios


def _label(item: Mapping[str, Any], seen: set[str], log: FaultLog, at: tuple[object, ...]) -> str:
    """What the scenario is called; each name once, because sentences go by it."""
    label = item.get("label")
    if not isinstance(label, str) or not label.strip() or len(label) > LONGEST_LABEL:
        log.add((*at, "label"), f"must be a text of 1 to {LONGEST_LABEL} characters")
        return ""
    if label.strip() in seen:
        log.add((*at, "label"), f"{label.strip()} is the label of another scenario already")
    seen.add(label.strip())
    return label.strip()


def _finding_faults(parsed: Sequence[Findings | FindingsInvalid]) -> list[Fault]:
    """What is wrong with the findings, with pointers from the top of the body."""
    return [
        Fault(f"{pointer('scenarios', place)}{fault.pointer}", fault.detail)
        for place, found in enumerate(parsed)
        if isinstance(found, FindingsInvalid)
        for fault in found.faults
    ]
