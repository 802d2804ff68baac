"""Scoring as a service: what pages, API and commands call to have findings evaluated."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext

from frameworks.compile import compile_framework, law_of
from frameworks.models import Framework, Instrument, Provision
from frameworks.scoring import (
    ENGINE_VERSION,
    Evaluation,
    Findings,
    FindingsInvalid,
    RuleError,
    evaluate,
    parse_findings,
)
from frameworks.scoring.explain import explain, render
from natoassess.web.problems import Problem

__all__ = [
    "ENGINE_VERSION",
    "Evaluation",
    "FindingsInvalid",
    "Sentence",
    "evaluation_explain",
    "findings_evaluate",
    "findings_parse",
    "rule_errors_explicit",
]

logger = logging.getLogger(__name__)

DEFAULT_DRAWS = 10_000
MAXIMUM_DRAWS = 100_000
MANY = 500
"""Above so many references the library is asked what it has, rather than for each of them."""


@contextmanager
def rule_errors_explicit() -> Iterator[None]:
    """Turn a rule that cannot be evaluated into a problem of its own (500, `rule_error`), and record it.

    The API answers with a problem document that names the rule, a page with the page for errors; neither ever
    with an evaluation that lacks an answer.
    """
    try:
        yield
    except RuleError as error:
        logger.exception("a rule cannot be evaluated: %s", error.rule)
        detail = gettext(
            "The rule %(rule)s cannot be evaluated, so there is no answer. It has been recorded."
        )
        raise Problem(detail % {"rule": error.rule}, code="rule_error", status_code=500) from error


def findings_parse(*, framework: Framework, body: Mapping[str, Any]) -> Findings:
    """The engine's findings from a body in the form of POST /score/.

    `body` holds facts, ratings, sovereignty and standpoint. Raises FindingsInvalid with every fault.
    """
    law = law_of(_in_library(_relied_on(body)))
    with rule_errors_explicit():
        return parse_findings(compile_framework(framework), body, law=law)


def findings_evaluate(
    *,
    framework: Framework,
    body: Mapping[str, Any],
    as_of: date,
    draws: int = DEFAULT_DRAWS,
    seed: int | None = None,
) -> Evaluation:
    """Evaluate findings given as in POST /score/. Raises FindingsInvalid; gives no partial result."""
    findings = findings_parse(framework=framework, body=body)
    with rule_errors_explicit():
        return evaluate(compile_framework(framework), findings, as_of=as_of, draws=draws, seed=seed)


def _in_library(references: Iterable[str]) -> set[str]:
    """The references, or, where they are too many for one query, those of them that the library has."""
    wanted = set(references)
    if len(wanted) > MANY:
        wanted &= {
            *Provision.objects.values_list("pk", flat=True),
            *Instrument.objects.values_list("pk", flat=True),
        }
    return wanted


class Sentence(NamedTuple):
    """One thing that an evaluation says, in words; `code` names what kind of thing it is."""

    code: str
    text: str


def evaluation_explain(
    *, framework: Framework, evaluation: Mapping[str, Any], provisions: Mapping[str, str] | None = None
) -> dict[str, list[Sentence]]:
    """What an evaluation under `framework` says of each answer, in the reader's language, headline first.

    `provisions` says how clauses are cited, by id; a clause that it lacks is called by its id.
    """
    titles = {**compile_framework(framework).titles, "provisions": provisions or {}}
    claims = explain(evaluation, titles)
    return {
        answer: [Sentence(claim.code, render(claim, gettext)) for claim in made]
        for answer, made in claims.items()
    }


def _relied_on(body: Mapping[str, Any]) -> Iterator[str]:
    """The ids of all provisions that the facts of `body` rely on; what has the wrong type is left to the parser."""
    facts = body.get("facts")
    for fact in facts.values() if isinstance(facts, Mapping) else ():
        provisions = fact.get("provisions") if isinstance(fact, Mapping) else None
        if isinstance(provisions, Iterable) and not isinstance(provisions, str):
            yield from (item for item in provisions if isinstance(item, str))
