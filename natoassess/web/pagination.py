"""Pages of a list: `page` and `page_size`, with links and an integer count."""

from __future__ import annotations

from typing import Any

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """{"count", "next", "previous", "results"}; 50 rows a page unless told, 200 at most."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    @property
    def parameters(self) -> frozenset[str]:
        """The query parameters that paging itself understands."""
        return frozenset({self.page_query_param, str(self.page_size_query_param)})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Every page has all four members."""
        described: dict[str, Any] = super().get_paginated_response_schema(schema)
        described["required"] = ["count", "next", "previous", "results"]
        return described
