"""The register of sources of an assessment, and the files kept with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cases.assessments.api.views import ETAG, AssessmentBase
from cases.assessments.attachments import attachment_add, attachment_remove
from cases.assessments.downloads import file_response
from cases.assessments.evaluation import PARTS
from cases.assessments.file_kinds import FileRefused
from cases.assessments.limits import CITATION_LENGTH, URL_LENGTH
from cases.assessments.models import Assessment, Attachment, CitedSource, Evidence
from cases.assessments.models.finding import FindingKind
from cases.assessments.models.source import SourceKind
from cases.assessments.rules import may
from cases.assessments.source_register import (
    SourceDetails,
    SourceInUse,
    SourceInvalid,
    details_of,
    source_add,
    source_change,
    source_remove,
)
from cases.assessments.sources import Entry, files_of, register_of
from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.api import answer_no_parameters
from natoassess.web.concurrency import StaleVersion
from natoassess.web.conditional import tag_of
from natoassess.web.jobs.api import AnyForm
from natoassess.web.presentation.words import RELIABILITY
from natoassess.web.problems import PreconditionFailed, Problem, pointers
from natoassess.web.serializers import StrictSerializer, TextOrNull

LETTERS = list(RELIABILITY)


class SourceInputSerializer(StrictSerializer):
    """What a source is. Without a citation one is made of author, title, publisher and date."""

    reliability = serializers.ChoiceField(LETTERS, help_text="Of the source, by the Admiralty code.")
    citation = serializers.CharField(required=False, allow_blank=True, max_length=CITATION_LENGTH)
    author = serializers.CharField(required=False, allow_blank=True, max_length=200)
    title = serializers.CharField(required=False, allow_blank=True, max_length=300)
    publisher = serializers.CharField(required=False, allow_blank=True, max_length=200)
    dated = serializers.CharField(
        required=False, allow_blank=True, max_length=60, help_text="The document's own date, in words."
    )
    kind = serializers.ChoiceField(SourceKind.values, required=False, allow_blank=True)
    url = serializers.URLField(required=False, allow_blank=True, max_length=URL_LENGTH)
    accessed_on = serializers.DateField(required=False, allow_null=True)


class SourceUseSerializer(serializers.Serializer[Evidence]):
    """A use of a source: the answer it bears on, and its grade there."""

    part = serializers.SerializerMethodField()
    code = serializers.CharField(source="finding.code", read_only=True)
    reliability = serializers.ChoiceField(LETTERS, read_only=True)
    credibility = serializers.IntegerField(min_value=1, max_value=6, read_only=True)
    note = TextOrNull()

    @extend_schema_field(serializers.CharField(help_text="facts, ratings or sovereignty"))
    def get_part(self, use: Evidence) -> str:
        """Where the answer stands in the body."""
        return PARTS[FindingKind(use.finding.kind)]


class SourceFileSerializer(serializers.ModelSerializer[Attachment]):
    """A file kept with a source; `sha256` is the checksum of its bytes."""

    address = serializers.SerializerMethodField()

    class Meta:
        model = Attachment
        fields = ("id", "name", "media_type", "size", "sha256", "added_at", "address")
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_address(self, file: Attachment) -> str:
        """Where it is downloaded."""
        arguments = [self.context["assessment"].pk, file.source_id, file.pk]
        return reverse("api-source-file", args=arguments, request=self.context["request"])


class RegisteredSourceSerializer(serializers.Serializer[Entry]):
    """A source that answers may rest on, with its uses. `files` is null for whom they are not meant."""

    id = serializers.IntegerField(source="source.pk", read_only=True)
    is_own = serializers.BooleanField(
        read_only=True, help_text="False for one of the case, which is read-only."
    )
    citation = serializers.CharField(source="source.citation", read_only=True)
    author = TextOrNull(source="source.author", default=None)
    title = TextOrNull(source="source.title", default=None)
    publisher = TextOrNull(source="source.publisher", default=None)
    dated = TextOrNull(source="source.dated", default=None)
    kind = TextOrNull(source="source.kind")
    url = TextOrNull(source="source.url")
    accessed_on = serializers.DateField(
        source="source.accessed_on", default=None, read_only=True, allow_null=True
    )
    reliability = TextOrNull(source="source.reliability")
    uses = SourceUseSerializer(many=True, read_only=True)
    files = serializers.SerializerMethodField()

    @extend_schema_field(SourceFileSerializer(many=True, allow_null=True))
    def get_files(self, entry: Entry) -> Any:
        """For the author, the team and its reviewers."""
        if not self.context["may_read_files"]:
            return None
        return SourceFileSerializer(entry.files, many=True, context=self.context).data


class SourceRegisterSerializer(serializers.Serializer[Any]):
    """The register of an assessment: its own sources, then those of the case under study."""

    sources = RegisteredSourceSerializer(many=True, read_only=True)


class UploadSerializer(serializers.Serializer[Any]):
    """A file, as multipart/form-data."""

    file = serializers.FileField()


class SourcesBase(AssessmentBase):
    """What the views of the register share."""

    access = Access.PUBLIC
    permission_classes = [IsAuthenticatedOrReadOnly]

    def changeable(self, request: Request) -> Assessment:
        """The assessment, if its answers may be changed by the caller. 403 for another's, 409 once it is frozen."""
        answer_no_parameters(request)
        assessment: Assessment = self.get_object()
        if may(request.user, "change_assessment", assessment):
            return assessment
        if assessment.author_id != request.user.pk:
            raise PermissionDenied
        raise Problem(
            _("It is %(status)s and cannot be changed so any more.")
            % {"status": assessment.get_status_display()},
            code="not_editable",
            status_code=status.HTTP_409_CONFLICT,
        )

    def own(self, assessment: Assessment) -> CitedSource:
        """The source in the address. Raises Http404."""
        found = assessment.cited_sources.filter(pk=self.kwargs["source"]).first()
        if found is None:
            raise Http404
        return found

    def shown(self, assessment: Assessment, entries: list[Entry]) -> Any:
        """Entries of the register as the caller may see them."""
        context = {
            **self.get_serializer_context(),
            "assessment": assessment,
            "may_read_files": may(self.request.user, "read_files", assessment),
        }
        rows: Any = entries
        return RegisteredSourceSerializer(rows, many=True, context=context).data

    def shown_one(self, assessment: Assessment, source: CitedSource) -> Any:
        """One source of the assessment as it now is."""
        entries = [entry for entry in register_of(assessment) if entry.source == source]
        return self.shown(assessment, entries)[0]


