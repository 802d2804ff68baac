"""What the comparison page needs of a comparison: its parts in order, and two cells with their ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from cases.comparisons.comparison import Comparison, Row
from frameworks.comparing import Ranking
from natoassess.web.presentation import answers, ranks, words

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


@register.inclusion_tag("comparisons/ranking.html", takes_context=True)
def ranking_section(context: Mapping[str, Any]) -> dict[str, Any]:
    """Which column is ahead on legitimacy, and what would make the first like the others in law.

    Takes the comparison, what was chosen and the frameworks to choose from out of the page's context.
    """
    ranking: Ranking = context["comparison"].ranking
    rows = ranks.rank_rows(ranking.order, ranking.labels)
    neighbours, others = ranking.neighbours_first()
    return {
        "ranking": ranking,
        "asked": bool(context["framework_code"]),
        "chosen": context["chosen"],
        "frameworks": context["frameworks"],
        "framework_code": context["framework_code"],
        "rows": rows,
        "neighbours": neighbours,
        "others": others,
        "about": [(row, ranking.about[row.position]) for row in rows],
        "alike": [(ranking.labels[found.other], found.sentences) for found in ranking.alike],
        "refused": [(ranking.labels[i], why.rstrip(".")) for i, why in ranking.refused.items()],
        "error": words.points_at_most(ranking.numbers["error"]) if ranking.numbers else "",
    }


@register.inclusion_tag("comparisons/legitimacy_cell.html")
def legitimacy_cell(legitimacy: Mapping[str, Any]) -> dict[str, Any]:
    """The index, its band and its ranges, and a slim bar."""
    return {"legitimacy": legitimacy, "small": answers.legitimacy_small(legitimacy)}


@register.inclusion_tag("comparisons/sovereignty_cell.html")
def sovereignty_cell(sovereignty: Mapping[str, Any]) -> dict[str, Any]:
    """The gross index, the adjusted one and a slim bar."""
    return {"sovereignty": sovereignty, "small": answers.sovereignty_small(sovereignty)}
