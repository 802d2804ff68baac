"""How far the assessments of a phase agree, by program."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments.agreement import Agreement, Coding, agreement_on
from cases.studies.models import Phase
from cases.studies.selectors import phases
from frameworks.agreement import Answer, CodedItem, Effect
from frameworks.api.evaluation_schema import BANDS, VERDICTS
from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters

QUESTION_PARTS = ["facts", "ratings", "sovereignty"]
"""The parts of the catalogue that questions belong to."""

ANSWER = {"type": ["string", "integer"], "description": "yes, no, contested, unknown; 0 to 4, na, unknown."}


@extend_schema_field(ANSWER)
class AnswerField(serializers.JSONField):
    """An answer to a fact or a rating."""


class CodingSerializer(serializers.Serializer[Coding]):
    """One assessment of the phase, with its own answers."""

    assessment = serializers.IntegerField(source="assessment.pk")
    name = serializers.CharField()
    reference = serializers.CharField(source="assessment.reference", allow_null=True)
    framework = serializers.CharField(source="assessment.framework.code")
    as_of = serializers.DateField(source="assessment.as_of")
    verdict = serializers.ChoiceField(
        VERDICTS, source="answers.verdict", allow_null=True, help_text="Of the last revision submitted."
    )
    band = serializers.SerializerMethodField()
    apart = serializers.IntegerField(help_text="Questions on which it stands against the commonest answer.")
    turns = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text=(
            "The smallest sets of its facts, three at most, that turn the verdict of the first assessment into its own."
        ),
    )

    def get_band(self, coding: Coding) -> str | None:
        """The band of legitimacy of the last revision submitted."""
        band: str | None = coding.answers.legitimacy.get("band")
        return band


class ReliabilitySerializer(serializers.Serializer[Any]):
    """Krippendorff's alpha with its 95 % bootstrap interval."""

    alpha = serializers.FloatField(
        allow_null=True, help_text="Null where nothing can be paired, or nothing varies."
    )
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    coders = serializers.IntegerField()
    items = serializers.IntegerField(help_text="Questions that two or more answer.")
    values = serializers.IntegerField(help_text="Answers to them.")


class AlphasSerializer(serializers.Serializer[Any]):
    """Alpha by part: nominal for facts, ordinal for the rest."""

    facts = ReliabilitySerializer()
    ratings = ReliabilitySerializer()
    sovereignty = ReliabilitySerializer()


class GivenSerializer(serializers.Serializer[Any]):
    """An answer to a question, and who gives it."""

    value = AnswerField()
    assessments = serializers.ListField(child=serializers.IntegerField())
    verdict = serializers.ChoiceField(
        VERDICTS, allow_null=True, help_text="Of the first assessment with this one answer; null if its own."
    )
    band = serializers.ChoiceField(BANDS, allow_null=True)


class DisputedSerializer(serializers.Serializer[Any]):
    """A question that is answered differently."""

    part = serializers.ChoiceField(QUESTION_PARTS)
    code = serializers.CharField()
    disagreement = serializers.FloatField(allow_null=True, help_text="0 alike, 1 at opposite ends.")
    answers = GivenSerializer(many=True)


class AgreementSerializer(serializers.Serializer[Any]):
    """How far the assessments of a phase agree; of fewer than two nothing is compared."""

    assessments = CodingSerializer(many=True)
    alpha = AlphasSerializer(allow_null=True)
    disputed = DisputedSerializer(many=True)


def agreement_body(agreement: Agreement) -> dict[str, Any]:
    """The agreement as the API gives it."""
    keys = [coding.assessment.pk for coding in agreement.codings]
    compared = agreement.compared
    return {
        "assessments": agreement.codings,
        "alpha": compared.reliability if compared else None,
        "disputed": [
            {
                "part": item.item.part,
                "code": item.item.code,
                "disagreement": item.disagreement,
                "answers": _given(item, keys),
            }
            for item in agreement.disputed
        ],
    }


def _given(item: CodedItem, keys: list[int]) -> list[dict[str, Any]]:
    found = []
    for answer in dict.fromkeys(item.answers):
        effect: Effect | None = item.effects.get(answer)
        found.append(
            {
                "value": _plain(answer),
                "assessments": [
                    key for key, given in zip(keys, item.answers, strict=True) if given == answer
                ],
                "verdict": effect.verdict if effect else None,
                "band": effect.band if effect else None,
            }
        )
    return found


def _plain(answer: Answer) -> str | int:
    return "unknown" if answer is None else answer


class AgreementOnPhase(ApiView):
    """How far the assessments of a phase agree."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="phase_agreement",
        summary="How far the assessments of a phase agree",
        description=(
            "Krippendorff's alpha over all assessments of the phase that you may see, and every question that they "
            "answer differently, most disputed first. All are compared under the framework and the date of the first, "
            "which is the reference assessment where there is one."
        ),
        parameters=[
            OpenApiParameter("case", str, OpenApiParameter.PATH, description="The case: kosovo-1999."),
            OpenApiParameter(
                "phase", str, OpenApiParameter.PATH, description="The phase in it: allied-force."
            ),
        ],
        responses=AgreementSerializer,
    )
    def get(self, request: Request, case: str, phase: str) -> Response:
        """Of what the caller may see."""
        answer_no_parameters(request)
        found: Phase = get_object_or_404(phases(request.user), case__slug=case, slug=phase)
        return Response(AgreementSerializer(agreement_body(agreement_on(request.user, found))).data)
