"""What all API views stand on: declared access, strict parameters, a schema that names every error."""

from __future__ import annotations

from typing import Any, ClassVar, cast

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from natoassess.web.access import Access
from natoassess.web.filters import refuse_invalid
from natoassess.web.list_forms import ListForms, in_json
from natoassess.web.openapi import ApiSchema
from natoassess.web.parameters import refuse_unknown


class ApiView(APIView):
    """The base of every API view. Each says its `access` and its permission classes itself."""

    access: ClassVar[Access]
    schema = ApiSchema()
    takes_if_match: ClassVar[frozenset[str]] = frozenset()
    """Actions, or methods in small letters, that need If-Match."""
    conflicts: ClassVar[frozenset[str]] = frozenset()
    """Actions that answer 409 where what they touch is in another state."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Answers depend on who asks: caches must know."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(answer, ["Authorization", "Cookie"])
        return answer


class ReadOnly(ListForms, ApiView, ReadOnlyModelViewSet[Any]):
    """A list, by the page or whole as a file, and its details, public and read-only.

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

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page in JSON; or the whole list as the file that Accept or `format` asks for."""
        form = self.asked_form(request)
        if form is not None:
            return cast(Response, self.file(request, form))  # DRF hands on whatever Django can send
        in_json(request)
        return super().list(request, *args, **kwargs)

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
