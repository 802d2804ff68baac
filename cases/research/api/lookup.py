"""POST /citations/lookup/: texts in, the law that they cite out. A read: nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from frameworks.cited import citation_line
from frameworks.citing import (
    MOST_LETTERS,
    MOST_MATCHES,
    MOST_TEXTS,
    Match,
    Reading,
    Reason,
    Status,
    texts_read,
)
from frameworks.models import Provision
from frameworks.naming import law_address, reference_name
from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters
from natoassess.web.scopes import READ
from natoassess.web.serializers import StrictSerializer

STATUSES = [status.value for status in Status]


class LookupAskedSerializer(StrictSerializer):
    """One text, or several."""

    text = serializers.CharField(
        max_length=MOST_LETTERS,
        trim_whitespace=False,
        required=False,
        help_text="A citation, a footnote, a sentence.",
    )
    texts = serializers.ListField(
        child=serializers.CharField(max_length=MOST_LETTERS, trim_whitespace=False),
        min_length=1,
        max_length=MOST_TEXTS,
        required=False,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two."""
        if len(attrs) != 1:
            raise serializers.ValidationError(_("Send either text or texts."))
        return attrs


class LookupMatchSerializer(serializers.Serializer[Match]):
    """A row of the library that is, or may be, what is cited."""

    id = serializers.CharField(source="row.pk")
    kind = serializers.SerializerMethodField()
    label = serializers.SerializerMethodField()  # type: ignore[assignment]  # DRF has a property of that name
    citation = serializers.SerializerMethodField(help_text="In the manner of OSCOLA.")
    reason = serializers.ChoiceField(
        [reason.value for reason in Reason],
        help_text="`exact`; `wider`: it holds what is cited; `part`: a part of what is cited; `instrument`: "
        "without the clause that is cited; `candidate`: one of those that may be meant.",
    )
    url = serializers.SerializerMethodField(help_text="In this API.")
    page = serializers.SerializerMethodField()

    def to_representation(self, instance: Match) -> dict[str, Any]:
        """What one request is told of a row it is told once: short texts can name the same rows ten thousand times."""
        told: dict[Any, dict[str, Any]] = self.context["told"]
        key = (type(instance.row), instance.row.pk, instance.reason)
        if key not in told:
            told[key] = super().to_representation(instance)
        return told[key]

    def get_kind(self, match: Match) -> str:
        """instrument or provision."""
        return "provision" if isinstance(match.row, Provision) else "instrument"

    def get_label(self, match: Match) -> str:
        """Its name in a line."""
        return reference_name(match.row)

    def get_citation(self, match: Match) -> str:
        """Its citation in a line."""
        return citation_line(match.row)

    def get_url(self, match: Match) -> str:
        """Its address in the API."""
        return reverse(
            f"api-{self.get_kind(match)}-detail", args=[match.row.pk], request=self.context["request"]
        )

    def get_page(self, match: Match) -> str:
        """The address of its page."""
        return str(self.context["request"].build_absolute_uri(law_address(match.row)))


class LookupMentionSerializer(serializers.Serializer[Any]):
    """One citation in the text, at the characters from `start` up to `end`."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    status = serializers.ChoiceField(STATUSES)
    understood = serializers.CharField(allow_blank=True, help_text="What it was read as; empty for nothing.")
    detail = serializers.CharField(
        allow_blank=True, help_text="Why it is not simply found; empty where it is."
    )
    matches = LookupMatchSerializer(many=True, help_text=f"At most {MOST_MATCHES}; `total` counts them all.")
    total = serializers.IntegerField()


class LookupReadingSerializer(serializers.Serializer[Any]):
    """What one text cites. `status` is that of its least certain mention."""

    text = serializers.CharField(help_text="As it was read: composed (Unicode NFC). Offsets refer to it.")
    status = serializers.ChoiceField(STATUSES)
    mentions = LookupMentionSerializer(many=True)


class LookupSerializer(serializers.Serializer[Any]):
    """One result for each text, in their order."""

    results = LookupReadingSerializer(many=True)


class Lookup(ApiView):
    """Free text resolved to the law that it cites."""

    access = Access.PUBLIC
    scope = READ  # nothing is stored
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="citations_lookup",
        summary="Find the law that a text cites",
        description=(
            f"One `text` or up to {MOST_TEXTS} `texts` of at most {MOST_LETTERS} characters. Every mention is `found`, "
            "`ambiguous` (with what may be meant) or `unknown` (with what was understood). Nothing is mended silently: "
            "a year that contradicts the number makes a mention ambiguous. Nothing is stored."
        ),
        request=LookupAskedSerializer,
        responses=LookupSerializer,
        examples=[
            OpenApiExample("one", value={"text": "S/RES/1973 (2011) para. 4"}, request_only=True),
            OpenApiExample(
                "several", value={"texts": ["Article 51 of the Charter", "NAT art 5"]}, request_only=True
            ),
        ],
    )
    def post(self, request: Request) -> Response:
        """What they cite."""
        answer_no_parameters(request)
        asked = LookupAskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        readings: Iterable[Reading] = texts_read(given.get("texts") or [given["text"]])
        body = LookupSerializer({"results": readings}, context={"request": request, "told": {}})
        return Response(body.data)