class Sources(SourcesBase):
    """The register of an assessment."""

    conflicts = frozenset({"add"})

    @extend_schema(
        summary="The sources of an assessment, their grades, uses and files",
        responses=SourceRegisterSerializer,
    )
    def register(self, request: Request, pk: int) -> Response:
        """Those of the assessment first, then those of its case."""
        answer_no_parameters(request)
        assessment = self.get_object()
        return Response({"sources": self.shown(assessment, register_of(assessment))})

    @extend_schema(
        summary="Put a source into the register of a draft",
        description="Answers cite it by its `citation`: the same text in one assessment is the same source.",
        request=SourceInputSerializer,
        responses={201: RegisteredSourceSerializer},
    )
    def add(self, request: Request, pk: int) -> Response:
        """Keep it, to be cited later."""
        assessment = self.changeable(request)
        given = SourceInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with refusals():
            source = source_add(
                editor=_person(request), assessment=assessment, details=SourceDetails(**given.validated_data)
            )
        return Response(self.shown_one(assessment, source), status=status.HTTP_201_CREATED)


class OneSource(SourcesBase):
    """One source of the register."""

    takes_if_match = frozenset({"change"})
    conflicts = frozenset({"remove"})

    @extend_schema(
        summary="Change a source of a draft",
        description=(
            "Members that are left out stay as they are; a citation that is made of the others is made anew. A new "
            "reliability holds in every use of the source. If-Match takes the ETag of the assessment, whose version "
            "rises."
        ),
        request=SourceInputSerializer,
        responses=RegisteredSourceSerializer,
        parameters=[ETAG],
    )
    def change(self, request: Request, pk: int, source: int) -> Response:
        """All or nothing."""
        assessment, version = self.editable(request, "change_assessment")
        found = self.own(assessment)
        given = SourceInputSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        with refusals():
            source_change(
                editor=_person(request),
                source=found,
                expected_version=version,
                details=replace(details_of(found), **given.validated_data),
            )
        return Response(self.shown_one(assessment, found), headers={"ETag": f'"{version + 1}"'})

    @extend_schema(summary="Take a source that no answer rests on out of the register", responses={204: None})
    def remove(self, request: Request, pk: int, source: int) -> Response:
        """With its files; 409 while answers rest on it."""
        found = self.own(self.changeable(request))
        with refusals():
            source_remove(editor=_person(request), source=found)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SourceFiles(SourcesBase):
    """The files kept with a source."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    parser_classes = [MultiPartParser]
    conflicts = frozenset({"add"})

    @extend_schema(
        summary="Keep a file with a source of a draft",
        description=(
            "As multipart/form-data, in the field `file`: PDF, PNG, JPEG, plain text, CSV, DOCX or ODT, at most 10 MB. "
            "What it is is found in its content and must agree with its name."
        ),
        request={"multipart/form-data": UploadSerializer},
        responses={201: SourceFileSerializer},
    )
    def add(self, request: Request, pk: int, source: int) -> Response:
        """Keep it."""
        assessment = self.changeable(request)
        found = self.own(assessment)
        file = request.FILES.get("file")
        if file is None or len(request.FILES) != 1:
            raise _invalid({"file": _("Send one file, in the field file.")})
        with refusals():
            kept = attachment_add(editor=_person(request), source=found, file=file)
        context = {**self.get_serializer_context(), "assessment": assessment}
        return Response(SourceFileSerializer(kept, context=context).data, status=status.HTTP_201_CREATED)


class OneFile(SourcesBase):
    """One file kept with a source."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    content_negotiation_class = AnyForm
    conflicts = frozenset({"remove"})

    @extend_schema(
        summary="A file kept with a source, for the author, the team and its reviewers",
        responses={(200, "*/*"): OpenApiTypes.BINARY},
    )
    def download(self, request: Request, pk: int, source: int, file: int) -> FileResponse:
        """The bytes, as a download."""
        answer_no_parameters(request)
        assessment = self.get_object()
        if not may(request.user, "read_files", assessment):
            raise Http404
        found = self._file(assessment)
        response = file_response(found)
        response["ETag"] = tag_of(request, f"{found.pk} {found.key}")
        return response

    @extend_schema(summary="Remove a file kept with a source of a draft", responses={204: None})
    def remove(self, request: Request, pk: int, source: int, file: int) -> Response:
        """Row and file."""
        found = self._file(self.changeable(request))
        with refusals():
            attachment_remove(editor=_person(request), attachment=found)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _file(self, assessment: Assessment) -> Attachment:
        found = files_of(assessment).filter(source=self.kwargs["source"], pk=self.kwargs["file"]).first()
        if found is None:
            raise Http404
        return found


@contextmanager
def refusals() -> Iterator[None]:
    """What services refuse, as problems."""
    try:
        yield
    except StaleVersion as error:
        raise PreconditionFailed from error
    except SourceInvalid as error:
        raise _invalid(error.faults) from error
    except FileRefused as error:
        raise _invalid({"file": str(error)}) from error
    except SourceInUse as error:
        errors = [
            {"pointer": f"/{PARTS[FindingKind(use.finding.kind)]}/{use.finding.code}", "detail": str(error)}
            for use in error.uses
        ]
        raise Problem(
            _("Answers rest on this source; take it out there first."),
            code="in_use",
            status_code=status.HTTP_409_CONFLICT,
            errors=errors,
        ) from error


def _invalid(faults: dict[str, str]) -> Problem:
    return Problem(
        _("The request cannot be taken as it stands."),
        code="invalid",
        errors=pointers({name: [text] for name, text in faults.items()}),
    )


def _person(request: Request) -> User:
    return cast(User, request.user)
