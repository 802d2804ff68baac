"""Assessments: published ones for everybody; one's own to file, change, submit and delete."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cases.assessments import selectors
from cases.assessments.api.input import FilingSerializer, TermsSerializer
from cases.assessments.api.serializers import AssessmentDetailSerializer, AssessmentSerializer
from cases.assessments.api.terms import PARTS, TermsReader
from cases.assessments.filing import FilingInvalid, assessment_edit, assessment_file, filing_faults
from cases.assessments.filters import AssessmentFilter
from cases.assessments.models import Assessment
from cases.assessments.rules import may
from cases.assessments.services import assessment_submit
from cases.assessments.trash import assessment_trash
from frameworks.api.score import findings_problem
from frameworks.services import FindingsInvalid
from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly, answer_no_parameters
from natoassess.web.concurrency import StaleVersion, etag, expected_version
from natoassess.web.conditional import is_known
from natoassess.web.problems import PreconditionFailed, Problem, pointers

ETAG = OpenApiParameter(
    "ETag",
    str,
    OpenApiParameter.HEADER,
    response=[200, 201],
    description="Send it back in If-Match or If-None-Match.",
)
FILE_EXAMPLE = OpenApiExample(
    "A scenario",
    request_only=True,
    value={
        "title": "Strikes on Ardania",
        "summary": "An alliance strikes the air defences of a State that expels a minority.",
        "target_name": "Ardania",
        "acting_names": "An alliance of nine States",
        "starts_on": "2026-05-02",
        "as_of": "2026-05-02",
        "visibility": "team",
        "facts": {"state_conduct": "yes", "uses_force": "yes", "council_authorises_force": "no"},
    },
)
CHANGE_EXAMPLE = OpenApiExample(
    "The Council authorises",
    request_only=True,
    value={"facts": {"council_authorises_force": "yes", "within_mandate": "yes", "council_blocked": None}},
)


OF_A_ROW = (
    "id", "reference", "as_of", "standpoint", "status", "visibility", "coded_by", "coded_on", "version", "created_at",
    "changed_at", "submitted_at", "published_at", "second_coding_for", "phase__slug", "phase__title",
    "phase__case__slug", "phase__case__target_name", "phase__case__target__name", "framework__code",
    "framework__version", "author__username", "author__display_name", "author__first_name", "author__last_name",
    "team__slug", "publication__assessment", "publication__number",
)  # fmt: skip
"""The columns that a row of the list shows: narratives and weights of frameworks are not read for it."""


class AssessmentBase(ReadOnly):
    """What the views of assessments share: the rows in sight, the ETag, and refusals."""

    serializer_class = AssessmentSerializer
    detail_serializer_class = AssessmentDetailSerializer
    queryset = Assessment.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """What the caller may see; others' drafts are not among it."""
        return selectors.assessments(self.request.user)

    def answer(self, assessment: Assessment, *, code: int = status.HTTP_200_OK) -> Response:
        """The assessment as it now is, with its ETag."""
        row = self.get_queryset().prefetch_related("phase__acting").get(pk=assessment.pk)
        body = self.narrowed(AssessmentDetailSerializer(row, context=self.get_serializer_context())).data
        response = Response(body, status=code)
        response["ETag"] = _etag(row, body)
        return response

    def editable(self, request: Request, action: str) -> tuple[Assessment, int]:
        """The assessment in the address and the version that If-Match names.

        Raises 403 for another's, 409 once it has left its author's hands, 428 without If-Match, 412 where that
        names another version.
        """
        answer_no_parameters(request)
        assessment: Assessment = self.get_object()
        if not may(request.user, action, assessment):
            if assessment.author_id != request.user.pk:
                raise PermissionDenied
            raise Problem(
                _("It is %(status)s and cannot be changed so any more.")
                % {"status": assessment.get_status_display()},
                code="not_editable",
                status_code=status.HTTP_409_CONFLICT,
            )
        version = expected_version(request)
        if version != assessment.version:
            raise PreconditionFailed
        return assessment, version


