"""The scoring engine: pure functions from findings to the three answers.

Nothing here imports Django, reads a database or the clock. docs/scoring.md derives every formula.

    framework = framework_from(spec)
    findings = parse_findings(framework, body, law=law)
    evaluation = evaluate(framework, findings, as_of=date(1999, 3, 24))

    table = table_of(framework, as_of=days, answers=answers, levels=levels)
    scores = score_many(framework, table)
"""

from frameworks.scoring.batch import MOST_DRAWS, Scores, score_many
from frameworks.scoring.canonical import SEED_LIMIT
from frameworks.scoring.evaluate import ENGINE_VERSION, Evaluation, evaluate, evaluate_many
from frameworks.scoring.faults import Fault, FindingsInvalid, FrameworkInvalid, RuleError
from frameworks.scoring.findings import (
    FactFinding,
    Findings,
    Grade,
    ProvisionStatus,
    Rating,
    parse_findings,
)
from frameworks.scoring.specification import framework_from
from frameworks.scoring.table import Row, Table, table_from, table_of
from frameworks.scoring.values import Framework

__all__ = [
    "ENGINE_VERSION",
    "MOST_DRAWS",
    "SEED_LIMIT",
    "Evaluation",
    "FactFinding",
    "Fault",
    "Findings",
    "FindingsInvalid",
    "Framework",
    "FrameworkInvalid",
    "Grade",
    "ProvisionStatus",
    "Rating",
    "Row",
    "RuleError",
    "Scores",
    "Table",
    "evaluate",
    "evaluate_many",
    "framework_from",
    "parse_findings",
    "score_many",
    "table_from",
    "table_of",
]
