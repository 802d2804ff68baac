"""Releases in the API: the list, one with its files, and each file as it was frozen."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cases.research.models import Release
from cases.research.releases.folder import TYPES
from cases.research.releases.selectors import release_get, releases
from cases.research.releases.serving import Damaged, NotSatisfiable, file_response
from cases.research.releases.texts import release_record
from natoassess.web import problems
from natoassess.web.access import Access
from natoassess.web.api import ApiView, ReadOnly, answer_no_parameters
from natoassess.web.citations import STYLES, oscola_line
from natoassess.web.jobs.api import AnyForm
from natoassess.web.openapi import ProblemSerializer
from natoassess.web.problems import Problem
from natoassess.web.serializers import TextOrNull

CHANGES = {
    "type": "object",
    "description": "Rows added, changed and removed since the release before, by table; tables without any left out.",
    "additionalProperties": {
        "type": "object",
        "required": ["added", "changed", "removed"],
        "properties": {name: {"type": "integer"} for name in ("added", "changed", "removed")},
    },
}
KINDS = dict.fromkeys((*TYPES.values(), "text/plain"), OpenApiTypes.BINARY) | {
    "application/json": OpenApiTypes.OBJECT
}
"""What a file of a release may be."""
NAMED = OpenApiParameter(
    "name",
    str,
    OpenApiParameter.PATH,
    description="Year and number.",
    examples=[OpenApiExample("the first of 2026", value="2026.1")],
)
HEADERS = [
    OpenApiParameter(
        "ETag", str, OpenApiParameter.HEADER, response=[200, 206, 304], description="The SHA-256 of the file."
    ),
    OpenApiParameter(
        "Cache-Control",
        str,
        OpenApiParameter.HEADER,
        response=[200, 206, 304],
        description="public, max-age=31536000, immutable: a file of a release never changes.",
    ),
    OpenApiParameter("Content-Range", str, OpenApiParameter.HEADER, response=[206, 416]),
]
RANGE = OpenApiParameter(
    "Range",
    str,
    OpenApiParameter.HEADER,
    description="One range of bytes, such as bytes=1000-; else the whole.",
)
IF_RANGE = OpenApiParameter(
    "If-Range", str, OpenApiParameter.HEADER, description="The ETag: a range only of the same file."
)


class ReleaseFileSerializer(serializers.Serializer[Any]):
    """A file of a release."""

    path = serializers.CharField(read_only=True, help_text="Its name within the release, as in SHA256SUMS.")
    url = serializers.SerializerMethodField(help_text="Where it is, for good.")
    about = serializers.CharField(read_only=True, help_text="What it holds.")
    media_type = serializers.CharField(read_only=True)
    bytes = serializers.IntegerField(read_only=True)
    sha256 = serializers.CharField(read_only=True, help_text="In hexadecimal digits.")
    rows = serializers.IntegerField(read_only=True, allow_null=True, help_text="Of a table; null for others.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, entry: dict[str, Any]) -> str:
        """The whole address."""
        arguments = [self.context["release"], entry["path"]]
        return reverse("api-release-file", args=arguments, request=self.context["request"])


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    """A release in a list."""

    name = serializers.CharField(read_only=True, help_text="Year and number, by which it is cited.")
    url = serializers.SerializerMethodField(help_text="Where it is, for good.")
    made_at = serializers.DateTimeField(read_only=True, help_text="When it was frozen.")
    released_on = serializers.DateField(source="day", read_only=True, help_text="The day of its citation.")
    edition = TextOrNull(
        help_text="The digest of the library files that it was made from. Empty: none was loaded."
    )
    engine = serializers.CharField(read_only=True, help_text="The version of the scoring engine.")
    doi = TextOrNull(help_text="Where it is deposited. Empty: it has no DOI.")
    bytes = serializers.IntegerField(
        source="size", read_only=True, help_text="The size of all files, without the ZIP. Unit: bytes."
    )
    rows = serializers.IntegerField(read_only=True, help_text="The rows of all tables together. Unit: rows.")

    class Meta:
        model = Release
        fields: tuple[str, ...] = (
            "name",
            "url",
            "released_on",
            "made_at",
            "edition",
            "engine",
            "doi",
            "bytes",
            "rows",
        )
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, release: Release) -> str:
        """Where it is, for good."""
        return reverse("api-release-detail", args=[release.name], request=self.context["request"])


class CitedReleaseSerializer(serializers.Serializer[Any]):
    """How a release is cited."""

    text = serializers.CharField(read_only=True)
    bibtex = serializers.CharField(read_only=True)


class ReleaseDetailSerializer(ReleaseSerializer):
    """A release with its files."""

    since = TextOrNull(help_text="The release before it, which `changes` counts from.")
    changes = serializers.SerializerMethodField()
    citation = serializers.SerializerMethodField()
    archive = serializers.SerializerMethodField(help_text="A ZIP of all files.")
    files = serializers.SerializerMethodField(help_text="Every file, by path.")

    class Meta(ReleaseSerializer.Meta):
        fields = (*ReleaseSerializer.Meta.fields, "since", "changes", "citation", "archive", "files")
        read_only_fields = fields

    @extend_schema_field(CHANGES)
    def get_changes(self, release: Release) -> dict[str, Any]:
        """Counts; the keys stand in CHANGES.json."""
        return dict(release.changes)

    @extend_schema_field(CitedReleaseSerializer)
    def get_citation(self, release: Release) -> dict[str, str]:
        """By its DOI where it has one, else by its address here."""
        url = self.get_url(release)
        record = release_record(
            release.name, release.day, doi=release.doi, url=url, checksum=release.archive["sha256"]
        )
        return {"text": oscola_line(record), "bibtex": STYLES["bibtex"].render([record])}

    @extend_schema_field(ReleaseFileSerializer)
    def get_archive(self, release: Release) -> Any:
        """Among the files it is not: it holds them."""
        return ReleaseFileSerializer(release.archive, context=self._of(release)).data

    @extend_schema_field(ReleaseFileSerializer(many=True))
    def get_files(self, release: Release) -> Any:
        """As SHA256SUMS lists them, and SHA256SUMS."""
        return ReleaseFileSerializer(release.files, many=True, context=self._of(release)).data

    def _of(self, release: Release) -> dict[str, Any]:
        return {**self.context, "release": release.name}


class Releases(ReadOnly):
    """The public data, frozen under a name for good."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = ReleaseSerializer
    detail_serializer_class = ReleaseDetailSerializer
    lookup_field = "name"
    queryset = Release.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """All of them; for the list without what only the detail shows."""
        return releases()

    @extend_schema(summary="Releases of the public data, the newest first")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Each holds everything that a visitor could read on the day on which it was made."""
        return super().list(request, *args, **kwargs)

    @extend_schema(summary="One release with its files, and how it is cited", parameters=[NAMED])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every file with its size and SHA-256; the addresses of the files are those of SHA256SUMS below this one."""
        return super().retrieve(request, *args, **kwargs)


