"""Publications: the list, one as the document that was frozen, and the same worked out again by today's yardstick."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cases.assessments.api import meanings
from cases.assessments.api.input import FactsShown, HarmsShown, RatingsShown
from cases.assessments.api.result import ResultSerializer
from cases.assessments.api.serializers import FrameworkVersionSerializer
from cases.assessments.models import Publication
from cases.assessments.publication_filters import PublicationFilter
from cases.assessments.publication_record import as_text, publication_document
from cases.assessments.publications import publication_get, publications
from cases.assessments.rescoring import Rescored, publication_rescored
from frameworks.api.evaluation_schema import EvaluationSerializer
from frameworks.api.request_schema import STANDPOINTS, FindingsSerializer
from natoassess.accounts.models import Visibility
from natoassess.web import problems
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly, answer_no_parameters
from natoassess.web.conditional import is_known
from natoassess.web.serializers import Described

ETAG = OpenApiParameter(
    "ETag",
    str,
    OpenApiParameter.HEADER,
    response=[200, 304],
    description="The content_sha256. The document never changes, but it may be retracted: ask again.",
)
LINK = OpenApiParameter(
    "Link",
    str,
    OpenApiParameter.HEADER,
    response=[200, 410],
    description="predecessor-version and successor-version (RFC 5829), where there are any that you may see.",
)
GONE = OpenApiResponse(
    description="It was retracted: a problem with `number`, `title`, `retracted_at`, `retracted_by` and `reason`."
)


class PublicationSerializer(Described, serializers.ModelSerializer[Publication]):
    """A publication in a list."""

    meanings = meanings.PUBLICATION

    title = serializers.CharField(read_only=True)
    authors = serializers.ListField(child=serializers.CharField(), read_only=True)
    reviewer = serializers.CharField(source="reviewer_name", read_only=True)
    assessment = serializers.IntegerField(source="assessment_id", read_only=True)
    visibility = serializers.ChoiceField(Visibility.choices, read_only=True)
    state = serializers.SerializerMethodField()
    supersedes = serializers.SerializerMethodField()
    superseded_by = serializers.SerializerMethodField()
    result = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = (
            "number",
            "title",
            "authors",
            "reviewer",
            "published_at",
            "visibility",
            "assessment",
            "state",
            "supersedes",
            "superseded_by",
            "retracted_at",
            "content_sha256",
            "result",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(["current", "superseded", "retracted"]))
    def get_state(self, row: Publication) -> str:
        """What became of it."""
        if row.is_retracted:
            return "retracted"
        return "superseded" if row.successor else "current"

    def get_supersedes(self, row: Publication) -> str | None:
        """The number that it took the place of, where the caller may see that."""
        return self._seen(row.supersedes)

    def get_superseded_by(self, row: Publication) -> str | None:
        """The number that took its place, where the caller may see that."""
        return self._seen(row.successor)

    @extend_schema_field(ResultSerializer(allow_null=True))
    def get_result(self, row: Publication) -> dict[str, Any] | None:
        """The few numbers; null once it was retracted."""
        if row.is_retracted:
            return None
        snapshot = row.snapshot
        return {"revision": snapshot.revision, "evaluation_id": snapshot.evaluation_id, **snapshot.summary}

    def _seen(self, other: Publication | None) -> str | None:
        return other.number if other is not None and other.pk in self.context["seen"] else None


class JudgedSerializer(serializers.Serializer[Any]):
    """What was judged, in the words of the day on which it was submitted."""

    case = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    target = serializers.CharField()
    acting = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class FrozenFrameworkSerializer(FrameworkVersionSerializer):
    """The yardstick, as it stood."""

    title = serializers.CharField(read_only=True)
    checksum = serializers.CharField(read_only=True)


class FrozenTermsSerializer(serializers.Serializer[Any]):
    """By which law, standpoint and yardstick."""

    as_of = serializers.DateField()
    standpoint = serializers.ChoiceField(STANDPOINTS)
    framework = FrozenFrameworkSerializer()


class FrozenAnswersSerializer(serializers.Serializer[Any]):
    """The answers with their reasons and the citations of their evidence."""

    facts = FactsShown()
    ratings = RatingsShown()
    sovereignty = HarmsShown()


class PublishedDissentSerializer(serializers.Serializer[Any]):
    """A dissent that was published with it."""

    author = serializers.CharField()
    question = serializers.CharField(help_text="Such as facts-uses_force; empty where the whole is meant.")
    value = serializers.CharField(help_text="The answer that its author would give; may be empty.")
    text = serializers.CharField()
    made_at = serializers.DateTimeField()


class FrozenFindingsSerializer(FindingsSerializer):
    """The answers as they were sent to the engine; by which law and yardstick stands in `terms`."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Without what the terms say."""
        fields: dict[str, serializers.Field[Any, Any, Any, Any]] = super().get_fields()
        return {name: field for name, field in fields.items() if name not in {"as_of", "framework"}}


