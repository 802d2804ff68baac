"""Scoring as a service: what pages, API and commands call to have findings evaluated."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext

from frameworks.compile import compile_framework, compile_reweighted, criteria_left_out
from frameworks.law_cited import law_relied_on, relied_on
from frameworks.models import Framework
from frameworks.scoring import (
    ENGINE_VERSION,
    Evaluation,
    Fault,
    Findings,
    FindingsInvalid,
    ProvisionStatus,
    RuleError,
    evaluate,
    parse_findings,
)
from frameworks.scoring.batch import score_many
from frameworks.scoring.canonical import seed_from
from frameworks.scoring.confidence import CONFIDENCE_ORDER, bound
from frameworks.scoring.evaluate import canonical_input
from frameworks.scoring.explain import explain, render
from frameworks.scoring.faults import Suggestions
from frameworks.scoring.findings import Grade
from frameworks.scoring.legality import OUTCOMES
from frameworks.scoring.table import Row, table_from
from frameworks.scoring.values import BANDS, HEADLINE, READINGS
from frameworks.scoring.values import Framework as ScoringFramework
from frameworks.scoring.weighting import MOST_WEIGHT, published_weights
from natoassess.web.problems import Problem

__all__ = [
    "ENGINE_VERSION",
    "MOST_WEIGHT",
    "Brief",
    "Evaluation",
    "FindingsInvalid",
    "Sentence",
    "Spread",
    "Under",
    "confidence_allowed",
    "evaluation_explain",
    "findings_check",
    "findings_evaluate",
    "findings_evaluate_under",
    "findings_parse",
    "findings_parse_each",
    "findings_parse_under",
    "findings_score_each",
    "findings_set_aside",
    "findings_spread_each",
    "law_relied_on",
    "relied_on",
    "rule_errors_explicit",
    "weights_published",
]

logger = logging.getLogger(__name__)

DEFAULT_DRAWS = 10_000
MAXIMUM_DRAWS = 100_000


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

    `body` holds facts, ratings, sovereignty and standpoint. Ratings of criteria that the catalogue has and the
    framework does not ask are checked and then set aside. Raises FindingsInvalid with every fault.
    """
    return _parsed(framework, body, law_relied_on([body]))


def findings_set_aside(*, framework: Framework, body: Mapping[str, Any]) -> tuple[str, ...]:
    """The criteria that `body` rates and that `framework` does not ask, in the order of the body."""
    left_out = criteria_left_out(framework)
    ratings = body.get("ratings")
    return tuple(code for code in ratings if code in left_out) if isinstance(ratings, Mapping) else ()


def _parsed(
    framework: Framework,
    body: Mapping[str, Any],
    law: Mapping[str, ProvisionStatus],
    suggestions: Suggestions | None = None,
) -> Findings:
    with rule_errors_explicit():
        return parse_findings(
            compile_framework(framework),
            body,
            law=law,
            aside=criteria_left_out(framework),
            suggestions=suggestions,
        )


def findings_parse_each(
    *, framework: Framework, bodies: Sequence[Mapping[str, Any]]
) -> list[Findings | FindingsInvalid]:
    """The engine's findings from each body, or what is wrong with it; the law of all is asked for once."""
    law = law_relied_on(bodies)
    parsed: list[Findings | FindingsInvalid] = []
    suggestions = Suggestions()
    for body in bodies:
        try:
            parsed.append(_parsed(framework, body, law, suggestions))
        except FindingsInvalid as error:
            parsed.append(error)
    return parsed


def findings_check(
    *,
    framework: Framework,
    body: Mapping[str, Any],
    weights: object = None,
    law: Mapping[str, ProvisionStatus] | None = None,
) -> tuple[ScoringFramework, Findings]:
    """What the engine needs of a body and of weights that differ from the published ones; `law` where it is known.

    Raises FindingsInvalid with the faults of both together.
    """
    faults: list[Fault] = []
    compiled = compile_framework(framework)
    if weights is not None:
        try:
            compiled = compile_reweighted(framework, weights)
        except FindingsInvalid as error:
            faults += error.faults
    try:
        findings = _parsed(framework, body, law_relied_on([body]) if law is None else law)
    except FindingsInvalid as error:
        raise FindingsInvalid([*faults, *error.faults]) from error
    if faults:
        raise FindingsInvalid(faults)
    return compiled, findings


def findings_evaluate(
    *,
    framework: Framework,
    body: Mapping[str, Any],
    as_of: date,
    draws: int = DEFAULT_DRAWS,
    seed: int | None = None,
    weights: object = None,
    law: Mapping[str, ProvisionStatus] | None = None,
) -> Evaluation:
    """Evaluate findings given as in POST /score/. Raises FindingsInvalid; gives no partial result.

    `weights` holds other weights of dimensions and criteria than the published ones, as POST /score/ takes them; `law`
    is what the library says of the provisions cited, where that has been asked already.
    """
    compiled, findings = findings_check(framework=framework, body=body, weights=weights, law=law)
    with rule_errors_explicit():
        return evaluate(compiled, findings, as_of=as_of, draws=draws, seed=seed)


def confidence_allowed(grades: Iterable[tuple[str, int]]) -> str | None:
    """The best confidence that evidence of these Admiralty grades bears: high, moderate, low.

    None where no item can be judged. Without any evidence nothing is held against the answer here.
    """
    best = bound([Grade(reliability, credibility) for reliability, credibility in grades])
    return CONFIDENCE_ORDER[best] if best < len(CONFIDENCE_ORDER) else None


