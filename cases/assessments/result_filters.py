"""What filters over assessments and over publications have in common: the result, and whose they are.

Both ask a summary of a snapshot; where it stands, seen from the rows, is the `summary` that is given.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from natoassess.accounts.models import User
from natoassess.web.filters import Choice, Score
from natoassess.web.lookups import AMONG, PERIOD

VERDICTS = [
    ("lawful", _("lawful")),
    ("arguable", _("arguable")),
    ("unlawful", _("unlawful")),
    ("undetermined", _("undetermined")),
    ("not_applicable", _("not applicable")),
]
BANDS = [("high", _("high")), ("mixed", _("mixed")), ("low", _("low"))]


def by_verdict(summary: str) -> Choice:
    """The verdict, as pages ask for it."""
    return _one_of(f"{summary}__verdict", VERDICTS, _("Verdict"), empty_label=_("every verdict"))


def by_legality(summary: str) -> Choice:
    """The same under the name that its column has."""
    return _one_of(f"{summary}__verdict", VERDICTS, _("The verdict, under the name of its column"))


def by_band(summary: str) -> Choice:
    """The band of legitimacy."""
    return _one_of(f"{summary}__legitimacy__band", BANDS, _("Band of legitimacy"))


def by_index(summary: str) -> Score:
    """The index of legitimacy, 0 to 100."""
    return _number(f"{summary}__legitimacy__index", _("Index of legitimacy"))


def by_gross(summary: str) -> Score:
    """The gross impact on sovereignty, 0 to 100."""
    return _number(f"{summary}__sovereignty__gross", _("Gross sovereignty impact"))


def _one_of(path: str, choices: list[Any], label: Promise, **given: Any) -> Choice:
    return Choice(path, method="by_result", lookups=AMONG, choices=choices, label=label, **given)


def _number(path: str, label: Promise) -> Score:
    return Score(path, method="by_score", lookups=PERIOD, label=label)


def scored(rows: QuerySet[Any], name: str, value: float) -> QuerySet[Any]:
    """`rows` whose number in a summary stands so to `value`.

    Databases order a null of JSON differently against numbers, so both bounds of an index are asked for too.
    """
    path = name.removesuffix("__gte").removesuffix("__lte")
    return rows.filter(**{f"{path}__gte": 0.0}).filter(**{f"{path}__lte": 100.0}).filter(**{name: value})


def authored(rows: QuerySet[Any], path: str, request: HttpRequest | None, value: bool) -> QuerySet[Any]:
    """Of `rows`, whose author stands at `path`, one's own, or those of others; a visitor has none."""
    user = request.user if request else None
    if not isinstance(user, User):
        return rows.none() if value else rows
    own = Q(**{path: user})
    return rows.filter(own) if value else rows.exclude(own)
