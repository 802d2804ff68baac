"""Filter sets over the law: one for the pages and the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from frameworks.cites import Cites, CitesOwn
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
from frameworks.models.instrument import Determination, Effect, Nature
from frameworks.naming import confidence_label, kind_label
from natoassess.web.filters import OLD_ORDER, Choice, Day, OrderBy, Text, TrueOrFalse, Whole
from natoassess.web.lookups import AMONG, PERIOD, ListFilter


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


def with_words(queryset: QuerySet[Any], value: str, names: Iterable[str]) -> QuerySet[Any]:
    """Rows in which every word of `value` occurs in one of the fields `names`."""
    for word in value.split():
        queryset = queryset.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names)))
    return queryset


class InstrumentFilter(ListFilter):
    """Instruments by kind, body, effect of a provision, days and words."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Words"),
        help_text=_("All of them must occur in the title, the symbol, the summary or a provision."),
    )
    kind = Choice(lookups=AMONG, choices=kinds_known, label=_("Kind"), empty_label=_("every kind"))
    body = Choice(lookups=AMONG, choices=bodies_known, label=_("Body"), empty_label=_("every body"))
    binding = Choice(choices=Nature.choices, label=_("Binding or evidence"), empty_label=_("both"))
    effect = Choice(
        lookups=AMONG,
        choices=Effect.choices,
        method="by_effect",
        label=_("A provision of it"),
        empty_label=_("has any effect"),
    )
    chapter_vii = TrueOrFalse(label=_("Invokes Chapter VII"))
    confidence = Choice(
        lookups=AMONG, choices=confidences_known, label=_("How far it was checked"), empty_label=_("any")
    )
    in_force_on = Day(
        method="in_force",
        label=_("In force on"),
    )
    adopted_on = Day(lookups=PERIOD, label=_("Adopted"))
    order_by = OrderBy(
        fields=["adopted_on", "title"],
        choices=[
            ("adopted_on", _("oldest first")),
            ("-adopted_on", _("newest first")),
            ("title", _("by title")),
            ("-title", _("by title, from the end")),
        ],
        empty_label=_("by kind"),
    )
    old_names = OLD_ORDER | {"adopted_from": "adopted_on__gte", "adopted_until": "adopted_on__lte"}

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
        inside = Provision.objects.filter(instrument=OuterRef("pk"), **{name: value})
        return queryset.filter(Exists(inside))

    def in_force(self, queryset: QuerySet[Instrument], name: str, value: date) -> QuerySet[Instrument]:
        """Instruments in force on that day; what never entered into force is left out."""
        return queryset.filter(
            Q(in_force_until__isnull=True) | Q(in_force_until__gte=value), in_force_from__lte=value
        )


class ProvisionFilter(ListFilter):
    """Provisions by instrument, effect, day and words."""

    q = django_filters.CharFilter(method="by_words", label=_("Words"))
    instrument = Text("instrument_id", lookups=AMONG, label=_("Instrument"))
    kind = Choice("instrument__kind", lookups=AMONG, choices=kinds_known, label=_("Kind of the instrument"))
    effect = Choice(lookups=AMONG, choices=Effect.choices, label=_("Effect"))
    determines = Choice(
        lookups=AMONG,
        choices=Determination.choices,
        label=_("What the Council finds in it (Charter Art. 39)"),
    )
    in_force_on = Day(method="in_force", label=_("In force on"))
    adopted_on = Day("instrument__adopted_on", lookups=PERIOD, label=_("Adoption of the instrument"))
    order_by = OrderBy(fields=[("pk", "id"), ("instrument__adopted_on", "adopted_on")])

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


