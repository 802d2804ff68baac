"""Flips as one would look for them first: set after set, answer after answer, the formula walked anew each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

from frameworks.scoring.findings import Findings, fact_values
from frameworks.scoring.flips import LARGEST_FLIP, Change, Flip
from frameworks.scoring.legality import read
from frameworks.scoring.values import STATE_CONDUCT, FactValue, Framework, Verdict, leaves


def naive_flips(framework: Framework, findings: Findings, as_of: date) -> tuple[Flip, ...]:
    """What `flips` gives, in its order."""
    values = fact_values(findings)
    if values.get(STATE_CONDUCT, "unknown") == "no":
        return ()
    asked = {fact for test in framework.tests for fact, _ in leaves(test.rule)}
    fixed = {code for code, finding in findings.facts.items() if finding.fixed}
    free = [code for code in framework.fact_codes if code in asked - fixed]
    today = read(framework, "prevailing", as_of, values).verdict
    targets: tuple[Verdict, ...] = ("lawful", "arguable", "unlawful")
    return tuple(
        flip
        for target in targets
        if target != today
        for flip in _reaching(framework, values, as_of, free, target)
    )


def _reaching(
    framework: Framework, values: dict[str, FactValue], as_of: date, free: list[str], target: Verdict
) -> Iterator[Flip]:
    found: list[set[str]] = []
    for size in range(1, LARGEST_FLIP + 1):
        for facts in combinations(free, size):
            if any(small <= set(facts) for small in found):
                continue
            for answers in _answers(size, target):
                changed: dict[str, FactValue] = {**values, **dict(zip(facts, answers, strict=True))}
                if read(framework, "prevailing", as_of, changed).verdict == target:
                    found.append(set(facts))
                    old = [values.get(fact, "unknown") for fact in facts]
                    yield Flip(target, tuple(map(Change, facts, old, answers)))
                    break


def _answers(size: int, target: Verdict) -> list[tuple[FactValue, ...]]:
    words: tuple[FactValue, ...] = ("yes", "no", "contested")
    plain = list(product(words[:2], repeat=size))
    if target != "arguable":
        return plain
    mixed = product(words, repeat=size)
    return [*plain, *sorted(mixed, key=lambda answers: answers.count("contested"))]
