"""What a list of jobs can be narrowed by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from natoassess.web.filters import Choice, OrderBy, Text
from natoassess.web.jobs.models import Job, State
from natoassess.web.lookups import AMONG, ListFilter


class JobFilter(ListFilter):
    """By state and by kind."""

    state = Choice(lookups=AMONG, choices=State.choices, label=_("State"))
    kind = Text(lookups=AMONG, label=_("Kind"))
    order_by = OrderBy(fields=["created_at"])

    class Meta:
        model = Job
        fields: list[str] = []
