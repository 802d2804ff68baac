"""Filter sets over the cases: one for the pages and the API."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.studies.models import Case, Claim, Phase
from cases.studies.models.case import CaseKind
from cases.studies.selectors import phases_shown
from frameworks.cites import Cites, citing
from frameworks.filters import with_words
from frameworks.models import Actor
from natoassess.accounts.selectors import Person
from natoassess.web.filters import OLD_ORDER, Choice, Day, OrderBy, Text, TrueOrFalse
from natoassess.web.lookups import AMONG, PERIOD, ListFilter

PHASE_ID = RegexValidator(
    r"^[a-z0-9_-]+/[a-z0-9_-]+\Z", _("A phase is named by its case and itself: kosovo-1999/allied-force.")
)


def targets_known(user: Person | None = None) -> list[tuple[str, str]]:
    """The States that cases concern which `user` may see; without a person, a visitor."""
    seen = Q(cases_as_target__phases__in=phases_shown(user or AnonymousUser()))
    return list(Actor.objects.filter(seen).distinct().values_list("pk", "name"))


def actors_acting(user: Person | None = None) -> list[tuple[str, str]]:
    """The States and organisations that acted in a phase which `user` may see; without a person, a visitor."""
    seen = Q(phases_as_acting__in=phases_shown(user or AnonymousUser()))
    return list(Actor.objects.filter(seen).distinct().values_list("pk", "name"))


class ActorChoice(Choice):
    """One of the actors in what whoever asks may see: neither a choice nor a refusal tells of another's scenario.

    `choices` is a function of the person.
    """

    @property
    def field(self) -> Any:
        """With the choices of whoever asks."""
        request = getattr(getattr(self, "parent", None), "request", None)
        known = self.extra["choices"]
        if request is not None and not isinstance(known, partial):
            self.extra["choices"] = partial(known, request.user)
            # whoever describes the API asks the filter of the class, whose field this one is a copy of
            vars(self).pop("_field", None)
        return super().field


class CaseFilter(ListFilter):
    """Cases by kind, State concerned, who acted, leadership of NATO, day and words."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Words"),
        help_text=_("All of them must occur in the title, the summary or a phase."),
    )
    kind = Choice(
        lookups=AMONG, choices=CaseKind.choices, label=_("Kind"), empty_label=_("cases and scenarios")
    )
    target = ActorChoice(
        field_name="target_id",
        lookups=AMONG,
        choices=targets_known,
        label=_("State concerned"),
        empty_label=_("every State"),
    )
    acting = ActorChoice(
        method="by_acting",
        lookups=AMONG,
        choices=actors_acting,
        label=_("Acting"),
        empty_label=_("whoever acted"),
    )
    nato_operation = TrueOrFalse(method="by_operation", label=_("Operation of the Alliance"))
    on = Day(
        method="on_day",
        label=_("Under way on"),
    )
    starts_on = Day(lookups=PERIOD, label=_("First day"))
    ends_on = Day(lookups=PERIOD, label=_("Last day"))
    cites = Cites(method="by_cited")
    order_by = OrderBy(fields=["starts_on", "ends_on", "title", ("slug", "id")])

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
        return queryset.filter(Exists(self._phases_shown().filter(case=OuterRef("pk"), **{name: value})))

    def by_cited(self, queryset: QuerySet[Case], name: str, value: str | list[str]) -> QuerySet[Case]:
        """Cases with a claim, or an answer published to all, that rests on it."""
        claims = Claim.objects.filter(citing("provisions", value), case=OuterRef("pk"))
        answered = self._phases_shown().filter(answered_by(value), case=OuterRef("pk"))
        return queryset.filter(Exists(claims) | Exists(answered))

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


def answered_by(value: str | list[str]) -> Q:
    """The condition that an assessment of the phase, published to all, has an answer that rests on the law."""
    return citing("assessments__findings__provisions", value) & Q(
        assessments__status="published",
        assessments__visibility="public",
        assessments__trashed_at__isnull=True,
    )


class PhaseFilter(ListFilter):
    """Phases by words, case, days, who acted against whom, the law relied on, and leadership of NATO."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Words"),
        help_text=_("All of them must occur in the names, the operation or the summary."),
    )
    case = Text("case__slug", lookups=AMONG, label=_("Case"))
    kind = Choice("case__kind", lookups=AMONG, choices=CaseKind.choices, label=_("Kind of the case"))
    target = ActorChoice("case__target_id", lookups=AMONG, choices=targets_known, label=_("State concerned"))
    acting = ActorChoice(method="by_acting", lookups=AMONG, choices=actors_acting, label=_("Acting"))
    as_of = Day(lookups=PERIOD, label=_("Law as of"))
    starts_on = Day(lookups=PERIOD, label=_("First day"))
    ends_on = Day(lookups=PERIOD, label=_("Last day"))
    nato_operation = TrueOrFalse(label=_("Operation of the Alliance"))
    reference = TrueOrFalse(label=_("Has a reference assessment"))
    cites = Cites(method="by_cited")
    order_by = OrderBy(fields=["as_of", "starts_on", "ends_on", "title", ("case__slug", "case")])
    old_names = OLD_ORDER | {"as_of_from": "as_of__gte", "as_of_until": "as_of__lte"}

    class Meta:
        model = Phase
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[Phase], name: str, value: str) -> QuerySet[Phase]:
        """Every word somewhere in the phase or the title of its case."""
        return with_words(queryset, value, ("title", "label", "operation", "summary", "case__title"))

    def by_acting(self, queryset: QuerySet[Phase], name: str, value: object) -> QuerySet[Phase]:
        """Phases in which that State or organisation acted."""
        acting = Phase.objects.filter(pk=OuterRef("pk"), **{name: value})
        return queryset.filter(Exists(acting))

    def by_cited(self, queryset: QuerySet[Phase], name: str, value: str | list[str]) -> QuerySet[Phase]:
        """Phases with a claim, or an answer published to all, that rests on it."""
        claims = Claim.objects.filter(citing("provisions", value), phase=OuterRef("pk"))
        answered = Phase.objects.filter(answered_by(value), pk=OuterRef("pk"))
        return queryset.filter(Exists(claims) | Exists(answered))
