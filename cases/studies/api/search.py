"""The search as the API has it: the same question, order and visibility as on the page."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.studies.forms import SearchForm
from cases.studies.search import SCENARIO, search
from frameworks.search.excerpts import Piece
from frameworks.search.query import MOST_LETTERS
from frameworks.search.selectors import Found
from natoassess.web.access import Access
from natoassess.web.api import ApiView
from natoassess.web.chosen_fields import ChoosesFields
from natoassess.web.filters import refuse_invalid
from natoassess.web.pagination import Pages
from natoassess.web.parameters import refuse_unknown

KIND_CODES = (
    "instrument", "provision", "fact", "test", "criterion", "sovereignty", "case", "phase", "claim", "event", "holding",
    "source", SCENARIO.code,
)  # fmt: skip
"""The kinds as the OpenAPI document lists them; a test holds them to those that are registered."""


class SearchPages(Pages):
    """Pages of results, which also say how many there are of each kind, whatever `kind` narrows them to."""

    kinds: dict[str, int]

    def get_paginated_response(self, data: Any) -> Response:
        """A page of results."""
        response = super().get_paginated_response(data)
        response.data = {"count": response.data["count"], "kinds": self.kinds, **response.data}
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Every page has `kinds` too."""
        described = super().get_paginated_response_schema(schema)
        described["required"] = ["count", "kinds", "next", "previous", "results"]
        described["properties"]["kinds"] = {
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "Results of each kind, before `kind` narrows them.",
        }
        return described


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        "description": "Where the matches stand in the text: [first character, one after the last].",
    }
)
class MatchesField(serializers.Field[list[Piece], Any, list[list[int]], Any]):
    """The places of the matches in the text that the pieces make up."""

    def to_representation(self, value: list[Piece]) -> list[list[int]]:
        """Pairs of offsets."""
        places, here = [], 0
        for piece in value:
            if piece.match:
                places.append([here, here + len(piece.text)])
            here += len(piece.text)
        return places


@extend_schema_field(OpenApiTypes.STR)
class PlainField(serializers.Field[list[Piece], Any, str, Any]):
    """The text that the pieces make up."""

    def to_representation(self, value: list[Piece]) -> str:
        """Plain text: not escaped, not marked."""
        return "".join(piece.text for piece in value)


class FoundSerializer(serializers.Serializer[Found]):
    """Something found. `id` is that of its own list; of the record of a case it is case/entry."""

    kind = serializers.ChoiceField(choices=KIND_CODES, read_only=True)
    id = serializers.CharField(source="key", read_only=True)
    title = PlainField(read_only=True)
    title_matches = MatchesField(source="title", read_only=True)
    within = PlainField(source="context", read_only=True, help_text="What it belongs to.")
    excerpt = PlainField(read_only=True, help_text="The part of its text that shows why it was found.")
    excerpt_matches = MatchesField(source="excerpt", read_only=True)
    url = serializers.SerializerMethodField(help_text="The place on the page that shows it.")
    score = serializers.FloatField(read_only=True, help_text="Comparable within one answer only.")

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, entry: Found) -> str:
        """The whole address."""
        return str(self.context["request"].build_absolute_uri(entry.address))


class Search(ChoosesFields, ApiView, GenericViewSet[Any]):
    """Law, cases and questions by their words."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = FoundSerializer
    pagination_class = SearchPages
    filter_backends = []

    @extend_schema(
        operation_id="search",
        summary="Law, cases and questions by their words, best first",
        parameters=[
            OpenApiParameter(
                "q",
                {"type": "string", "maxLength": MOST_LETTERS},
                required=True,
                description=(
                    "All words must occur, in any of their forms. A phrase stands in quotation marks, -word leaves "
                    "out, begin* goes on. S/RES/1973, art. 51 and 2(4) are understood."
                ),
                examples=[OpenApiExample("a clause", value="art. 2(4)")],
            ),
            OpenApiParameter(
                "kind",
                OpenApiTypes.STR,
                many=True,
                enum=KIND_CODES,
                description="Only this kind; may be given several times.",
            ),
        ],
    )
    def list(self, request: Request) -> Response:
        """The library best first, then the scenarios that the caller may see; in one order on every database."""
        pages = self.paginator
        assert isinstance(pages, SearchPages)  # noqa: S101  what pagination_class says
        refuse_unknown(
            request.query_params, SearchForm.parameters() | pages.parameters | self.field_parameters
        )
        form = SearchForm(request.query_params, needs_words=True)
        refuse_invalid(form)
        answers = search(request.user, form.cleaned_data["q"], form.cleaned_data["kind"])
        pages.kinds = answers.numbers
        selected = pages.paginate_queryset(answers.hits, request, view=self)
        return pages.get_paginated_response(
            self.get_serializer(answers.shown(selected or []), many=True).data
        )
