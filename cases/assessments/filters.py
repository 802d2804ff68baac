"""Filter sets over assessments: one for the pages and the API."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.assessments.models import Assessment, Snapshot
from cases.assessments.models.assessment import Status
from cases.studies.filters import PHASE_ID
from natoassess.accounts.models import User
from natoassess.web.filters import Day, Ordering, TrueOrFalse

VERDICTS = [
    ("lawful", _("lawful")),
    ("arguable", _("arguable")),
    ("unlawful", _("unlawful")),
    ("undetermined", _("undetermined")),
    ("not_applicable", _("not applicable")),
]


class AssessmentFilter(django_filters.FilterSet):
    """Assessments by words, case, phase, framework, status, the verdict of their last revision, and whose they are."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Words"),
        help_text=_("In the titles, or in the name of the author."),
    )
    case = django_filters.CharFilter("phase__case__slug", label=_("Case"))
    phase = django_filters.CharFilter(method="by_phase", validators=[PHASE_ID], label=_("Phase"))
    framework = django_filters.CharFilter("framework__code", label=_("Framework"))
    status = django_filters.ChoiceFilter(
        choices=Status.choices, label=_("Status"), empty_label=_("every status")
    )
    verdict = django_filters.ChoiceFilter(
        choices=VERDICTS, method="by_verdict", label=_("Verdict"), empty_label=_("every verdict")
    )
    reference = TrueOrFalse(
        "reference", "isnull", exclude=True, label=_("Reference assessment of the library")
    )
    mine = TrueOrFalse(method="by_author", label=_("Filed by me"))
    as_of_from = Day("as_of", "gte", label=_("Law as of this day or later"))
    as_of_until = Day("as_of", "lte", label=_("Law as of this day or earlier"))
    ordering = Ordering(
        fields=[("changed_at", "changed_at"), ("as_of", "as_of"), ("published_at", "published_at")],
        label=_("Order"),
    )

    class Meta:
        model = Assessment
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Assessment]) -> QuerySet[Assessment]:
        """Narrow `queryset`; what was superseded is asked for by its status."""
        narrowed: QuerySet[Assessment] = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("status"):
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

    def by_verdict(self, queryset: QuerySet[Assessment], name: str, value: str) -> QuerySet[Assessment]:
        """Those whose last revision came to that verdict; a draft never submitted has none."""
        later = Snapshot.objects.filter(assessment=OuterRef("assessment"), revision__gt=OuterRef("revision"))
        last = Snapshot.objects.filter(~Exists(later), summary__verdict=value)
        return queryset.filter(pk__in=last.values("assessment"))

    def by_author(self, queryset: QuerySet[Assessment], name: str, value: bool) -> QuerySet[Assessment]:
        """One's own, or those of others; a visitor has none."""
        user = self.request.user if self.request else None
        if not isinstance(user, User):
            return queryset.none() if value else queryset
        return queryset.filter(author=user) if value else queryset.exclude(author=user)
