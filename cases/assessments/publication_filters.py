"""The filter set over publications: one for the page and the API."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.assessments.filters import VERDICTS
from cases.assessments.models import Publication
from cases.assessments.publications import current
from natoassess.accounts.models import User
from natoassess.web.filters import Ordering, TrueOrFalse, Whole

STATES = [
    ("current", _("the newest alone")),
    ("superseded", _("superseded")),
    ("retracted", _("retracted")),
    ("all", _("all")),
]


class PublicationFilter(django_filters.FilterSet):
    """Publications by words, year, verdict, case, framework, what became of them, and whose they are.

    Without `state` the newest alone: what was superseded or retracted is asked for by name.
    """

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Words"),
        help_text=_("In the title, the number or the names of the authors."),
    )
    year = Whole("year", label=_("Year"))
    verdict = django_filters.ChoiceFilter(
        choices=VERDICTS, method="by_verdict", label=_("Verdict"), empty_label=_("every verdict")
    )
    state = django_filters.ChoiceFilter(
        choices=STATES[1:], method="by_state", label=_("State"), empty_label=STATES[0][1]
    )
    case = django_filters.CharFilter("assessment__phase__case__slug", label=_("Case"))
    framework = django_filters.CharFilter("assessment__framework__code", label=_("Framework"))
    mine = TrueOrFalse(method="by_author", label=_("Mine"))
    ordering = Ordering(
        fields=[("published_at", "published_at"), ("number", "number"), ("title", "title")], label=_("Order")
    )

    class Meta:
        model = Publication
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Publication]) -> QuerySet[Publication]:
        """Narrow `queryset`; the newest alone unless a state is asked for."""
        narrowed: QuerySet[Publication] = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("state") else current(narrowed)

    def by_state(self, queryset: QuerySet[Publication], name: str, value: str) -> QuerySet[Publication]:
        """What became of them."""
        if value == "superseded":
            return queryset.filter(superseded_by__isnull=False, retracted_at__isnull=True)
        return queryset.filter(retracted_at__isnull=False) if value == "retracted" else queryset

    def by_words(self, queryset: QuerySet[Publication], name: str, value: str) -> QuerySet[Publication]:
        """Every word somewhere in the title, the number or the names."""
        for word in value.split():
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(number__icontains=word) | Q(authors__icontains=word)
            )
        return queryset

    def by_verdict(self, queryset: QuerySet[Publication], name: str, value: str) -> QuerySet[Publication]:
        """Those that came to that verdict; of what was retracted no verdict is told."""
        return queryset.filter(snapshot__summary__verdict=value, retracted_at__isnull=True)

    def by_author(self, queryset: QuerySet[Publication], name: str, value: bool) -> QuerySet[Publication]:
        """One's own, or those of others; a visitor has none."""
        user = self.request.user if self.request else None
        if not isinstance(user, User):
            return queryset.none() if value else queryset
        own = Q(assessment__author=user)
        return queryset.filter(own) if value else queryset.exclude(own)