class ReleaseFile(ApiView):
    """A file of a release, in its own media type whatever Accept says."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    content_negotiation_class = AnyForm

    @extend_schema(
        operation_id="releases_file",
        summary="A file of a release, as it was frozen",
        parameters=[
            NAMED,
            OpenApiParameter(
                "path",
                str,
                OpenApiParameter.PATH,
                description="Its path in the release; natoassess-<name>.zip holds all files.",
                examples=[OpenApiExample("a table", value="tables/provisions.csv")],
            ),
            RANGE,
            IF_RANGE,
            *HEADERS,
        ],
        responses={
            **{(200, kind): OpenApiResponse(of, description="The file.") for kind, of in KINDS.items()},
            **{
                (206, kind): OpenApiResponse(OpenApiTypes.BINARY, description="The range asked for.")
                for kind in KINDS
            },
            304: OpenApiResponse(description="Unchanged, as it always is."),
            (416, problems.MEDIA_TYPE): OpenApiResponse(
                ProblemSerializer, description="The range begins beyond the end of the file."
            ),
            (500, problems.MEDIA_TYPE): OpenApiResponse(
                ProblemSerializer,
                description="`damaged`: the file is no longer what was frozen; tell the site.",
            ),
        },
    )
    def get(self, request: Request, name: str, path: str) -> HttpResponseBase:
        """The same bytes for ever, by strong ETag; a broken download goes on with Range."""
        answer_no_parameters(request)
        try:
            release = release_get(name)
        except Release.DoesNotExist as error:
            raise Http404 from error
        entry = release.entry(path)
        if entry is None:
            raise Http404
        try:
            return file_response(release, entry, request.headers)
        except NotSatisfiable as error:
            answer = problems.response(
                status.HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE,
                code="range_not_satisfiable",
                detail=_("The range begins beyond the end of the file, which has %(length)d bytes.")
                % {"length": error.length},
            )
            answer["Content-Range"] = f"bytes */{error.length}"
            return answer
        except Damaged as error:
            raise Problem(
                _(
                    "This file is no longer what was frozen; take it from a mirror, and tell whoever runs the site."
                ),
                code="damaged",
                status_code=status.HTTP_500_INTERNAL_SERVER_ERROR,
            ) from error
