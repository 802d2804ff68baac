"""Filter sets over the law: one for the pages and the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from frameworks.membership import terms_on
from frameworks.models import (
    Actor,
    ActorMembership,
    Catalogue,
    Criterion,
    Fact,
    Framework,
    Instrument,
    LegalTest,
    Provision,
    SovereigntyDimension,
)
from frameworks.models.actor import ActorKind
from frameworks.models.framework import FrameworkKind
from frameworks.models.instrument import Effect, Nature
from frameworks.naming import confidence_label, kind_label
from natoassess.web.filters import Day, Ordering, TrueOrFalse, Whole


def kinds_known() -> list[tuple[str, str]]:
    """The kinds of instrument in the library, with their labels."""
    kinds = Instrument.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return sorted(((kind, kind_label(kind)) for kind in kinds), key=lambda choice: choice[1])


def bodies_known() -> list[tuple[str, str]]:
    """The bodies that made the instruments in the library."""
    return [
        (body, body) for body in Instrument.objects.order_by("body").values_list("body", flat=True).distinct()
    ]


def confidences_known() -> list[tuple[str, str]]:
    """How far the entries of the library were checked."""
    codes = Instrument.objects.order_by("confidence").values_list("confidence", flat=True).distinct()
    return [(code, confidence_label(code)) for code in codes]


class InstrumentFilter(django_filters.FilterSet):
    """Instruments by kind, body, effect of a provision, days and words."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Words"),
        help_text=_("All of them must occur in the title, the symbol, the summary or a provision."),
    )
    kind = django_filters.ChoiceFilter(choices=kinds_known, label=_("Kind"), empty_label=_("every kind"))
    body = django_filters.ChoiceFilter(choices=bodies_known, label=_("Body"), empty_label=_("every body"))
    binding = django_filters.ChoiceFilter(
        choices=Nature.choices, label=_("Binding or evidence"), empty_label=_("both")
    )
    effect = django_filters.ChoiceFilter(
        choices=Effect.choices,
        method="by_effect",
        label=_("A provision of it"),
        empty_label=_("has any effect"),
    )
    chapter_vii = TrueOrFalse(label=_("Invokes Chapter VII"))
    confidence = django_filters.ChoiceFilter(
        choices=confidences_known, label=_("How far it was checked"), empty_label=_("any")
    )
    in_force_on = Day(
        method="in_force",
        label=_("In force on"),
    )
    adopted_from = Day(
        "adopted_on",
        "gte",
        label=_("Adopted from"),
    )
    adopted_until = Day(
        "adopted_on",
        "lte",
        label=_("Adopted until"),
    )
    ordering = Ordering(
        fields=[("adopted_on", "adopted_on"), ("title", "title")],
        choices=[
            ("adopted_on", _("oldest first")),
            ("-adopted_on", _("newest first")),
            ("title", _("by title")),
        ],
        label=_("Order"),
        empty_label=_("by kind"),
    )

    class Meta:
        model = Instrument
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[Instrument], name: str, value: str) -> QuerySet[Instrument]:
        """Every word somewhere in the instrument or in one of its provisions."""
        for word in value.split():
            inside = Provision.objects.filter(
                Q(summary__icontains=word) | Q(key_phrase__icontains=word) | Q(label__icontains=word),
                instrument=OuterRef("pk"),
            )
            queryset = queryset.filter(
                Q(pk__icontains=word)
                | Q(title__icontains=word)
                | Q(symbol__icontains=word)
                | Q(summary__icontains=word)
                | Exists(inside)
            )
        return queryset

    def by_effect(self, queryset: QuerySet[Instrument], name: str, value: str) -> QuerySet[Instrument]:
        """Instruments with a provision of that effect."""
        return queryset.filter(Exists(Provision.objects.filter(instrument=OuterRef("pk"), effect=value)))

    def in_force(self, queryset: QuerySet[Instrument], name: str, value: date) -> QuerySet[Instrument]:
        """Instruments in force on that day; what never entered into force is left out."""
        return queryset.filter(
            Q(in_force_until__isnull=True) | Q(in_force_until__gte=value), in_force_from__lte=value
        )

    @classmethod
    def parameters(cls) -> frozenset[str]:
        """The names that may stand in an address."""
        names: dict[str, Any] = cls.base_filters
        return frozenset(names)


