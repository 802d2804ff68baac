"""Filter sets over the cases: one for the pages and the API."""

from __future__ import annotations

from datetime import date

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.studies.models import Case, Phase
from cases.studies.models.case import CaseKind
from cases.studies.selectors import phases_shown
from frameworks.models import Actor
from natoassess.web.filters import Day, Ordering, TrueOrFalse

PHASE_ID = RegexValidator(
    r"^[a-z0-9_-]+/[a-z0-9_-]+\Z", _("A phase is named by its case and itself: kosovo-1999/allied-force.")
)


def targets_known() -> list[tuple[str, str]]:
    """The States that cases of the library concern."""
    return list(Actor.objects.filter(cases_as_target__isnull=False).distinct().values_list("pk", "name"))


def actors_acting() -> list[tuple[str, str]]:
    """The States and organisations that acted in a phase."""
    return list(Actor.objects.filter(phases_as_acting__isnull=False).distinct().values_list("pk", "name"))


class CaseFilter(django_filters.FilterSet):
    """Cases by kind, State concerned, who acted, leadership of NATO, day and words."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Words"),
        help_text=_("All of them must occur in the title, the summary or a phase."),
    )
    kind = django_filters.ChoiceFilter(
        choices=CaseKind.choices, label=_("Kind"), empty_label=_("cases and scenarios")
    )
    target = django_filters.ChoiceFilter(
        field_name="target_id",
        choices=targets_known,
        label=_("State concerned"),
        empty_label=_("every State"),
    )
    acting = django_filters.ChoiceFilter(
        method="by_acting", choices=actors_acting, label=_("Acting"), empty_label=_("whoever acted")
    )
    nato_operation = TrueOrFalse(method="by_operation", label=_("Operation of the Alliance"))
    on = Day(
        method="on_day",
        label=_("Under way on"),
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Every word somewhere in the case or in one of its phases."""
        for word in value.split():
            inside = self._phases_shown().filter(
                Q(title__icontains=word)
                | Q(label__icontains=word)
                | Q(operation__icontains=word)
                | Q(summary__icontains=word),
                case=OuterRef("pk"),
            )
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(deck__icontains=word)
                | Q(target__name__icontains=word)
                | Q(target_name__icontains=word)
                | Exists(inside)
            )
        return queryset

    def by_acting(self, queryset: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Cases with a phase in which that State or organisation acted."""
        return queryset.filter(Exists(self._phases_shown().filter(case=OuterRef("pk"), acting=value)))

    def _phases_shown(self) -> QuerySet[Phase]:
        """The phases that whoever asks may see: of what they may not, no filter tells that it is there."""
        user = self.request.user if self.request else AnonymousUser()
        return phases_shown(user)

    def by_operation(self, queryset: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        """Cases with, or without, a phase that was an operation of the Alliance."""
        led = Exists(self._phases_shown().filter(case=OuterRef("pk"), nato_operation=True))
        return queryset.filter(led) if value else queryset.exclude(led)

    def on_day(self, queryset: QuerySet[Case], name: str, value: date) -> QuerySet[Case]:
        """Cases that had begun by that day and had not ended before it."""
        return queryset.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=value), starts_on__lte=value)

    @classmethod
    def parameters(cls) -> frozenset[str]:
        """The names that may stand in an address."""
        return frozenset(cls.base_filters)


class PhaseFilter(django_filters.FilterSet):
    """Phases by case, the day whose law applies, and leadership of NATO."""

    case = django_filters.CharFilter("case__slug", label=_("Case"))
    as_of_from = Day("as_of", "gte", label=_("Law as of this day or later"))
    as_of_until = Day("as_of", "lte", label=_("Law as of this day or earlier"))
    nato_operation = TrueOrFalse(label=_("Operation of the Alliance"))
    reference = TrueOrFalse(label=_("Has a reference assessment"))
    ordering = Ordering(fields=[("as_of", "as_of"), ("starts_on", "starts_on")], label=_("Order"))

    class Meta:
        model = Phase
        fields: list[str] = []
