"""Comments on an assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cases.assessments.api.together_base import TogetherBase, refused
from cases.assessments.api.together_serializers import (
    CommentChangeSerializer,
    CommentSerializer,
    NewCommentSerializer,
)
from cases.assessments.commenting import (
    CommentRefused,
    comment_add,
    comment_delete,
    comment_edit,
    comment_reopen,
    comment_resolve,
)
from cases.assessments.discussion import OPEN, RESOLVED, comments
from cases.assessments.models import Assessment, Comment
from cases.assessments.steps import questionnaire_of
from natoassess.web.api import answer_no_parameters
from natoassess.web.pagination import Pages
from natoassess.web.parameters import refuse_unknown
from natoassess.web.problems import Problem

STATE = OpenApiParameter("state", str, enum=[OPEN, RESOLVED], description="Of the thread: open or resolved.")
QUESTION = OpenApiParameter("question", str, description="Of one question, such as facts-uses_force.")


class Comments(TogetherBase):
    """The comments on an assessment."""

    serializer_class = CommentSerializer
    pagination_class = Pages
    conflicts = frozenset({"say"})
    chooses_fields = frozenset({"list"})

    @extend_schema(
        operation_id="assessments_comments_list",
        summary="The comments on an assessment",
        parameters=[STATE, QUESTION],
        responses=CommentSerializer(many=True),
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Oldest first, replies among them; for its author, contributors, and reviewers once it is submitted."""
        assessment = self.assessment()
        given = request.query_params
        refuse_unknown(given, {"state", "question", *Pages().parameters, *self.field_parameters})
        rows = comments(self.person, assessment)
        faults = []
        if "state" in given:
            if given["state"] not in (OPEN, RESOLVED):
                faults.append({"parameter": "state", "detail": _("must be open or resolved")})
            is_open = given["state"] == OPEN
            first = comments(self.person, assessment).filter(
                reply_to__isnull=True, resolved_at__isnull=is_open
            )
            rows = rows.filter(pk__in=first.values("pk")) | rows.filter(reply_to__in=first.values("pk"))
        if "question" in given:
            if given["question"] not in _questions(assessment):
                faults.append({"parameter": "question", "detail": _("the framework asks no such question")})
            rows = rows.filter(question=given["question"])
        if faults:
            raise Problem(
                _("Some query parameters cannot be understood."), code="invalid_params", errors=faults
            )
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="assessments_comments_create",
        summary="Comment on an answer, on the whole, or reply",
        request=NewCommentSerializer,
        responses={201: CommentSerializer},
    )
    def say(self, request: Request, pk: int) -> Response:
        """A reply to a resolved comment opens it again."""
        answer_no_parameters(request)
        assessment = self.open_to("comment_assessment")
        given = NewCommentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        first = None
        if values.get("reply_to") is not None:
            first = comments(self.person, assessment).filter(pk=values["reply_to"]).first()
            if first is None:
                raise refused(CommentRefused("gone", _("there is no such comment")), "reply_to")
        question = values.get("question") or ""
        if question and question not in _questions(assessment):
            fault = CommentRefused("unknown_question", _("the framework asks no such question"))
            raise refused(fault, "question")
        try:
            made = comment_add(
                author=self.person,
                assessment=assessment,
                text=values["text"],
                question=question,
                reply_to=first,
            )
        except CommentRefused as error:
            raise refused(error, "reply_to" if error.code == "gone" else "text") from error
        response = Response(self.shown(made), status=status.HTTP_201_CREATED)
        response["Location"] = reverse("api-assessment-comment", args=[pk, made.pk], request=request)
        return response

    def shown(self, comment: Comment) -> dict[str, Any]:
        """One comment."""
        return dict(CommentSerializer(comment, context=self.get_serializer_context()).data)


def _questions(assessment: Assessment) -> Iterable[str]:
    return questionnaire_of(assessment.framework, assessment.standpoint).by_name.keys()


class CommentDetail(Comments):
    """One comment."""

    conflicts = frozenset({"mend", "take_back", "resolve", "reopen"})

    def comment(self, *, changing: bool = True) -> Comment:
        """The comment in the address; 404 for one of another assessment."""
        answer_no_parameters(self.request)
        assessment = self.open_to("comment_assessment") if changing else self.assessment()
        found = comments(self.person, assessment).filter(pk=self.kwargs["comment"]).first()
        if found is None:
            raise Http404
        found.assessment = assessment
        return found

    @extend_schema(
        operation_id="assessments_comment_retrieve", summary="One comment", responses=CommentSerializer
    )
    def one(self, request: Request, pk: int, comment: int) -> Response:
        """As in the list."""
        return Response(self.shown(self.comment(changing=False)))

    @extend_schema(
        operation_id="assessments_comment_update",
        summary="Mend a comment of your own",
        description="For a quarter of an hour, as long as nobody has answered; 409 later.",
        request=CommentChangeSerializer,
        responses=CommentSerializer,
    )
    def mend(self, request: Request, pk: int, comment: int) -> Response:
        """Its text."""
        found = self.comment()
        given = CommentChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            mended = comment_edit(editor=self.person, comment=found, text=given.validated_data["text"])
        except CommentRefused as error:
            raise refused(error, "text") from error
        return Response(self.shown(mended))

    @extend_schema(operation_id="assessments_comment_delete", summary="Take a comment of your own back")
    def take_back(self, request: Request, pk: int, comment: int) -> Response:
        """Nothing is left of it; 409 once it was answered."""
        self._done(comment_delete)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="assessments_comment_resolve",
        summary="Settle a thread",
        description="At its first comment. The body is empty.",
        request=None,
        responses=CommentSerializer,
    )
    def resolve(self, request: Request, pk: int, comment: int) -> Response:
        """409 where somebody did it before."""
        return Response(self.shown(self._done(comment_resolve)))

    @extend_schema(
        operation_id="assessments_comment_reopen",
        summary="Open a settled thread again",
        description="At its first comment. The body is empty.",
        request=None,
        responses=CommentSerializer,
    )
    def reopen(self, request: Request, pk: int, comment: int) -> Response:
        """409 where it is open."""
        return Response(self.shown(self._done(comment_reopen)))

    def _done(self, service: Callable[..., Any]) -> Any:
        found = self.comment()
        try:
            return service(by=self.person, comment=found)
        except CommentRefused as error:
            if error.code == "gone":
                raise Http404 from error
            raise refused(error, "text") from error
