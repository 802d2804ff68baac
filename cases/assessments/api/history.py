"""Every change of every answer of an assessment: whose, when, from what to what."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments import selectors
from cases.assessments.evaluation import PARTS
from cases.assessments.history import changes_of
from cases.assessments.models import AnswerChange
from cases.assessments.models.finding import FindingKind
from cases.assessments.rules import require
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly

FORM = {
    "type": ["object", "null"],
    "description": "The answer whole, or null where there was none.",
    "required": ["value", "why", "confidence", "provisions", "fixed", "evidence"],
    "properties": {
        "value": {"type": "string"},
        "why": {"type": "string"},
        "confidence": {"type": "string"},
        "provisions": {"type": "array", "items": {"type": "string"}},
        "fixed": {"type": "boolean"},
        "evidence": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
    },
}


class AnswerChangeSerializer(serializers.ModelSerializer[AnswerChange]):
    """One change of one answer."""

    part = serializers.SerializerMethodField(help_text="facts, ratings or sovereignty")
    by = serializers.SerializerMethodField(
        help_text="The name of who changed it; null where the account is gone."
    )
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()

    class Meta:
        model = AnswerChange
        fields = ("id", "part", "code", "by", "at", "version", "is_undo", "before", "after")
        read_only_fields = fields

    def get_part(self, change: AnswerChange) -> str:
        """Where the answer stands in the body of POST /score/."""
        return PARTS[FindingKind(change.kind)]

    def get_by(self, change: AnswerChange) -> str | None:
        """Who made it."""
        return change.by.name if change.by else None

    @extend_schema_field(FORM)
    def get_before(self, change: AnswerChange) -> dict[str, Any] | None:
        """The answer before."""
        return change.before

    @extend_schema_field(FORM)
    def get_after(self, change: AnswerChange) -> dict[str, Any] | None:
        """The answer after."""
        return change.after


class AnswerHistory(ReadOnly):
    """How the answers of an assessment came about."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    serializer_class = AnswerChangeSerializer
    queryset = AnswerChange.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """The changes, newest first. Raises PermissionDenied for who sees the assessment but not how it came about."""
        if getattr(self, "swagger_fake_view", False):
            return AnswerChange.objects.none()
        found = selectors.assessments(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        require(self.request.user, "read_history", found)
        return changes_of(found)

    @extend_schema(summary="Every change of every answer, newest first")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """For its author, contributors and the reviewers of its team."""
        return super().list(request, *args, **kwargs)
