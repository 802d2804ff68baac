"""The filter set over publications: one for the page and the API."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.assessments.models import Finding, Publication
from cases.assessments.publications import current
from cases.assessments.result_filters import (
    authored,
    by_band,
    by_gross,
    by_index,
    by_legality,
    by_verdict,
    scored,
)
from cases.studies.filters import ActorChoice, actors_acting, targets_known
from cases.studies.models import Phase
from frameworks.cites import Cites, citing
from natoassess.web.filters import OLD_ORDER, Choice, Day, OrderBy, Text, TrueOrFalse, Whole
from natoassess.web.lookups import AMONG, PERIOD, ListFilter

STATES = [
    ("current", _("the newest alone")),
    ("superseded", _("superseded")),
    ("retracted", _("retracted")),
    ("all", _("all")),
]


class PublicationFilter(ListFilter):
    """Publications by words, year, verdict, case, framework, what became of them, and whose they are.

    Without `state` the newest alone: what was superseded or retracted is asked for by name.
    """

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Words"),
        help_text=_("In the title, the number or the names of the authors."),
    )
    year = Whole("year", lookups=PERIOD, label=_("Year"))
    verdict = by_verdict("snapshot__summary")
    legality = by_legality("snapshot__summary")
    band = by_band("snapshot__summary")
    index = by_index("snapshot__summary")
    gross = by_gross("snapshot__summary")
    state = Choice(choices=STATES[1:], method="by_state", label=_("State"), empty_label=STATES[0][1])
    case = Text("assessment__phase__case__slug", lookups=AMONG, label=_("Case"))
    framework = Text("assessment__framework__code", lookups=AMONG, label=_("Framework"))
    target = ActorChoice(
        "assessment__phase__case__target_id", lookups=AMONG, choices=targets_known, label=_("State concerned")
    )
    acting = ActorChoice(method="by_acting", lookups=AMONG, choices=actors_acting, label=_("Acting"))
    as_of = Day("assessment__as_of", lookups=PERIOD, label=_("Law as of"))
    starts_on = Day("assessment__phase__starts_on", lookups=PERIOD, label=_("First day of the phase"))
    cites = Cites(method="by_cited")
    mine = TrueOrFalse(method="by_author", label=_("Mine"))
    order_by = OrderBy(fields=["published_at", "number", "title"])
    old_names = OLD_ORDER

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

    def by_result(self, queryset: QuerySet[Publication], name: str, value: object) -> QuerySet[Publication]:
        """Those that came to it; of what was retracted no result is told."""
        return queryset.filter(retracted_at__isnull=True, **{name: value})

    def by_score(self, queryset: QuerySet[Publication], name: str, value: float) -> QuerySet[Publication]:
        """Those with a number so."""
        return scored(queryset.filter(retracted_at__isnull=True), name, value)

    def by_acting(self, queryset: QuerySet[Publication], name: str, value: object) -> QuerySet[Publication]:
        """Of phases in which that State or organisation acted."""
        acting = Phase.objects.filter(pk=OuterRef("assessment__phase"), **{name: value})
        return queryset.filter(Exists(acting))

    def by_cited(
        self, queryset: QuerySet[Publication], name: str, value: str | list[str]
    ) -> QuerySet[Publication]:
        """Those with an answer that rests on it."""
        answers = Finding.objects.filter(citing("provisions", value), assessment=OuterRef("assessment"))
        return queryset.filter(Exists(answers), retracted_at__isnull=True)

    def by_author(self, queryset: QuerySet[Publication], name: str, value: bool) -> QuerySet[Publication]:
        """One's own, or those of others; a visitor has none."""
        return authored(queryset, "assessment__author", self.request, value)
