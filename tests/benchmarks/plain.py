"""What the API is measured against: Django REST framework as its own documentation uses it, over the same rows.

ListAPIView with stock serializers that give the same rows and values, from the same query sets; and a view that
validates a scoring request with an ordinary serializer and sends it back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import include, path
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.assessments.models import Assessment
from cases.assessments.selectors import assessments
from frameworks.models import Framework, Instrument, Provision, Relation
from frameworks.selectors import instruments


class OrNull(serializers.CharField):
    """A text; null where it is empty."""

    def to_representation(self, value: Any) -> Any:
        return value or None


class PlainProvision(serializers.ModelSerializer[Provision]):
    key_phrase = OrNull()
    ended_by = OrNull()
    known = OrNull()
    determines = OrNull()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()

    class Meta:
        model = Provision
        fields = (
            "id", "slug", "label", "effect", "summary", "key_phrase", "in_force_from", "in_force_until", "ended_by",
            "known", "determines", "authority", "starts_on", "ends_on", "deprecated",
        )  # fmt: skip


class PlainRelation(serializers.ModelSerializer[Relation]):
    to = serializers.CharField()
    clause = serializers.SerializerMethodField()
    note = OrNull()
    known = OrNull()

    class Meta:
        model = Relation
        fields = ("kind", "to", "clause", "note", "known")

    def get_clause(self, row: Relation) -> str | None:
        return row.clause_id.partition("#")[2] if row.clause_id else None


class PlainInstrument(serializers.ModelSerializer[Instrument]):
    symbol = OrNull()
    ended_by = OrNull()
    source = OrNull()  # type: ignore[assignment]  # DRF has an attribute of that name
    notes = OrNull()
    url = OrNull()
    key_provisions = PlainProvision(source="provisions", many=True)
    relations = PlainRelation(many=True)
    accessions = serializers.JSONField(source="extras.accessions", default=None)
    article_5_invocations = serializers.JSONField(source="extras.article_5_invocations", default=None)
    article_4_consultations = serializers.JSONField(source="extras.article_4_consultations", default=None)
    article_4_note = serializers.CharField(source="extras.article_4_note", default=None)

    class Meta:
        model = Instrument
        fields = (
            "id", "title", "kind", "body", "symbol", "adopted_on", "in_force_from", "in_force_until", "ended_by",
            "binding", "chapter_vii", "vote", "summary", "key_provisions", "confidence", "verified_fields", "source",
            "notes", "url", "relations", "history", "deprecated", "accessions", "article_5_invocations",
            "article_4_consultations", "article_4_note",
        )  # fmt: skip


class PlainVersion(serializers.Serializer[Any]):
    code = serializers.CharField()
    version = serializers.IntegerField()


class PlainAssessment(serializers.ModelSerializer[Assessment]):
    phase = serializers.SerializerMethodField()
    title = serializers.CharField(source="phase.title")
    target_name = serializers.CharField(source="phase.case.target_label")
    framework = PlainVersion()
    author = serializers.SerializerMethodField()
    team = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    coded_by = OrNull()
    publication = serializers.SerializerMethodField()
    result = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = (
            "id", "reference", "phase", "title", "target_name", "framework", "as_of", "standpoint", "status",
            "visibility", "author", "team", "coded_by", "coded_on", "version", "created_at", "changed_at",
            "submitted_at", "published_at", "publication", "result",
        )  # fmt: skip

    def get_phase(self, row: Assessment) -> str:
        return f"{row.phase.case.slug}/{row.phase.slug}"

    def get_author(self, row: Assessment) -> str | None:
        return row.author.name if row.author else None

    def get_publication(self, row: Assessment) -> str | None:
        publication = getattr(row, "publication", None)
        return publication.number if publication else None

    def get_result(self, row: Assessment) -> dict[str, Any] | None:
        for snapshot in row.snapshots.all():
            return {
                "revision": snapshot.revision,
                "evaluation_id": snapshot.evaluation_id,
                **dict(snapshot.summary),
            }
        return None


class FiftyRows(PageNumberPagination):
    page_size = 50


class PlainList(ListAPIView[Any]):
    authentication_classes = [SessionAuthentication]
    permission_classes = [AllowAny]
    throttle_classes: list[Any] = []
    filter_backends: list[Any] = []
    renderer_classes = [JSONRenderer]
    pagination_class = FiftyRows


class Instruments(PlainList):
    serializer_class = PlainInstrument

    def get_queryset(self) -> Any:
        return instruments().prefetch_related("relations")


class Assessments(PlainList):
    serializer_class = PlainAssessment

    def get_queryset(self) -> Any:
        return assessments(self.request.user)


# The scoring request ------------------------------------------------------------------------------
# PlainShape refuses wrong types, choices, ranges and grades; PlainRequest also codes that the framework or the library
# does not have, asked of the database. Rules between answers, which POST /score/ checks as well, are left out.
def codes(rows: Any) -> set[str]:
    return set(rows.values_list("code", flat=True))


def refuse_unknown(given: Mapping[str, Any], known: Collection[str]) -> None:
    unknown = {name: "unknown" for name in given if name not in known}
    if unknown:
        raise serializers.ValidationError(unknown)


class PlainGrade(serializers.Serializer[Any]):
    reliability = serializers.ChoiceField(list("ABCDEF"))
    credibility = serializers.IntegerField(min_value=1, max_value=6)


class PlainFact(serializers.Serializer[Any]):
    value = serializers.ChoiceField(["yes", "no", "contested", "unknown"])
    provisions = serializers.ListField(child=serializers.CharField(), required=False)
    why = serializers.CharField(required=False, allow_null=True)
    evidence = PlainGrade(many=True, required=False)
    fixed = serializers.BooleanField(required=False)


class PlainRating(serializers.Serializer[Any]):
    level = serializers.ChoiceField([0, 1, 2, 3, 4, "na", "unknown"], allow_null=True)
    confidence = serializers.ChoiceField(["high", "moderate", "low"], required=False)
    evidence = PlainGrade(many=True, required=False)
    why = serializers.CharField(required=False, allow_null=True)


class PlainWeights(serializers.Serializer[Any]):
    dimensions = serializers.DictField(child=serializers.FloatField(), required=False)
    criteria = serializers.DictField(child=serializers.FloatField(), required=False)


class PlainShape(serializers.Serializer[Any]):
    framework = serializers.CharField(required=False, allow_null=True)
    as_of = serializers.DateField()
    standpoint = serializers.ChoiceField(["ex_post", "ex_ante"], required=False)
    facts = serializers.DictField(child=PlainFact(), required=False)
    ratings = serializers.DictField(child=PlainRating(), required=False)
    sovereignty = serializers.DictField(child=PlainRating(), required=False)
    weights = PlainWeights(required=False, allow_null=True)
    draws = serializers.IntegerField(min_value=0, max_value=100_000, required=False)
    seed = serializers.IntegerField(min_value=0, required=False, allow_null=True)


class PlainRequest(PlainShape):
    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        refuse_unknown(self.initial_data, self.fields)
        framework = Framework.objects.select_related("catalogue").filter(code=attrs.get("framework")).first()
        if framework is None:
            raise serializers.ValidationError({"framework": "unknown"})
        catalogue, facts = framework.catalogue, attrs.get("facts", {})
        refuse_unknown(facts, codes(catalogue.facts))
        refuse_unknown(attrs.get("ratings", {}), codes(catalogue.criteria))
        refuse_unknown(attrs.get("sovereignty", {}), codes(catalogue.sovereignty))
        cited = {name for fact in facts.values() for name in fact.get("provisions", ())}
        found = set(Provision.objects.filter(pk__in=cited).values_list("pk", flat=True))
        found |= set(Instrument.objects.filter(pk__in=cited).values_list("pk", flat=True))
        refuse_unknown(dict.fromkeys(cited), found)
        return attrs


class Echo(APIView):
    serializer_class: type[PlainShape] = PlainRequest
    authentication_classes = [SessionAuthentication]
    permission_classes = [AllowAny]
    throttle_classes: list[Any] = []
    renderer_classes = [JSONRenderer]
    parser_classes = [JSONParser]

    def post(self, request: Request) -> Response:
        given = self.serializer_class(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(given.data)


urlpatterns = [
    path("plain/instruments/", Instruments.as_view()),
    path("plain/assessments/", Assessments.as_view()),
    path("plain/echo/", Echo.as_view()),
    path("plain/echo-shape/", Echo.as_view(serializer_class=PlainShape)),
    path("", include("natoassess.urls")),
]