class Assessments(AssessmentBase):
    """Published assessments for everybody; for the signed-in also their own, and what their team submitted."""

    access = Access.PUBLIC
    permission_classes = [IsAuthenticatedOrReadOnly]
    filterset_class = AssessmentFilter
    prefetched_for = {"snapshots": frozenset({"result"})}
    takes_if_match = frozenset({"partial_update", "destroy"})

    def get_queryset(self) -> QuerySet[Any]:
        """What the caller may see; for the list no more of it than a row shows."""
        rows = super().get_queryset()
        return rows.only(*OF_A_ROW) if self.action == "list" else rows

    @extend_schema(summary="Assessments that you may see")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Published ones for everybody; for the signed-in also their own, and what their team submitted."""
        return super().list(request, *args, **kwargs)

    @extend_schema(
        summary="One assessment: answers, the body that replays them, evaluation",
        parameters=[ETAG],
        responses=AssessmentDetailSerializer,
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The evaluation is frozen once submitted; before that it is of the answers as they stand."""
        assessment = self.get_object()
        if assessment.is_editable and is_known(request, etag(assessment.version)):
            return Response(headers={"ETag": etag(assessment.version)})  # becomes 304 without a body
        return self.answer(assessment)

    @extend_schema(
        summary="File an assessment of a scenario, or of an existing phase",
        request=FilingSerializer,
        responses={201: AssessmentDetailSerializer},
        parameters=[ETAG],
        examples=[FILE_EXAMPLE],
    )
    def create(self, request: Request) -> Response:
        """A new draft of your own. Everything left unanswered is unknown."""
        answer_no_parameters(request)
        given = FilingSerializer(data=request.data)
        given.is_valid()
        reader = _reader(request, given)
        phase = reader.phase()
        terms = reader.new(phase)
        parts = _parts(request.data)
        faults = filing_faults(
            framework=terms.framework, standpoint=terms.description.standpoint, parts=parts
        )
        _refuse(given, reader, faults)
        with _refusals():
            assessment = assessment_file(author=_person(request), phase=phase, terms=terms, parts=parts)
        response = self.answer(assessment, code=status.HTTP_201_CREATED)
        response["Location"] = reverse("api-assessment-detail", args=[assessment.pk], request=request)
        return response

    @extend_schema(
        summary="Change a draft of your own",
        description=(
            "Members that are left out stay as they are. An answer that is sent replaces the former answer to that "
            "question whole; null takes it back."
        ),
        request=TermsSerializer,
        responses=AssessmentDetailSerializer,
        parameters=[ETAG],
        examples=[CHANGE_EXAMPLE],
    )
    def partial_update(self, request: Request, pk: int) -> Response:
        """Terms and answers, all or nothing."""
        assessment, version = self.editable(request, "change_assessment")
        given = TermsSerializer(data=request.data)
        given.is_valid()
        reader = _reader(request, given)
        terms = reader.changed(assessment)
        parts = _parts(request.data)
        faults = filing_faults(
            framework=terms.framework if terms else assessment.framework,
            standpoint=terms.description.standpoint if terms else assessment.standpoint,
            parts=parts,
            assessment=assessment,
        )
        _refuse(given, reader, faults)
        with _refusals():
            changed = assessment_edit(
                editor=_person(request),
                assessment=assessment,
                expected_version=version,
                terms=terms,
                parts=parts,
            )
        return self.answer(changed)

    @extend_schema(
        summary="Throw away a draft of your own",
        description="It stays in your trash for 30 days, from where it can be restored.",
    )
    def destroy(self, request: Request, pk: int) -> Response:
        """With the scenario it was made with, where nothing else assesses it; until then it is in the trash."""
        assessment, version = self.editable(request, "delete_assessment")
        with _refusals():
            assessment_trash(editor=_person(request), assessment=assessment, expected_version=version)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Submission(AssessmentBase):
    """Handing an assessment to the reviewers of its team."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    takes_if_match = frozenset({"submit"})

    @extend_schema(
        summary="Submit an assessment of your own for review",
        description="Freezes the answers and their evaluation as the next revision. The body is empty.",
        request=None,
        responses=AssessmentDetailSerializer,
        parameters=[ETAG],
    )
    def submit(self, request: Request, pk: int) -> Response:
        """Freeze and hand over."""
        assessment, version = self.editable(request, "submit_assessment")
        with _refusals():
            submitted = assessment_submit(
                editor=_person(request), assessment=assessment, expected_version=version
            )
        return self.answer(submitted)


@contextmanager
def _refusals() -> Iterator[None]:
    """What services refuse, as problems."""
    try:
        yield
    except StaleVersion as error:
        raise PreconditionFailed from error
    except (FindingsInvalid, FilingInvalid) as error:
        raise findings_problem(error.faults) from error


def _person(request: Request) -> User:
    """Who asks; the permission classes have let nobody else in."""
    return cast(User, request.user)


def _reader(request: Request, given: TermsSerializer) -> TermsReader:
    """Reads what the serializer let pass."""
    bad = frozenset(str(name) for name in given.errors)
    data = request.data if isinstance(request.data, dict) else {}
    checked = {
        name: field.run_validation(data[name])
        for name, field in given.fields.items()
        if name in data and name not in bad and name not in PARTS
    }
    return TermsReader(_person(request), checked, bad)


def _parts(data: Any) -> dict[str, Any]:
    return {part: data[part] for part in PARTS if part in data} if isinstance(data, dict) else {}


def _refuse(given: TermsSerializer, reader: TermsReader, faults: list[Any]) -> None:
    """Raise one Problem with all faults: of the members, of what they mean, of the findings."""
    errors = pointers(given.errors)
    errors += [{"pointer": fault.pointer, "detail": fault.detail} for fault in (*reader.faults, *faults)]
    if errors:
        problem = findings_problem([])
        problem.errors = errors
        raise problem


def _etag(assessment: Assessment, body: Any) -> str:
    """The version while its author can change it; later a digest, because reviews and the library change it."""
    if assessment.is_editable:
        return etag(assessment.version)
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
    return f'"{digest[:32]}"'
