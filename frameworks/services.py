"""Scoring as a service: what pages, API and commands call to have findings evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from frameworks.compile import compile_framework, law_of
from frameworks.models import Framework
from frameworks.scoring import ENGINE_VERSION, Evaluation, Findings, FindingsInvalid, evaluate, parse_findings

__all__ = ["ENGINE_VERSION", "Evaluation", "FindingsInvalid", "findings_evaluate", "findings_parse"]

DEFAULT_DRAWS = 10_000
MAXIMUM_DRAWS = 100_000


def findings_parse(*, framework: Framework, body: Mapping[str, Any]) -> Findings:
    """The engine's findings from a body in the form of POST /score/.

    `body` holds facts, ratings, sovereignty and standpoint. Raises FindingsInvalid with every fault.
    """
    return parse_findings(compile_framework(framework), body, law=law_of(_relied_on(body)))


def findings_evaluate(
    *, framework: Framework, body: Mapping[str, Any], as_of: date, draws: int = DEFAULT_DRAWS, seed: int | None = None
) -> Evaluation:
    """Evaluate findings given as in POST /score/. Raises FindingsInvalid; gives no partial result."""
    findings = findings_parse(framework=framework, body=body)
    return evaluate(compile_framework(framework), findings, as_of=as_of, draws=draws, seed=seed)


def _relied_on(body: Mapping[str, Any]) -> Iterator[str]:
    """The ids of all provisions that the facts of `body` rely on; what has the wrong type is left to the parser."""
    facts = body.get("facts")
    for fact in facts.values() if isinstance(facts, Mapping) else ():
        provisions = fact.get("provisions") if isinstance(fact, Mapping) else None
        if isinstance(provisions, Iterable) and not isinstance(provisions, str):
            yield from (item for item in provisions if isinstance(item, str))
