"""POST /score/doctrines/: one set of findings under several frameworks; and the table as OpenAPI components."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from frameworks.api.evaluation_schema import (
    ANSWERS,
    BANDS,
    VERDICTS,
    CapSerializer,
    DistributionSerializer,
    EvaluatedFrameworkSerializer,
    WarningSerializer,
)
from frameworks.api.request_schema import ScoreSerializer
from frameworks.api.score import findings_problem
from frameworks.doctrines import doctrine_table
from frameworks.models.framework import FrameworkKind
from frameworks.services import FindingsInvalid
from frameworks.stateless import MOST_FRAMEWORKS, score_under
from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters
from natoassess.web.scopes import READ

PERIODS = ["in_force", "anticipated", "later", "earlier", "no_doctrine"]
EXAMPLE = OpenApiExample(
    "A bombing without the Council, under two yardsticks",
    request_only=True,
    value={
        "frameworks": ["nato-1991", "hlp-2004"],
        "as_of": "1999-03-24",
        "facts": {"state_conduct": "yes", "uses_force": "yes", "council_authorises_force": "no"},
        "ratings": {"threat_gravity": {"level": 4}, "population_support": {"level": 3}},
        "draws": 1000,
    },
)


class ScoreDoctrinesSerializer(ScoreSerializer):
    """A scoring request without `framework`."""

    framework = None  # type: ignore[assignment]  # the member of ScoreSerializer that this request does not have
    frameworks = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        min_length=1,
        max_length=MOST_FRAMEWORKS,
        help_text="Codes; left out: all of the library, then your own.",
    )


class RowFrameworkSerializer(EvaluatedFrameworkSerializer):
    """Which yardstick, and whose."""

    title = serializers.CharField()
    kind = serializers.ChoiceField(FrameworkKind.choices)
    concept = serializers.CharField(help_text="The instrument that it follows.")


class RowReadingsSerializer(serializers.Serializer[Any]):
    """The verdict on each reading."""

    strict = serializers.ChoiceField(VERDICTS)
    prevailing = serializers.ChoiceField(VERDICTS)
    permissive = serializers.ChoiceField(VERDICTS)


class RowLegalitySerializer(serializers.Serializer[Any]):
    """The first answer in short."""

    verdict = serializers.ChoiceField(VERDICTS)
    at_least = serializers.ChoiceField(VERDICTS)
    at_most = serializers.ChoiceField(VERDICTS)
    readings = RowReadingsSerializer()


class RowDimensionSerializer(serializers.Serializer[Any]):
    """A dimension as this yardstick has it."""

    title = serializers.CharField()
    weight = serializers.FloatField(help_text="Its share among the dimensions.")
    index = serializers.FloatField(allow_null=True)


class RowLegitimacySerializer(serializers.Serializer[Any]):
    """The second answer in short."""

    index = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    band = serializers.ChoiceField(BANDS, allow_null=True)
    band_at_least = serializers.ChoiceField(BANDS, allow_null=True)
    band_at_most = serializers.ChoiceField(BANDS, allow_null=True)
    capped_by = CapSerializer(many=True)
    coverage = serializers.FloatField()
    dimensions = serializers.DictField(child=RowDimensionSerializer())
    distribution = DistributionSerializer(allow_null=True)


class RowCompetenceSerializer(serializers.Serializer[Any]):
    """A basis of the Alliance's own competence, and what this yardstick cites for it."""

    title = serializers.CharField()
    value = serializers.ChoiceField(ANSWERS)
    provisions = serializers.ListField(child=serializers.CharField())


@extend_schema_field({"description": "A text, a number, a list or null, as the member is."})
class AnythingField(serializers.JSONField):
    """The value of a member."""


class YardstickDifferenceSerializer(serializers.Serializer[Any]):
    """What is not as under the row compared with."""

    member = serializers.CharField(
        help_text="Such as legality.strict, legitimacy.index, competence.article_5."
    )
    today = AnythingField()
    here = AnythingField()


class DoctrineRowSerializer(serializers.Serializer[Any]):
    """What one yardstick makes of the findings."""

    framework = RowFrameworkSerializer()
    evaluation_id = serializers.CharField()
    period = serializers.ChoiceField(PERIODS, help_text="How it stands to the day judged.")
    legality = RowLegalitySerializer()
    legitimacy = RowLegitimacySerializer()
    competence = serializers.DictField(child=RowCompetenceSerializer())
    warnings = WarningSerializer(many=True)
    asked = serializers.IntegerField(help_text="How many criteria it asks.")
    set_aside = serializers.ListField(
        child=serializers.CharField(), help_text="Criteria that are rated and that it does not ask."
    )
    differs = YardstickDifferenceSerializer(many=True)


class DoctrineTableSerializer(serializers.Serializer[Any]):
    """One set of findings under several frameworks."""

    as_of = serializers.DateField()
    engine = serializers.CharField()
    compared_with = serializers.CharField(help_text="The code of the row that `differs` refers to.")
    rows = DoctrineRowSerializer(many=True)


class ScoreDoctrines(ApiView):
    """Score findings under several frameworks, without storing them."""

    access = Access.PUBLIC
    scope = READ  # nothing is stored
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="score_doctrines",
        summary="Score findings under several frameworks",
        description=(
            "The body of POST /score/ without `framework`. All rows share one seed. Ratings of criteria that a "
            "framework does not ask are set aside and named. Verdicts cannot differ: no doctrine changes the law."
        ),
        request=ScoreDoctrinesSerializer,
        responses=DoctrineTableSerializer,
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Evaluate the body under each."""
        answer_no_parameters(request)
        try:
            found, as_of = score_under(body=request.data, user=request.user)
        except FindingsInvalid as error:
            raise findings_problem(error.faults) from error
        return Response(doctrine_table(found, as_of=as_of))
