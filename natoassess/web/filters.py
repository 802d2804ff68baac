"""Filtering shared by pages and API: one FilterSet for both, and no parameter that is ignored."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy as OrderByExpression
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.fields import BaseCSVField
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.drainage import set_override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from natoassess.web.lookups import ListFilter, Looked
from natoassess.web.parameters import refuse_unknown
from natoassess.web.problems import Problem

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

FEW = 12
"""So many choices are told whole."""


class ChoiceField(django_filters.fields.ChoiceField):
    """One of the choices; of what is none, the nearest is told."""

    def validate(self, value: Any) -> None:
        """Raise ValidationError for what cannot be chosen."""
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            known = [str(code) for code, _label in self.widget.choices if code not in ("", None)]
            raise forms.ValidationError(unknown_choice(str(value), known))


def unknown_choice(value: str, known: list[str]) -> str:
    """What is said of a value that is none of `known`: the nearest of them, or all where they are few."""
    near = get_close_matches(value, known, n=1)
    if near:
        return _("There is no %(value)s; did you mean %(near)s?") % {"value": value, "near": near[0]}
    if len(known) <= FEW:
        return _("There is no %(value)s; choose from %(known)s.") % {
            "value": value,
            "known": ", ".join(known),
        }
    return _("There is no %(value)s here.") % {"value": value}


class Text(Looked, django_filters.CharFilter):
    """A code or another text, whole."""


class Choice(Looked, django_filters.ChoiceFilter):
    """One of a few choices."""

    field_class = ChoiceField


class Day(Looked, django_filters.DateFilter):
    """A day as ISO 8601 writes it; anything else is refused."""

    form_type = OpenApiTypes.DATE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault(
            "error_messages", {"invalid": gettext_lazy("Enter a valid date, such as 1999-03-24.")}
        )
        super().__init__(*args, **kwargs)


class Whole(Looked, django_filters.NumberFilter):
    """A whole number; django-filter's own NumberFilter takes decimals too."""

    field_class = forms.IntegerField  # type: ignore[assignment]  # any form field will do
    form_type = OpenApiTypes.INT


@extend_schema_field({"type": "number", "minimum": 0, "maximum": 100})
class Score(Looked, django_filters.NumberFilter):
    """A number from 0 to 100, as indices are."""

    field_class = forms.FloatField  # type: ignore[assignment]  # any form field will do

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_value=100, **kwargs)


@extend_schema_field(OpenApiTypes.BOOL)
class TrueOrFalse(django_filters.TypedChoiceFilter):
    """`true` or `false`; django-filter's own BooleanFilter ignores what is neither."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))])
        kwargs.setdefault("coerce", lambda value: value == "true")
        super().__init__(*args, **kwargs)


class OrderField(BaseCSVField):
    """Names separated by commas. The field of django-filter lets a blank one through, which orders nothing."""

    def clean(self, value: Any) -> Any:
        """The names; a blank one among them, or one twice, is refused."""
        names = super().clean(value)
        if names and not all(names):
            raise forms.ValidationError(_("Names stand between the commas, such as order_by=-as_of,title."))
        plain = [name.removeprefix("-") for name in names or ()]
        twice = sorted({name for name in plain if plain.count(name) > 1})
        if twice:
            raise forms.ValidationError(_("%(name)s stands there twice.") % {"name": ", ".join(twice)})
        return names


class OrderBy(django_filters.OrderingFilter):
    """`order_by=-as_of,title`: by several names, `-` for descending; equal rows by key, so that pages never overlap.

    Rows without the value come last, whichever way.
    """

    field_class = ChoiceField  # type: ignore[assignment]  # django-filter makes a list of it
    base_field_class = OrderField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        names = ", ".join(self.normalize_fields(kwargs.get("fields", {})).values())
        kwargs.setdefault("label", gettext_lazy("Order"))
        super().__init__(*args, **kwargs)
        told = (
            f"By one or several of these, commas between them; - for descending: {names}. Equal rows by key."
        )
        codes = [code for code, _label in self.extra["choices"]]
        set_override(self, "field", {"type": "string", "enum": codes, "description": told})

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Order by what was asked, then by key."""
        if not value:
            return qs
        return qs.order_by(*(self.by(name) for name in value), "pk")

    def by(self, name: str) -> OrderByExpression:
        """Nulls last on every database."""
        field = F(self.get_ordering_value(name).removeprefix("-"))
        return field.desc(nulls_last=True) if name.startswith("-") else field.asc(nulls_last=True)


OLD_ORDER = {"ordering": "order_by"}
"""The older name of the parameter, for `ListFilter.old_names`."""


def refuse_invalid(form: forms.Form, said: Mapping[str, str] | None = None) -> None:
    """Raise Problem (400, `invalid_params`) with every fault of a filter's form.

    `said` has the names under which parameters were given, where they were older ones.
    """
    if not form.is_valid():
        raise Problem(
            _("Some query parameters cannot be understood."),
            code="invalid_params",
            errors=[
                {"parameter": (said or {}).get(name, name), "detail": str(message)}
                for name, messages in form.errors.items()
                for message in messages
            ],
        )


def refuse_repeated(given: QueryDict) -> None:
    """Raise Problem (400, `invalid_params`) for a parameter given more than once: only one of them would count."""
    repeated = [name for name, values in given.lists() if len(values) > 1]
    if repeated:
        raise Problem(
            _("Some query parameters cannot be understood."),
            code="invalid_params",
            errors=[
                {"parameter": name, "detail": _("is given more than once; several values take __in.")}
                for name in repeated
            ],
        )


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter's backend, which refuses parameters that neither the filter set nor paging knows."""

    def filter_queryset(  # type: ignore[override]  # DRF hands over its own request
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:
        """Narrow `queryset` by the request's parameters; UnknownParameters or Problem otherwise."""
        refuse_unknown(request.query_params, self.known_parameters(view, queryset))
        refuse_repeated(request.query_params)
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        refuse_invalid(filterset.form, getattr(filterset, "said", None))
        filtered: QuerySet[Any] = filterset.qs
        return filtered

    def known_parameters(self, view: APIView, queryset: QuerySet[Any]) -> frozenset[str]:
        """What may stand in the address of `view`."""
        filterset = self.get_filterset_class(view, queryset)
        known = set(filterset.base_filters) if filterset else set()
        if filterset is not None and issubclass(filterset, ListFilter):
            known |= filterset.parameters()
        paginator = getattr(view, "paginator", None)
        known |= getattr(paginator, "parameters", frozenset())
        known |= getattr(view, "field_parameters", frozenset())
        known |= getattr(view, "form_parameters", frozenset())
        return frozenset(known)
