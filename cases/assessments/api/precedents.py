"""The precedents of an assessment, by program."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments import selectors
from cases.assessments.models import Assessment
from cases.assessments.precedents import PrecedentShown, precedents_shown
from frameworks.api.evaluation_schema import ANSWERS, VERDICTS
from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters
from natoassess.web.serializers import TextOrNull

RULINGS = ["lawful", "arguable", "unlawful"]


class FactorSerializer(serializers.Serializer[Any]):
    """A fact that both phases share, or in which they differ."""

    fact = serializers.CharField()
    here = serializers.ChoiceField(ANSWERS)
    there = serializers.ChoiceField(ANSWERS)
    side = serializers.ChoiceField(
        ["for", "against"],
        allow_null=True,
        help_text=(
            "Shared: speaks for lawfulness or against it. Distinguishing: the phase at hand stands better or worse "
            "for it. Null where no legal test asks for the fact."
        ),
    )


class GapSerializer(serializers.Serializer[Any]):
    """A criterion rated two levels apart or more."""

    criterion = serializers.CharField()
    here = serializers.IntegerField()
    there = serializers.IntegerField()


class RulingSerializer(serializers.Serializer[Any]):
    """What an authority held of legality."""

    who = serializers.CharField()
    legality = serializers.ChoiceField(RULINGS)
    cite = TextOrNull()


class AuthoritiesSerializer(serializers.Serializer[Any]):
    """What authorities held of a phase, kept apart from what is computed."""

    hold = serializers.ChoiceField([*RULINGS, "divided", "none"])
    holdings = RulingSerializer(many=True)


class PrecedentDetailSerializer(serializers.Serializer[PrecedentShown]):
    """A phase of the library like the one at hand."""

    case = serializers.CharField(source="answers.phase.case.slug")
    phase = serializers.CharField(source="answers.phase.slug")
    title = serializers.CharField(source="answers.phase.title")
    similarity = serializers.FloatField(source="precedent.similarity")
    facts = serializers.IntegerField(source="precedent.facts", help_text="How many facts were compared.")
    ratings = serializers.IntegerField(
        source="precedent.ratings", help_text="How many ratings were compared."
    )
    shared = FactorSerializer(source="precedent.shared", many=True)
    distinguishing = FactorSerializer(source="precedent.distinguishing", many=True)
    gaps = GapSerializer(source="precedent.gaps", many=True)
    verdict = serializers.ChoiceField(VERDICTS, source="answers.verdict", allow_null=True)
    band = serializers.SerializerMethodField()
    sovereignty = serializers.SerializerMethodField(help_text="Gross impact, 0 to 100.")
    authorities = AuthoritiesSerializer()

    def get_band(self, shown: PrecedentShown) -> str | None:
        """The band of legitimacy of its reference assessment."""
        band: str | None = shown.answers.legitimacy.get("band")
        return band

    def get_sovereignty(self, shown: PrecedentShown) -> float | None:
        """The gross impact on sovereignty of its reference assessment."""
        gross: float | None = shown.answers.sovereignty.get("gross")
        return gross


class PrecedentsSerializer(serializers.Serializer[Any]):
    """The nearest phases, nearest first, at most five."""

    precedents = PrecedentDetailSerializer(many=True)


class Precedents(ApiView):
    """The phases of the library that an assessment is most like."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="assessment_precedents",
        summary="The phases of the library nearest to an assessment",
        description=(
            "Of an assessment that you may see. Its own phase is never among them; a phase that shares fewer than ten "
            "answers is left out. They follow the library and are no part of the evaluation that was frozen."
        ),
        responses=PrecedentsSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Nearest first, at most five."""
        answer_no_parameters(request)
        assessment: Assessment = get_object_or_404(selectors.assessments(request.user), pk=pk)
        shown = precedents_shown(request.user, assessment)
        return Response(PrecedentsSerializer({"precedents": shown}).data)