class PublishedDocumentSerializer(serializers.Serializer[Any]):
    """The document of a publication, whole: SHA-256 of its bytes is its content_sha256."""

    number = serializers.CharField()
    title = serializers.CharField()
    authors = serializers.ListField(child=serializers.CharField())
    reviewer = serializers.CharField()
    published_at = serializers.DateTimeField()
    visibility = serializers.ChoiceField(Visibility.choices)
    team = serializers.CharField()
    supersedes = serializers.CharField(allow_null=True)
    revision = serializers.IntegerField()
    case = serializers.CharField()
    phase = serializers.CharField()
    subject = JudgedSerializer()
    terms = FrozenTermsSerializer()
    answers = FrozenAnswersSerializer()
    dissents = PublishedDissentSerializer(many=True)
    findings = FrozenFindingsSerializer(
        help_text="Send it to POST /score/ with framework and as_of of `terms`."
    )
    evaluation = EvaluationSerializer()


class DifferingSerializer(serializers.Serializer[Any]):
    """A member that is not as it was published."""

    member = serializers.CharField(help_text="Such as legitimacy.index.")
    published = serializers.JSONField()
    rescored = serializers.JSONField()


class RescoredSerializer(serializers.Serializer[Any]):
    """The published answers by another version of the framework or of the engine. Nothing of it is published."""

    framework = FrameworkVersionSerializer()
    engine = serializers.SerializerMethodField()
    evaluation_id = serializers.SerializerMethodField()
    summary = serializers.DictField(allow_null=True, help_text="Null where it does not take the answers.")
    faults = serializers.ListField(child=serializers.CharField())
    differences = DifferingSerializer(many=True)

    def get_engine(self, row: Rescored) -> str | None:
        """The version of the engine that worked it out."""
        return row.evaluation["engine"] if row.evaluation else None

    def get_evaluation_id(self, row: Rescored) -> str | None:
        """The same as published where nothing differs."""
        return row.evaluation["evaluation_id"] if row.evaluation else None


class PublicationsView(ReadOnly):
    """What was published, as it was shared: public to all, to a team to its members, one's own."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = PublicationSerializer
    filterset_class = PublicationFilter
    chooses_fields = frozenset({"list"})
    lookup_field = "number"
    queryset = Publication.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """What the caller may see."""
        return publications(self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        """With the keys of all that the caller may see, so that a number of others' is not told."""
        context = dict(super().get_serializer_context())
        if self.action == "list" and self.request is not None:
            context["seen"] = set(publications(self.request.user).values_list("pk", flat=True))
        return context

    @extend_schema(summary="Publications that you may see, the newest first")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Without `state` the newest of each line of revisions alone."""
        return super().list(request, *args, **kwargs)

    @extend_schema(
        summary="One publication: the document as it was frozen",
        parameters=[ETAG, LINK],
        responses={
            200: PublishedDocumentSerializer,
            410: GONE,
        },
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]  # the bytes themselves
        """The same bytes for ever; 410 with the reason once it was retracted."""
        answer_no_parameters(request)
        publication = self.publication()
        links = self.links(publication)
        if publication.is_retracted:
            return Response(
                tombstone(publication),
                status=status.HTTP_410_GONE,
                content_type=problems.MEDIA_TYPE,
                headers=links,
            )
        tag = f'"{publication.content_sha256}"'
        shared = "public" if publication.visibility == Visibility.PUBLIC else "private"
        headers = {"ETag": tag, "Cache-Control": f"{shared}, no-cache", **links}
        if is_known(request, tag):
            return Response(headers=headers)  # becomes 304 without a body
        return HttpResponse(
            as_text(publication_document(publication)), content_type="application/json", headers=headers
        )

    @extend_schema(
        summary="A publication worked out again by today's engine and framework",
        description="The columns of /published/<number>/rescored/. Nothing of it is stored or published.",
        responses={200: RescoredSerializer(many=True), 410: GONE},
        filters=False,
    )
    def rescored(self, request: Request, number: str) -> Response:
        """Its own framework version first, then the newest where that is another."""
        answer_no_parameters(request)
        publication = self.publication()
        if publication.is_retracted:
            return Response(
                tombstone(publication), status=status.HTTP_410_GONE, content_type=problems.MEDIA_TYPE
            )
        rows = publication_rescored(publication, request.user)
        return Response(RescoredSerializer(rows, many=True).data)

    def publication(self) -> Publication:
        """The one in the address. Raises Http404."""
        try:
            return publication_get(self.request.user, self.kwargs["number"])
        except Publication.DoesNotExist as error:
            raise Http404 from error

    def links(self, publication: Publication) -> dict[str, str]:
        """The Link header: the revisions before and after it that the caller may see."""
        beside = {"predecessor-version": publication.supersedes, "successor-version": publication.successor}
        named = [row.pk for row in beside.values() if row]
        seen = set(publications(self.request.user).filter(pk__in=named).values_list("pk", flat=True))
        told = [
            f'<{reverse("api-publication-detail", args=[row.number], request=self.request)}>; rel="{rel}"'
            for rel, row in beside.items()
            if row and row.pk in seen
        ]
        return {"Link": ", ".join(told)} if told else {}


def tombstone(publication: Publication) -> dict[str, Any]:
    """What is left of a retracted publication, as a problem with members of its own (RFC 9457, 3.2)."""
    body = problems.body(
        status.HTTP_410_GONE,
        code="retracted",
        detail=_("%(number)s was retracted: %(reason)s")
        % {"number": publication.number, "reason": publication.retraction_reason},
    )
    return body | {
        "number": publication.number,
        "title": publication.title,
        "retracted_at": publication.retracted_at.isoformat() if publication.retracted_at else None,
        "retracted_by": publication.retracted_by_name,
        "reason": publication.retraction_reason,
    }