class ProvisionFilter(django_filters.FilterSet):
    """Provisions by instrument, effect, day and words."""

    q = django_filters.CharFilter(method="by_words", label=_("Words"))
    instrument = django_filters.CharFilter("instrument_id", label=_("Instrument"))
    effect = django_filters.ChoiceFilter(choices=Effect.choices, label=_("Effect"))
    in_force_on = Day(method="in_force", label=_("In force on"))

    class Meta:
        model = Provision
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[Provision], name: str, value: str) -> QuerySet[Provision]:
        """Every word somewhere in the provision."""
        for word in value.split():
            queryset = queryset.filter(
                Q(pk__icontains=word)
                | Q(label__icontains=word)
                | Q(summary__icontains=word)
                | Q(key_phrase__icontains=word)
            )
        return queryset

    def in_force(self, queryset: QuerySet[Provision], name: str, value: date) -> QuerySet[Provision]:
        """Provisions in force on that day, by their own period or else that of their instrument."""
        return queryset.annotate(
            _first=Coalesce("in_force_from", "instrument__in_force_from"),
            _last=Coalesce("in_force_until", "instrument__in_force_until"),
        ).filter(Q(_last__isnull=True) | Q(_last__gte=value), _first__lte=value)


def organisations_known() -> list[tuple[str, str]]:
    """The organisations whose members the library knows."""
    rows = Actor.objects.filter(member_rows__isnull=False).distinct().order_by("name")
    return list(rows.values_list("pk", "name"))


class ActorFilter(django_filters.FilterSet):
    """Actors by words, kind, membership and day.

    With `member_of` the day asks who were members on it; alone it asks who existed. Without a day `member_of` asks
    who ever were members.
    """

    q = django_filters.CharFilter(method="by_words", label=_("Words"))
    kind = django_filters.ChoiceFilter(
        choices=ActorKind.choices, label=_("Kind"), empty_label=_("every kind")
    )
    member_of = django_filters.ChoiceFilter(
        choices=organisations_known,
        method="by_membership",
        label=_("Member of"),
        empty_label=_("any organisation"),
    )
    on = Day(
        method="by_day",
        label=_("On"),
        help_text=_("Members on that day; without an organisation, actors that there were."),
    )

    class Meta:
        model = Actor
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[Actor], name: str, value: str) -> QuerySet[Actor]:
        """Every word in the name or the note."""
        for word in value.split():
            queryset = queryset.filter(
                Q(pk__icontains=word) | Q(name__icontains=word) | Q(note__icontains=word)
            )
        return queryset

    def by_membership(self, queryset: QuerySet[Actor], name: str, value: str) -> QuerySet[Actor]:
        """Members of the organisation, on the day if one is given."""
        terms = ActorMembership.objects.filter(member=OuterRef("pk"), organisation_id=value)
        day = self.form.cleaned_data.get("on")
        return queryset.filter(Exists(terms.filter(terms_on(day)) if day else terms))

    def by_day(self, queryset: QuerySet[Actor], name: str, value: date) -> QuerySet[Actor]:
        """Actors that existed on the day, as far as the library knows."""
        return queryset.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=value),
            Q(ends_on__isnull=True) | Q(ends_on__gte=value),
        )

    @classmethod
    def parameters(cls) -> frozenset[str]:
        """The names that may stand in an address."""
        names: dict[str, Any] = cls.base_filters
        return frozenset(names)


class FrameworkFilter(django_filters.FilterSet):
    """Frameworks by whose yardstick they are."""

    kind = django_filters.ChoiceFilter(choices=FrameworkKind.choices, label=_("Kind"))

    class Meta:
        model = Framework
        fields: list[str] = []


class CatalogueItemFilter(django_filters.FilterSet):
    """Items of one catalogue: the newest, unless another is named by its version."""

    catalogue = Whole(
        "catalogue__version", label=_("Version of the catalogue; the newest where left out"), min_value=1
    )

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to one catalogue first."""
        if self.form.cleaned_data.get("catalogue") is None:
            newest = Catalogue.objects.aggregate(newest=Max("version"))["newest"]
            queryset = queryset.filter(catalogue__version=newest)
        narrowed: QuerySet[Any] = super().filter_queryset(queryset)
        return narrowed


class FactFilter(CatalogueItemFilter):
    """Facts by their group."""

    group = django_filters.CharFilter(label=_("Group"))

    class Meta:
        model = Fact
        fields: list[str] = []


class CriterionFilter(CatalogueItemFilter):
    """Criteria by their dimension."""

    dimension = django_filters.CharFilter("dimension__code", label=_("Dimension"))

    class Meta:
        model = Criterion
        fields: list[str] = []


class LegalTestFilter(CatalogueItemFilter):
    """Legal tests by what they justify."""

    justifies = django_filters.ChoiceFilter(
        choices=[("force", _("force")), ("measures", _("measures"))], label=_("Justifies")
    )

    class Meta:
        model = LegalTest
        fields: list[str] = []


class SovereigntyFilter(CatalogueItemFilter):
    """Dimensions of sovereignty by whether consent can undo the harm."""

    consent_adjustable = TrueOrFalse(label=_("Adjusted for consent"))

    class Meta:
        model = SovereigntyDimension
        fields: list[str] = []