class ActorFilter(ListFilter):
    """Actors by words, kind, membership and day.

    With `member_of` the day asks who were members on it; alone it asks who existed. Without a day `member_of` asks
    who ever were members.
    """

    q = django_filters.CharFilter(method="by_words", label=_("Words"))
    kind = Choice(lookups=AMONG, choices=ActorKind.choices, label=_("Kind"), empty_label=_("every kind"))
    member_of = Choice(
        lookups=AMONG,
        choices=organisations_known,
        field_name="organisation",
        method="by_membership",
        label=_("Member of"),
        empty_label=_("any organisation"),
    )
    on = Day(
        method="by_day",
        label=_("On"),
        help_text=_("Members on that day; without an organisation, actors that there were."),
    )
    order_by = OrderBy(fields=[("pk", "id"), "name", ("starts_on", "from"), ("ends_on", "until")])

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
        terms = ActorMembership.objects.filter(member=OuterRef("pk"), **{name: value})
        day = self.form.cleaned_data.get("on")
        return queryset.filter(Exists(terms.filter(terms_on(day)) if day else terms))

    def by_day(self, queryset: QuerySet[Actor], name: str, value: date) -> QuerySet[Actor]:
        """Actors that existed on the day, as far as the library knows."""
        return queryset.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=value),
            Q(ends_on__isnull=True) | Q(ends_on__gte=value),
        )


class FrameworkFilter(ListFilter):
    """Frameworks by words, by whose yardstick they are, by code and by the day of their doctrine."""

    q = django_filters.CharFilter(method="by_words", label=_("Words in the title, the summary or the code"))
    kind = Choice(lookups=AMONG, choices=FrameworkKind.choices, label=_("Kind"))
    code = Text(lookups=AMONG, label=_("Code"))
    doctrine_on = Day(method="on_day", label=_("Doctrine of the Alliance on"))
    order_by = OrderBy(fields=["code", "version", "title", ("doctrine_from", "doctrine_from")])

    class Meta:
        model = Framework
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[Framework], name: str, value: str) -> QuerySet[Framework]:
        """Every word somewhere in what it is called and for."""
        return with_words(queryset, value, ("code", "title", "summary"))

    def on_day(self, queryset: QuerySet[Framework], name: str, value: date) -> QuerySet[Framework]:
        """The doctrine of that day; a doctrine ends on the day on which the next begins."""
        return queryset.filter(
            Q(doctrine_until__isnull=True) | Q(doctrine_until__gt=value),
            kind=FrameworkKind.DOCTRINE,
            doctrine_from__lte=value,
        )


class CatalogueItemFilter(ListFilter):
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


class CatalogueListFilter(CatalogueItemFilter):
    """What the lists of catalogue items share."""

    words: ClassVar[tuple[str, ...]] = ("code", "label", "question")
    q = django_filters.CharFilter(method="by_words", label=_("Words, all of which must occur"))
    code = Text(lookups=AMONG, label=_("Code"))

    def by_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word somewhere in what the item says."""
        return with_words(queryset, value, self.words)


class FactFilter(CitesOwn, CatalogueListFilter):
    """Facts by their group."""

    words = ("code", "label", "question", "help")
    group = Text(lookups=AMONG, label=_("Group"))
    cites = Cites(method="by_cited")
    order_by = OrderBy(fields=["position", "code", "group"])

    class Meta:
        model = Fact
        fields: list[str] = []


class CriterionFilter(CatalogueListFilter):
    """Criteria by their dimension."""

    dimension = Text("dimension__code", lookups=AMONG, label=_("Dimension"))
    order_by = OrderBy(fields=["position", "code", ("dimension__code", "dimension")])

    class Meta:
        model = Criterion
        fields: list[str] = []


class LegalTestFilter(CitesOwn, CatalogueListFilter):
    """Legal tests by what they justify."""

    words = ("code", "title")
    justifies = Choice(choices=[("force", _("force")), ("measures", _("measures"))], label=_("Justifies"))
    cites = Cites(method="by_cited")
    order_by = OrderBy(fields=["position", "code", "title"])

    class Meta:
        model = LegalTest
        fields: list[str] = []


class SovereigntyFilter(CatalogueListFilter):
    """Dimensions of sovereignty by whether consent can undo the harm."""

    consent_adjustable = TrueOrFalse(label=_("Adjusted for consent"))
    order_by = OrderBy(fields=["position", "code"])

    class Meta:
        model = SovereigntyDimension
        fields: list[str] = []
