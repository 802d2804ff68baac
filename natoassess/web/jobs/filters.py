"""What a list of jobs can be narrowed by."""

from __future__ import annotations

import django_filters

from natoassess.web.jobs.models import Job, State


class JobFilter(django_filters.FilterSet):
    """By state and by kind."""

    state = django_filters.ChoiceFilter(choices=State.choices)
    kind = django_filters.CharFilter()

    class Meta:
        model = Job
        fields = ("state", "kind")
