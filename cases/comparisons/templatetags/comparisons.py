"""What the comparison page needs of a comparison: its parts in order, and two cells with their ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from cases.comparisons.comparison import Comparison, Row
from natoassess.web.presentation import answers

register = template.Library()

Part = tuple[str, tuple[Row, ...], str]


@register.filter
def parts(comparison: Comparison) -> list[Part]:
    """(heading, rows that differ, kind of question) for each part of the catalogue."""
    return [
        (_("Where the law divides them"), comparison.facts.differing, "fact"),
        (_("Where legitimacy divides them"), comparison.ratings.differing, "criterion"),
        (_("Where the cost to sovereignty divides them"), comparison.sovereignty.differing, "sovereignty"),
    ]


@register.filter
def agreements(comparison: Comparison) -> list[Part]:
    """(heading, rows that agree, kind of question) for each part of the catalogue."""
    return [
        (_("Facts on which all agree"), comparison.facts.agreeing, "fact"),
        (_("Ratings on which all agree"), comparison.ratings.agreeing, "criterion"),
        (_("Kinds of harm on which all agree"), comparison.sovereignty.agreeing, "sovereignty"),
    ]


@register.filter
def is_sovereignty(kind: str) -> bool:
    """Whether the levels of this part are harms to sovereignty."""
    return kind == "sovereignty"


@register.inclusion_tag("comparisons/legitimacy_cell.html")
def legitimacy_cell(legitimacy: Mapping[str, Any]) -> dict[str, Any]:
    """The index, its band and its ranges, and a slim bar."""
    return {"legitimacy": legitimacy, "small": answers.legitimacy_small(legitimacy)}


@register.inclusion_tag("comparisons/sovereignty_cell.html")
def sovereignty_cell(sovereignty: Mapping[str, Any]) -> dict[str, Any]:
    """The gross index, the adjusted one and a slim bar."""
    return {"sovereignty": sovereignty, "small": answers.sovereignty_small(sovereignty)}
