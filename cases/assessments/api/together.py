"""Who works on an assessment, and what happened to it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments.api.together_base import TogetherBase, refused
from cases.assessments.api.together_serializers import (
    ContributorGivenSerializer,
    ContributorSerializer,
    FeedEventSerializer,
    FeedSerializer,
    HandOverSerializer,
)
from cases.assessments.contributing import (
    ContributingRefused,
    assessment_hand_over,
    contributor_add,
    contributor_remove,
    people_of_team,
)
from cases.assessments.feed import KINDS, PAGE, Place, feed
from cases.assessments.models import Assessment, Contributor
from natoassess.accounts.models import User
from natoassess.web.api import answer_no_parameters
from natoassess.web.pagination import Pages
from natoassess.web.parameters import refuse_unknown
from natoassess.web.problems import Problem


class Contributors(TogetherBase):
    """Who answers beside the author."""

    serializer_class = ContributorSerializer
    pagination_class = Pages
    conflicts = frozenset({"ask", "end", "hand_over"})

    @extend_schema(
        operation_id="assessments_contributors_list",
        summary="Who answers an assessment beside its author",
        responses=ContributorSerializer(many=True),
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """In the order in which they were asked."""
        assessment = self.assessment()
        refuse_unknown(request.query_params, Pages().parameters)
        rows = (
            Contributor.objects.filter(assessment=assessment)
            .select_related("user", "added_by")
            .order_by("pk")
        )
        return self.get_paginated_response(
            ContributorSerializer(self.paginate_queryset(rows), many=True).data
        )

    @extend_schema(
        operation_id="assessments_contributors_ask",
        summary="Ask a member of the team to answer",
        description="For the author. Asked again, the steps and the note are replaced.",
        request=ContributorGivenSerializer,
        responses={200: ContributorSerializer},
    )
    def ask(self, request: Request, pk: int) -> Response:
        """Whoever was asked may change any answer; `steps` say what is asked for."""
        answer_no_parameters(request)
        assessment = self.open_to("manage_contributors")
        given = ContributorGivenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        try:
            made = contributor_add(
                author=self.person,
                assessment=assessment,
                user=member(assessment, values["user"], "user"),
                steps=values.get("steps", ()),
                note=values.get("note", ""),
            )
        except ContributingRefused as error:
            raise refused(error, error.member) from error
        return Response(ContributorSerializer(made).data)

    @extend_schema(operation_id="assessments_contributors_end", summary="End a person's contributing")
    def end(self, request: Request, pk: int, username: str) -> Response:
        """For the author. What they answered stays."""
        answer_no_parameters(request)
        assessment = self.open_to("manage_contributors")
        row = (
            Contributor.objects.filter(assessment=assessment, user__username=username)
            .select_related("user")
            .first()
        )
        if row is None:
            raise Http404
        contributor_remove(author=self.person, assessment=assessment, user=row.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="assessments_hand_over",
        summary="Make a member of the team the author in your place",
        description="You stay as a contributor. Nobody who has reviewed it can take it over.",
        request=HandOverSerializer,
        responses={204: None},
    )
    def hand_over(self, request: Request, pk: int) -> Response:
        """For the author, while it is a draft or was returned."""
        answer_no_parameters(request)
        assessment = self.open_to("hand_over_assessment")
        given = HandOverSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            assessment_hand_over(
                author=self.person,
                assessment=assessment,
                to=member(assessment, given.validated_data["to"], "to"),
            )
        except ContributingRefused as error:
            raise refused(error, error.member) from error
        return Response(status=status.HTTP_204_NO_CONTENT)


def member(assessment: Assessment, username: str, name: str) -> User:
    """The member of its team of that user name. Raises ContributingRefused, also for whoever is not of the team."""
    found = people_of_team(assessment).filter(username=username).first()
    if found is None:
        raise ContributingRefused(
            "not_of_the_team",
            name,
            _("no member of its team has that user name, or it is the author, or they have reviewed it"),
        )
    return found


class Feed(TogetherBase):
    """What happened to an assessment."""

    serializer_class = FeedEventSerializer
    pagination_class = None

    @extend_schema(
        operation_id="assessments_feed",
        summary="What happened to an assessment, newest first",
        description="Follow `next` until it is null. What is written meanwhile does not shift the pages that follow.",
        parameters=[
            OpenApiParameter("kind", str, enum=list(KINDS), description="Of one kind."),
            OpenApiParameter("who", str, description="By one person, by user name."),
            OpenApiParameter("before", str, description="From where a page ended; take it from `next`."),
            OpenApiParameter("page_size", int, description="1 to 200; 50 where left out."),
        ],
        responses=FeedSerializer,
    )
    def feed(self, request: Request, pk: int) -> Response:
        """Answers changed, comments, people, submissions and reviews."""
        assessment = self.assessment()
        given = request.query_params
        refuse_unknown(given, {"kind", "who", "before", "page_size"})
        kind = given.get("kind", "")
        if "kind" in given and kind not in KINDS:
            raise _invalid("kind", _("must be one of %(kinds)s") % {"kinds": ", ".join(KINDS)})
        who = (
            User.objects.filter(username=given["who"]).values_list("pk", flat=True).first()
            if "who" in given
            else None
        )
        if "who" in given and who is None:
            raise _invalid("who", _("nobody has that user name"))
        try:
            before = Place.read(given["before"]) if "before" in given else None
        except BadRequest as error:
            raise _invalid("before", str(error)) from error
        size = Pages().get_page_size(request) if "page_size" in given else PAGE
        page = feed(self.person, assessment, before=before, who=who, kind=kind, size=size)
        following = None
        if page.following is not None:
            query = given.copy()
            query["before"] = str(page.following)
            following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        return Response(
            {"next": following, "results": FeedEventSerializer(list(page.events), many=True).data}
        )


def _invalid(name: str, detail: str) -> Problem:
    return Problem(
        _("Some query parameters cannot be understood."),
        code="invalid_params",
        errors=[{"parameter": name, "detail": detail}],
    )
