"""Answers that lapse with the law they rest on, for pages that ask about another day.

The same rule by which an evaluation gives the verdict of every other day (`frameworks.scoring.date_flips`), so that
whoever goes to one of those days finds the verdict that was given for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from frameworks.compile import compile_framework
from frameworks.models import Framework
from frameworks.scoring import ProvisionStatus
from frameworks.scoring.date_flips import Reason, lapsed_on, resting_on
from frameworks.services import findings_parse

Resting = Mapping[str, tuple[ProvisionStatus, ...]]

__all__ = ["Reason", "Resting", "facts_lapsed", "facts_resting"]


def facts_resting(*, framework: Framework, body: Mapping[str, Any], as_of: date) -> Resting:
    """The facts of `body` that stand no longer than the law they rest on, by code, with the clauses of each.

    `body` is in the form of POST /score/, `as_of` the day for which it was answered. Raises FindingsInvalid.
    """
    findings = findings_parse(framework=framework, body=body)
    return resting_on(compile_framework(framework), findings, as_of)


def facts_lapsed(resting: Resting, day: date) -> dict[str, tuple[Reason, ...]]:
    """Of those facts the ones that count as no on `day`, each with what had ended or was yet to come."""
    return lapsed_on(resting, day)
