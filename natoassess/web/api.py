"""What all API views stand on: declared access, strict parameters, a schema that names every error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from natoassess.web.access import Access
from natoassess.web.conditional import ConditionalReads
from natoassess.web.counted_calls import CountedCalls
from natoassess.web.filters import refuse_invalid
from natoassess.web.openapi import ApiSchema
from natoassess.web.parameters import refuse_unknown


class ApiView(ConditionalReads, CountedCalls):
    """The base of every API view. Each says its `access` and its permission classes itself."""

    access: ClassVar[Access]
    scope: ClassVar[str | Mapping[str, str]] = {}
    """The scope that a token needs (web/scopes.py): one for all, or by action or method; usually the method decides."""
    schema = ApiSchema()
    takes_if_match: ClassVar[frozenset[str]] = frozenset()
    """Actions, or methods in small letters, that need If-Match."""
    conflicts: ClassVar[frozenset[str]] = frozenset()
    """Actions that answer 409 where what they touch is in another state."""


class ReadOnly(ApiView, ReadOnlyModelViewSet[Any]):
    """A list and its details, public and read-only.

    `detail_serializer_class` where the detail says more than a row of the list; `detail_filterset_class` where a
    detail takes parameters.
    """

    detail_serializer_class: ClassVar[type[BaseSerializer[Any]] | None] = None
    detail_filterset_class: ClassVar[type[django_filters.FilterSet] | None] = None

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """The serializer of the action."""
        if self.action == "retrieve" and self.detail_serializer_class is not None:
            return self.detail_serializer_class
        return super().get_serializer_class()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Lists take the filters of `filterset_class`; details only those of `detail_filterset_class`."""
        if self.action == "list":
            return super().filter_queryset(queryset)
        filters = self.detail_filterset_class
        refuse_unknown(self.request.query_params, filters.base_filters if filters else ())
        if filters is None:
            return queryset
        filterset = filters(self.request.query_params, queryset, request=self.request)
        refuse_invalid(filterset.form)
        narrowed: QuerySet[Any] = filterset.qs
        return narrowed


def routes(prefix: str, key: str, viewset: type[ReadOnly], name: str) -> list[URLPattern]:
    """The two addresses of a resource: `prefix/` and `prefix/<key>/`, named api-NAME-list and api-NAME-detail."""
    return [
        path(f"{prefix}/", viewset.as_view({"get": "list"}), name=f"api-{name}-list"),
        path(f"{prefix}/{key}/", viewset.as_view({"get": "retrieve"}), name=f"api-{name}-detail"),
    ]


def answer_no_parameters(request: Request) -> None:
    """Refuse any query parameter. Raises UnknownParameters."""
    refuse_unknown(request.query_params, ())