def weights_published(framework: Framework) -> dict[str, dict[str, float]]:
    """The published weights by kind (dimensions, criteria) and code, relative to an average of 1."""
    return published_weights(compile_framework(framework))


class Under(NamedTuple):
    """What one framework makes of findings, and the rated criteria that it does not ask."""

    framework: Framework
    evaluation: Evaluation
    set_aside: tuple[str, ...]


def findings_parse_under(
    *, frameworks: Sequence[Framework], body: Mapping[str, Any]
) -> list[tuple[Framework, Findings]]:
    """The engine's findings from one body as each of `frameworks` asks them.

    Raises FindingsInvalid with the faults of every framework, one for each place, in the words of the first, which
    names what was meant best.
    """
    law = law_relied_on([body])
    suggestions = Suggestions()
    faults: dict[str, Fault] = {}
    parsed = []
    for framework in frameworks:
        try:
            parsed.append((framework, _parsed(framework, body, law, suggestions)))
        except FindingsInvalid as error:
            for fault in error.faults:
                faults.setdefault(fault.pointer, fault)
    if faults:
        raise FindingsInvalid(faults.values())
    return parsed


def findings_evaluate_under(
    *,
    frameworks: Sequence[Framework],
    body: Mapping[str, Any],
    as_of: date,
    draws: int = DEFAULT_DRAWS,
    seed: int | None = None,
) -> list[Under]:
    """Evaluate one set of findings under each of `frameworks`, in their order, all with one seed.

    Without a `seed` it is the one that follows from the findings as the first framework asks them, so that the first
    evaluation is the one that `findings_evaluate` gives. Raises FindingsInvalid with the faults of every framework,
    one for each place; gives no partial result.
    """
    parsed = findings_parse_under(frameworks=frameworks, body=body)
    if seed is None and parsed:
        seed = seed_from(canonical_input(parsed[0][1], as_of))
    with rule_errors_explicit():
        return [
            Under(
                framework,
                evaluate(compile_framework(framework), findings, as_of=as_of, draws=draws, seed=seed),
                findings_set_aside(framework=framework, body=body),
            )
            for framework, findings in parsed
        ]


class Brief(NamedTuple):
    """The headline of an evaluation, numbers on 0–100, None where unrated.

    The prevailing verdict; the index of legitimacy, its band and its bounds; the gross impact on sovereignty and its
    bounds.
    """

    verdict: str
    legitimacy: float | None
    band: str | None
    bounds: tuple[float, float] = (0.0, 100.0)
    gross: float | None = None
    gross_bounds: tuple[float, float] = (0.0, 100.0)


def findings_score_each(
    *, framework: Framework, bodies: Sequence[Mapping[str, Any]], as_of: Sequence[date]
) -> list[Brief | None]:
    """The headline of each body, judged by the law of its own day; None for a body that the framework cannot take.

    Many at once and nothing but the numbers: what a list needs, at the cost of one evaluation.
    """
    parsed = findings_parse_each(framework=framework, bodies=bodies)
    kept = [
        (place, Row(found, day))
        for place, (found, day) in enumerate(zip(parsed, as_of, strict=True))
        if isinstance(found, Findings)
    ]
    briefs: list[Brief | None] = [None] * len(parsed)
    with rule_errors_explicit():
        compiled = compile_framework(framework)
        scores = score_many(compiled, table_from(compiled, [row for _, row in kept]))
    headline = list(READINGS).index(HEADLINE)
    legitimacy, impact = scores.legitimacy, scores.sovereignty
    for line, (place, _row) in enumerate(kept):
        index, band, gross = float(legitimacy.index[line]), int(legitimacy.band[line]), impact.gross[line]
        briefs[place] = Brief(
            OUTCOMES[int(scores.legality.verdict[line, headline])],
            None if math.isnan(index) else index,
            BANDS[band] if band >= 0 else None,
            (float(legitimacy.low[line]), float(legitimacy.high[line])),
            None if math.isnan(gross) else float(gross),
            (float(impact.gross_low[line]), float(impact.gross_high[line])),
        )
    return briefs


class Spread(NamedTuple):
    """Where the index lies: the middle 90 % of the draws, and the bounds that the answers leave open, on 0–100.

    `p05` and `p95` are None where no criterion counts.
    """

    p05: float | None
    p95: float | None
    low: float
    high: float


def findings_spread_each(
    *,
    framework: Framework,
    bodies: Sequence[Mapping[str, Any]],
    as_of: date,
    seed: int,
    draws: int = DEFAULT_DRAWS,
) -> list[Spread]:
    """How far the index of legitimacy may lie, for each body; all share their random numbers, so they compare.

    Raises FindingsInvalid for the first body that the framework cannot take.
    """
    rows = []
    for found in findings_parse_each(framework=framework, bodies=bodies):
        if isinstance(found, FindingsInvalid):
            raise found
        rows.append(Row(found, as_of))
    with rule_errors_explicit():
        compiled = compile_framework(framework)
        scores = score_many(compiled, table_from(compiled, rows), draws=draws, seed=seed)
    drawn, index = scores.distribution, scores.legitimacy
    return [
        Spread(
            None if drawn is None or math.isnan(drawn.p05[line]) else float(drawn.p05[line]),
            None if drawn is None or math.isnan(drawn.p95[line]) else float(drawn.p95[line]),
            float(index.low[line]),
            float(index.high[line]),
        )
        for line in range(len(rows))
    ]


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
