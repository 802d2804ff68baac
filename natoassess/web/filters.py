"""Filtering shared by pages and API: one FilterSet for both, and no parameter that is ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.fields import BaseCSVField
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from natoassess.web.parameters import refuse_unknown
from natoassess.web.problems import Problem

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class Day(django_filters.DateFilter):
    """A day as ISO 8601 writes it; anything else is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(*args, **kwargs)


class Whole(django_filters.NumberFilter):
    """A whole number; django-filter's own NumberFilter takes decimals too."""

    field_class = forms.IntegerField  # type: ignore[assignment]  # any form field will do


@extend_schema_field(OpenApiTypes.BOOL)
class TrueOrFalse(django_filters.TypedChoiceFilter):
    """`true` or `false`; django-filter's own BooleanFilter ignores what is neither."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))])
        kwargs.setdefault("coerce", lambda value: value == "true")
        super().__init__(*args, **kwargs)


class OrderingField(BaseCSVField):
    """Names separated by commas. The field of django-filter lets a blank one through, which orders nothing."""

    def clean(self, value: Any) -> Any:
        """The names; a blank one among them is refused."""
        names = super().clean(value)
        if names and not all(names):
            raise forms.ValidationError(_("Names stand between the commas, such as ordering=-as_of."))
        return names


class Ordering(django_filters.OrderingFilter):
    """`ordering=name` or `ordering=-name`; rows that are equal by it keep one order, so that pages never overlap."""

    base_field_class = OrderingField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Order by what was asked, then by key."""
        if not value:
            return qs
        return qs.order_by(*(self.get_ordering_value(name) for name in value), "pk")


def refuse_invalid(form: forms.Form) -> None:
    """Raise Problem (400, `invalid_params`) with every fault of a filter's form."""
    if not form.is_valid():
        raise Problem(
            _("Some query parameters cannot be understood."),
            code="invalid_params",
            errors=[
                {"parameter": name, "detail": str(message)}
                for name, messages in form.errors.items()
                for message in messages
            ],
        )


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter's backend, which refuses parameters that neither the filter set nor paging knows."""

    def filter_queryset(  # type: ignore[override]  # DRF hands over its own request
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:
        """Narrow `queryset` by the request's parameters; UnknownParameters or Problem otherwise."""
        refuse_unknown(request.query_params, self.known_parameters(view, queryset))
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        refuse_invalid(filterset.form)
        filtered: QuerySet[Any] = filterset.qs
        return filtered

    def known_parameters(self, view: APIView, queryset: QuerySet[Any]) -> frozenset[str]:
        """What may stand in the address of `view`."""
        filterset = self.get_filterset_class(view, queryset)
        known = set(filterset.base_filters) if filterset else set()
        paginator = getattr(view, "paginator", None)
        known |= getattr(paginator, "parameters", frozenset())
        known |= getattr(view, "form_parameters", frozenset())
        return frozenset(known)
