"""Filtering shared by pages and API: one FilterSet for both, and no unknown parameter let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend

from natoassess.web.parameters import refuse_unknown

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter's backend, which refuses parameters that neither the filter set nor paging knows."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        """Narrow `queryset` by the request's parameters; UnknownParameters or ValidationError otherwise."""
        refuse_unknown(request.query_params, self.known_parameters(view, queryset))
        filtered: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return filtered

    def known_parameters(self, view: APIView, queryset: QuerySet[Any]) -> frozenset[str]:
        """What may stand in the address of `view`."""
        filterset = self.get_filterset_class(view, queryset)
        known = set(filterset.base_filters) if filterset else set()
        paginator = getattr(view, "paginator", None)
        known |= getattr(paginator, "parameters", frozenset())
        return frozenset(known)
