"""The scoring engine: pure functions from findings to the three answers.

Nothing here imports Django, reads a database or the clock. docs/scoring.md derives every formula.

    framework = framework_from(spec)
    findings = parse_findings(framework, body, law=law)
    evaluation = evaluate(framework, findings, as_of=date(1999, 3, 24))
"""

from frameworks.scoring.canonical import SEED_LIMIT
from frameworks.scoring.evaluate import (
    ENGINE_VERSION,
    MOST_DRAWS,
    Evaluation,
    Row,
    evaluate,
    evaluate_many,
)
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
    "evaluate",
    "evaluate_many",
    "framework_from",
    "parse_findings",
]
