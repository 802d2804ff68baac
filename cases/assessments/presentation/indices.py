"""The two indices row by row: ratings with their reasons and points, harms to sovereignty, caps in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.models import Finding
from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation.labels import Labels, listed

Answers = Mapping[str, Finding]
"""The findings of one kind by the code of their question."""


@dataclass(frozen=True)
class RatingRow:
    """A criterion as it was rated; `points` is None where it adds nothing because it is not rated."""

    code: str
    label: str
    question: str
    level: str
    word: str
    descriptor: str
    finding: Finding | None
    points: float | None


@dataclass(frozen=True)
class DimensionGroup:
    """The ratings of one dimension of legitimacy; `is_open` for the one that weighs the index down most."""

    code: str
    title: str
    index: float | None
    rows: tuple[RatingRow, ...]
    is_open: bool


@dataclass(frozen=True)
class HarmRow:
    """A dimension of sovereignty: its level, what the level means and why it was given."""

    code: str
    label: str
    level: str
    word: str
    descriptor: str
    adjustable: bool
    finding: Finding | None


def answers_of(findings: list[Finding], kind: FindingKind) -> dict[str, Finding]:
    """The findings of one kind by the code of their question."""
    return {finding.code: finding for finding in findings if finding.kind == kind}


def dimension_groups(legitimacy: Mapping[str, Any], labels: Labels, answers: Answers) -> list[DimensionGroup]:
    """Every dimension with its criteria, in catalogue order; rated or not, none is left out."""
    points = {item["criterion"]: item["points"] for item in legitimacy["contributions"]}
    indices = {code: part["index"] for code, part in legitimacy["dimensions"].items()}
    rated = {code: index for code, index in indices.items() if index is not None}
    lowest = min(rated, key=lambda code: rated[code]) if rated else None
    groups = []
    for code, title in labels.dimension_titles.items():
        rows = tuple(
            _rating_row(criterion, labels, answers.get(criterion), points.get(criterion))
            for criterion, dimension in labels.dimension_of.items()
            if dimension == code
        )
        groups.append(DimensionGroup(code, title, indices.get(code), rows, code == lowest))
    return groups


def _rating_row(code: str, labels: Labels, finding: Finding | None, points: float | None) -> RatingRow:
    criterion, level = labels.criteria[code], finding.value if finding else "unknown"
    return RatingRow(
        code=code,
        label=criterion.label,
        question=criterion.question,
        level=level,
        word=labels.scales.get("rating", {}).get(int(level), "") if level.isdigit() else "",
        descriptor=_descriptor(criterion.levels, level),
        finding=finding,
        points=points if level.isdigit() else None,
    )


def harm_rows(labels: Labels, answers: Answers) -> list[HarmRow]:
    """Every dimension of sovereignty, the heaviest first; those not rated come last."""
    rows = [
        HarmRow(
            code=code,
            label=row.label,
            level=(level := answers[code].value if code in answers else "unknown"),
            word=labels.scales.get("sovereignty", {}).get(int(level), "") if level.isdigit() else "",
            descriptor=_descriptor(row.levels, level),
            adjustable=row.consent_adjustable,
            finding=answers.get(code),
        )
        for code, row in labels.sovereignty.items()
    ]
    return sorted(rows, key=lambda row: -int(row.level) if row.level.isdigit() else 1)


def _descriptor(levels: list[str], level: str) -> str:
    return levels[int(level)] if level.isdigit() and int(level) < len(levels) else ""


def rated_words(legitimacy: Mapping[str, Any], groups: list[DimensionGroup], set_aside: int = 0) -> str:
    """How many criteria are rated, how many do not apply, how many are not known; and how many ratings are
    `set_aside` because the framework does not ask for them.
    """
    levels = [row.level for group in groups for row in group.rows]
    rated = sum(level.isdigit() for level in levels)
    absent = levels.count("na")
    parts = [
        _("%(rated)d of %(total)d criteria are rated.") % {"rated": rated, "total": len(levels) - absent}
    ]
    if absent:
        parts.append(
            ngettext("%(count)d does not apply.", "%(count)d do not apply.", absent) % {"count": absent}
        )
    if legitimacy["index"] is not None and not legitimacy["band"]:
        parts.append(_("That is too little for a band."))
    if set_aside:
        parts.append(
            ngettext(
                "%(count)d further rating is set aside: this framework does not ask for it.",
                "%(count)d further ratings are set aside: this framework does not ask for them.",
                set_aside,
            )
            % {"count": set_aside}
        )
    return " ".join(parts)


def consent_rule(rows: list[HarmRow]) -> str:
    """What consent can take off, and what it cannot."""
    kept = [row.label for row in rows if not row.adjustable]
    return _(
        "Valid consent takes a dimension off the adjusted impact, except %(kept)s: that harm is the same "
        "whatever the government agreed to."
    ) % {"kept": listed(kept)}
