"""The trash: what one threw away, and taking it out again."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments import selectors
from cases.assessments.api.serializers import AssessmentDetailSerializer
from cases.assessments.api.views import ETAG, AssessmentBase
from cases.assessments.models import Assessment
from cases.assessments.scenario_files import title_of
from cases.assessments.trash import assessment_discard, assessment_restore, goes_on
from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly, answer_no_parameters


class TrashedSerializer(serializers.Serializer[Any]):
    """A draft in the trash."""

    id = serializers.IntegerField()
    title = serializers.SerializerMethodField()
    trashed_at = serializers.DateTimeField(help_text="When it was thrown away.")
    goes_on = serializers.SerializerMethodField(help_text="When it is deleted for good.")

    def get_title(self, assessment: Assessment) -> str:
        """The scenario or case, and the phase where it is called otherwise."""
        return title_of(assessment.phase)

    def get_goes_on(self, assessment: Assessment) -> str:
        """A moment, ISO 8601."""
        moment = goes_on(assessment)
        return moment.isoformat() if moment else ""


class Trash(ReadOnly):
    """What you threw away."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    serializer_class = TrashedSerializer
    queryset = Assessment.objects.none()
    pagination_class = None
    has_forms = False

    def get_queryset(self) -> QuerySet[Any]:
        """The drafts in one's own trash, latest first; others' are not among it."""
        return selectors.trash(cast(User, self.request.user))

    @extend_schema(
        operation_id="assessments_trash",
        summary="Your trash",
        responses={200: TrashedSerializer(many=True)},
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every draft in it, latest first."""
        answer_no_parameters(request)
        return Response(TrashedSerializer(list(self.get_queryset()), many=True).data)

    @extend_schema(
        operation_id="assessments_discard",
        summary="Delete for good a draft in your trash",
        responses={204: OpenApiResponse(description="It is gone.")},
    )
    def discard(self, request: Request, pk: int) -> Response:
        """With its phase and its scenario, where nothing else assesses them."""
        answer_no_parameters(request)
        assessment_discard(editor=cast(User, request.user), assessment=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class Restoring(AssessmentBase):
    """Taking a draft out of the trash."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="assessments_restore",
        summary="Take a draft of your own out of the trash",
        description="As it was. The body is empty; 404 for what is not in your trash.",
        request=None,
        responses=AssessmentDetailSerializer,
        parameters=[ETAG],
    )
    def restore(self, request: Request, pk: int) -> Response:
        """The draft as it now is."""
        answer_no_parameters(request)
        found = get_object_or_404(selectors.trash(cast(User, request.user)), pk=pk)
        return self.answer(assessment_restore(editor=cast(User, request.user), assessment=found))
