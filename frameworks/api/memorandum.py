"""POST /score/memorandum/: findings in, the memorandum of their evaluation out, nothing kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from frameworks.api.request_schema import ScoreSerializer
from frameworks.api.score import EXAMPLE, findings_problem
from frameworks.memoranda import memorandum_score
from frameworks.services import FindingsInvalid
from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters
from natoassess.web.scopes import READ

PARAMS: dict[str, Any] = {
    "type": "object",
    "description": (
        "What the sentence states, by placeholder: numbers, words, days (ISO 8601), titles of facts, tests, criteria, "
        "ids of provisions; the parts of a compound sentence as a list of objects."
    ),
    "additionalProperties": True,
}


@extend_schema_field(PARAMS)
class ParamsField(serializers.JSONField):
    """The values that a sentence states."""


class MemorandumClaimSerializer(serializers.Serializer[Any]):
    """One sentence: what kind of claim it is, its words, the values it states, the provisions it rests on."""

    code = serializers.CharField()
    text = serializers.CharField()
    params = ParamsField()
    citations = serializers.ListField(
        child=serializers.CharField(), help_text="Ids of provisions or instruments."
    )


class MemorandumParagraphSerializer(serializers.Serializer[Any]):
    """A paragraph under its number, counted through the whole memorandum."""

    number = serializers.IntegerField()
    code = serializers.CharField()
    text = serializers.CharField(help_text="Its sentences in a row.")
    claims = MemorandumClaimSerializer(many=True)


class MemorandumSectionSerializer(serializers.Serializer[Any]):
    """A heading with its paragraphs."""

    code = serializers.CharField()
    heading = serializers.CharField()
    part = serializers.ChoiceField(["legality", "legitimacy", "sovereignty"], allow_null=True)
    paragraphs = MemorandumParagraphSerializer(many=True)


class MemorandumCitationSerializer(serializers.Serializer[Any]):
    """A provision or instrument that the memorandum cites, in the order of the first citation."""

    number = serializers.IntegerField()
    id = serializers.CharField()
    citation = serializers.CharField()
    page = serializers.CharField(help_text="Path of its page, as of the day judged.")


class MemorandumSerializer(serializers.Serializer[Any]):
    """An evaluation in sentences."""

    evaluation_id = serializers.CharField()
    sections = MemorandumSectionSerializer(many=True)
    citations = MemorandumCitationSerializer(many=True)


class PlainTextRenderer(BaseRenderer):
    """Text as it stands; a problem document stays JSON."""

    media_type = "text/plain"
    format = "txt"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The bytes of `data`."""
        if isinstance(data, str):
            return data.encode()
        return b"" if data is None else json.dumps(data, ensure_ascii=False).encode()


class ScoreMemorandum(ApiView):
    """Score findings and get the memorandum of the evaluation, as JSON or as plain text."""

    access = Access.PUBLIC
    scope = READ  # nothing is stored
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer, PlainTextRenderer]

    @extend_schema(
        operation_id="score_memorandum",
        summary="The memorandum of findings, without storing them",
        description=(
            "The same body as `POST /score/`. Every sentence is a claim with the values it states and the provisions "
            "it rests on. With `Accept: text/plain` the same as text of 78 columns."
        ),
        request=ScoreSerializer,
        responses={
            (200, "application/json"): OpenApiResponse(MemorandumSerializer),
            (200, "text/plain"): OpenApiTypes.STR,
        },
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Evaluate the body and write its memorandum."""
        answer_no_parameters(request)
        try:
            evaluation, written = memorandum_score(body=request.data, user=request.user)
        except FindingsInvalid as error:
            raise findings_problem(error.faults) from error
        if isinstance(request.accepted_renderer, PlainTextRenderer):
            return Response(written.as_text(_("Memorandum")))
        return Response({"evaluation_id": evaluation["evaluation_id"], **written.as_dict()})
