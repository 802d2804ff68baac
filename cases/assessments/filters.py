"""Filter sets over assessments: one for the pages and the API."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.assessments.models import Assessment, Finding, Snapshot
from cases.assessments.models.assessment import Status
from cases.assessments.result_filters import (
    authored,
    by_band,
    by_gross,
    by_index,
    by_legality,
    by_verdict,
    scored,
)
from cases.studies.filters import PHASE_ID, ActorChoice, actors_acting, targets_known
from cases.studies.models import Phase
from frameworks.cites import Cites, citing
from natoassess.web.filters import OLD_ORDER, Choice, Day, OrderBy, Text, TrueOrFalse
from natoassess.web.lookups import AMONG, PERIOD, ListFilter


def last_revisions() -> QuerySet[Snapshot]:
    """The last that was submitted of each assessment."""
    later = Snapshot.objects.filter(assessment=OuterRef("assessment"), revision__gt=OuterRef("revision"))
    rows: QuerySet[Snapshot] = Snapshot.objects.filter(~Exists(later))
    return rows


class AssessmentFilter(ListFilter):
    """Assessments by words, case, phase, framework, status, the verdict of their last revision, and whose they are."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Words"),
        help_text=_("In the titles, or in the name of the author."),
    )
    case = Text("phase__case__slug", lookups=AMONG, label=_("Case"))
    phase = django_filters.CharFilter(method="by_phase", validators=[PHASE_ID], label=_("Phase"))
    framework = Text("framework__code", lookups=AMONG, label=_("Framework"))
    status = Choice(lookups=AMONG, choices=Status.choices, label=_("Status"), empty_label=_("every status"))
    verdict = by_verdict("summary")
    legality = by_legality("summary")
    band = by_band("summary")
    index = by_index("summary")
    gross = by_gross("summary")
    reference = TrueOrFalse(
        "reference", "isnull", exclude=True, label=_("Reference assessment of the library")
    )
    mine = TrueOrFalse(method="by_author", label=_("Filed by me"))
    as_of = Day(lookups=PERIOD, label=_("Law as of"))
    target = ActorChoice(
        "phase__case__target_id", lookups=AMONG, choices=targets_known, label=_("State concerned")
    )
    acting = ActorChoice(method="by_acting", lookups=AMONG, choices=actors_acting, label=_("Acting"))
    starts_on = Day("phase__starts_on", lookups=PERIOD, label=_("First day of the phase"))
    cites = Cites(method="by_cited")
    order_by = OrderBy(
        fields=["changed_at", "as_of", "published_at", ("phase__starts_on", "starts_on"), ("pk", "id")]
    )
    old_names = OLD_ORDER | {"as_of_from": "as_of__gte", "as_of_until": "as_of__lte"}

    class Meta:
        model = Assessment
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Assessment]) -> QuerySet[Assessment]:
        """Narrow `queryset`; what was superseded is asked for by its status."""
        narrowed: QuerySet[Assessment] = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("status") or self.form.cleaned_data.get("status__in"):
            return narrowed
        return narrowed.exclude(status=Status.SUPERSEDED)

    def by_words(self, queryset: QuerySet[Assessment], name: str, value: str) -> QuerySet[Assessment]:
        """Every word somewhere in the names of case and phase, or of who filed it."""
        for word in value.split():
            queryset = queryset.filter(
                Q(phase__case__title__icontains=word)
                | Q(phase__title__icontains=word)
                | Q(phase__label__icontains=word)
                | Q(author__display_name__icontains=word)
                | Q(author__username__icontains=word)
            )
        return queryset

    def by_phase(self, queryset: QuerySet[Assessment], name: str, value: str) -> QuerySet[Assessment]:
        """The assessments of one phase, named as case/phase."""
        case, phase = value.split("/")
        return queryset.filter(phase__case__slug=case, phase__slug=phase)

    def by_result(self, queryset: QuerySet[Assessment], name: str, value: object) -> QuerySet[Assessment]:
        """Those whose last revision came to it; a draft never submitted has none."""
        return queryset.filter(pk__in=last_revisions().filter(**{name: value}).values("assessment"))

    def by_score(self, queryset: QuerySet[Assessment], name: str, value: float) -> QuerySet[Assessment]:
        """Those whose last revision has a number so; one without the number is no match."""
        numbered = scored(last_revisions(), name, value)
        return queryset.filter(pk__in=numbered.values("assessment"))

    def by_acting(self, queryset: QuerySet[Assessment], name: str, value: object) -> QuerySet[Assessment]:
        """Of phases in which that State or organisation acted."""
        acting = Phase.objects.filter(pk=OuterRef("phase"), **{name: value})
        return queryset.filter(Exists(acting))

    def by_cited(
        self, queryset: QuerySet[Assessment], name: str, value: str | list[str]
    ) -> QuerySet[Assessment]:
        """Those with an answer that rests on it."""
        answers = Finding.objects.filter(citing("provisions", value), assessment=OuterRef("pk"))
        return queryset.filter(Exists(answers))

    def by_author(self, queryset: QuerySet[Assessment], name: str, value: bool) -> QuerySet[Assessment]:
        """One's own, or those of others; a visitor has none."""
        return authored(queryset, "author", self.request, value)
