"""A rule of the catalogue as an outline in words, for the method page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from natoassess.web.presentation import words
from natoassess.web.presentation.words import long_date

OPERATORS: dict[str, Promise] = {
    "all": gettext_lazy("all of these"),
    "any": gettext_lazy("at least one of these"),
    "none": gettext_lazy("none of these"),
}


@dataclass(frozen=True)
class RuleNode:
    """A fact (`code` set, no parts) or an operator over parts."""

    text: str
    code: str = ""
    parts: tuple[RuleNode, ...] = ()


def rule_outline(rule: str | Mapping[str, Any], labels: Mapping[str, str]) -> RuleNode:
    """A rule, written with all, any and none over fact codes, as an outline.

    Raises ValueError for an operator that the catalogue does not have.
    """
    if isinstance(rule, str):
        return RuleNode(labels.get(rule, rule), code=rule)
    (operator, parts), *rest = rule.items()
    if rest or operator not in OPERATORS:
        raise ValueError(f"a rule has one operator of all, any, none; not {sorted(rule)}")
    return RuleNode(str(OPERATORS[operator]), parts=tuple(rule_outline(part, labels) for part in parts))


def standing_words(standing: str | Sequence[Mapping[str, Any]]) -> str:
    """ "settled", or "minority until 11 September 2001; contested from 12 September 2001"."""
    if isinstance(standing, str):
        return words.word(words.STANDINGS, standing)
    parts = []
    for entry in standing:
        value = words.word(words.STANDINGS, entry["value"])
        if entry.get("from"):
            since = long_date(str(entry["from"]))
            parts.append(pgettext("standing", "%(value)s from %(day)s") % {"value": value, "day": since})
        else:
            parts.append(_("%(value)s at first") % {"value": value})
    return "; ".join(parts)
