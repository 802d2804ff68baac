"""Pages of a list: `page` and `page_size`, with links and an integer count."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from natoassess.web.problems import Problem


class Pages(PageNumberPagination):
    """{"count", "next", "previous", "results"}; 50 rows a page unless told, 200 at most."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    @property
    def parameters(self) -> frozenset[str]:
        """The query parameters that paging itself understands."""
        return frozenset({self.page_query_param, str(self.page_size_query_param)})

    def get_page_size(self, request: Request) -> int:
        """How many rows a page has. Raises Problem (400) for what is no number from 1 to 200."""
        given = request.query_params.get(str(self.page_size_query_param))
        if given is None:
            return int(self.page_size)
        self._refuse_unless_number(str(self.page_size_query_param), given, self.max_page_size)
        return int(given)

    def get_page_number(self, request: Request, paginator: Any) -> str | int:
        """Which page; one beyond the last is answered 404. Raises Problem (400) for what is no number."""
        given = request.query_params.get(self.page_query_param, "1")
        self._refuse_unless_number(self.page_query_param, given, 10**9)
        return given

    @staticmethod
    def _refuse_unless_number(name: str, given: str, most: int) -> None:
        if given.isascii() and given.isdigit() and len(given) < 11 and 1 <= int(given) <= most:
            return
        raise Problem(
            _("Some query parameters cannot be understood."),
            code="invalid_params",
            errors=[
                {"parameter": name, "detail": _("must be a whole number from 1 to %(most)d") % {"most": most}}
            ],
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Every page has all four members; an address is null where there is no such page."""
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Rows on all pages together."},
                "next": address,
                "previous": dict(address),
                "results": schema,
            },
        }
