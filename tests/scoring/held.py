"""An evaluation as the checks of its sentences read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frameworks.scoring.memorandum.brief import DOCTRINE, Yardstick
from frameworks.scoring.memorandum.wording import Facts, Joined, Names
from frameworks.scoring.values import Framework


class Held:
    """An evaluation, its framework and what is asked of them again and again."""

    def __init__(
        self, framework: Framework, evaluation: dict[str, Any], yardstick: Yardstick = DOCTRINE
    ) -> None:
        self.framework, self.evaluation, self.yardstick = framework, evaluation, yardstick
        self.legality, self.legitimacy = evaluation["legality"], evaluation["legitimacy"]
        self.impact, self.trace = evaluation["sovereignty"], list(nodes(evaluation["legality"]["trace"]))
        self.facts = {node["code"]: node["value"] for node in self.trace if node["op"] == "fact"}
        self.tests = {node["code"]: node for node in self.trace if "standing" in node}
        self.codes = {
            kind: {title: code for code, title in titles.items()} for kind, titles in framework.titles.items()
        }
        self.numbers = {*numbers(evaluation), *self.of_framework()}

    def of_framework(self) -> Iterator[float]:
        """Numbers that belong to the yardstick."""
        yield from (
            self.framework.bands.mixed,
            self.framework.bands.high,
            self.framework.dimension_floor.below,
        )

    def provisions(self) -> set[str]:
        """Everything that may be cited."""
        found = {self.framework.concept, *(w["provision"] for w in self.evaluation["warnings"])}
        found |= {word for w in self.evaluation["warnings"] for word in re.split(r"[ ,]+", w["detail"])}
        for node in self.trace:
            found.update([*node["provisions"], *node.get("relied_on", ())])
        for period_ in self.legality.get("date_flips", ()):
            found |= {reason["provision"] for reason in period_["because"] if "provision" in reason}
        for test in self.framework.competence:
            found.update(test.provisions)
        return found

    def fact_codes(self, param: Facts) -> list[str]:
        return [self.codes["facts"][title] for title in param.titles]

    def named(self, kind: str, param: Names) -> list[str]:
        return [self.codes[kind][title] for title in param.titles]

    def answers(self, param: Facts) -> list[str]:
        settled = "no" if self.legality["verdict"] == "not_applicable" else "yes"
        return [self.facts.get(code, settled) for code in self.fact_codes(param)]


def parts(joined: Joined) -> list[dict[str, Any]]:
    """The parameters of each part of a compound sentence, and its code."""
    return [{**part.params, "code": part.code} for part in joined.parts]


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node["children"]:
        yield from nodes(child)


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value] if isinstance(value, float | int) and not isinstance(value, bool) else []
