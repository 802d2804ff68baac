"""What the log of withdrawals can be narrowed by."""

from __future__ import annotations

from datetime import UTC, datetime

import django_filters
from django import forms
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from natoassess.web.filters import Choice
from natoassess.web.lookups import AMONG, ListFilter
from natoassess.web.withdrawals.models import How, Withdrawal

KINDS = [
    (kind, kind)
    for kind in (
        "actor", "instrument", "provision", "fact", "criterion", "sovereignty", "test", "framework", "case", "phase",
        "claim", "figure", "ledger", "source", "assessment", "publication",
    )
]  # fmt: skip
"""Everything that has an id in the API and can be withdrawn."""
WAYS = [(how.value, how.label) for how in How if how is not How.RETURNED]


class MomentField(forms.Field):
    """A moment as ISO 8601 writes it, with its offset from UTC; a day stands for its first moment in UTC."""

    def to_python(self, value: str | None) -> datetime | None:
        """The moment. Raises ValidationError."""
        if value in self.empty_values:
            return None
        given = str(value).strip()
        try:
            day, moment = parse_date(given), parse_datetime(given)
        except ValueError:
            day = moment = None
        if day is not None and len(given) == len("2026-01-01"):
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        if moment is None or moment.tzinfo is None:
            raise forms.ValidationError(
                _(
                    "Write a moment with its offset, such as 2026-01-01T00:00:00Z (+ is written %2B), or a day."
                )
            )
        return moment


@extend_schema_field(OpenApiTypes.DATETIME)
class Moment(django_filters.Filter):
    """A moment."""

    field_class = MomentField


class WithdrawalFilter(ListFilter):
    """Withdrawals by moment, kind and way."""

    since = Moment(
        "at",
        "gte",
        label=gettext_lazy("Since"),
        help_text=gettext_lazy("Withdrawn at this moment or later, such as 2026-01-01T00:00:00Z."),
    )
    kind = Choice(lookups=AMONG, choices=KINDS, label=gettext_lazy("Kind"))
    how = Choice(lookups=AMONG, choices=WAYS, label=gettext_lazy("How"))

    class Meta:
        model = Withdrawal
        fields: list[str] = []
