"""What changed between two revisions of an assessment, by program."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from cases.assessments import selectors
from cases.assessments.api.agreement import QUESTION_PARTS, AnswerField
from cases.assessments.differences import AnswerDifference, Difference, Side
from cases.assessments.evaluation import summary_of
from cases.assessments.models import Assessment
from cases.assessments.revisions import DRAFT, RevisionUnknown, choice_for, compared
from frameworks.api.evaluation_schema import BANDS, VERDICTS
from frameworks.services import Brief
from natoassess.web.access import Access
from natoassess.web.api import ApiView
from natoassess.web.parameters import refuse_unknown
from natoassess.web.problems import Problem

MOVES = ("verdict", "legitimacy", "band", "bounds", "gross", "gross_bounds")


class BriefSerializer(serializers.Serializer[Brief]):
    """What answers come to, in a line: the prevailing verdict, legitimacy and gross impact with their bounds."""

    verdict = serializers.ChoiceField(VERDICTS)
    legitimacy = serializers.FloatField(allow_null=True)
    band = serializers.ChoiceField(BANDS, allow_null=True)
    bounds = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
    gross = serializers.FloatField(allow_null=True)
    gross_bounds = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)


class SideSerializer(serializers.Serializer[Any]):
    """One of the two that are compared."""

    revision = serializers.IntegerField(allow_null=True, help_text="Null for the draft as it stands.")
    publication = serializers.CharField(
        allow_blank=True, help_text="The number of what the assessment revises, where it is that."
    )
    made_at = serializers.DateTimeField(allow_null=True)
    framework = serializers.CharField(source="framework.code")
    as_of = serializers.DateField()
    standpoint = serializers.CharField()
    result = serializers.JSONField(
        allow_null=True,
        help_text="The numbers of the evaluation as in `result` of an assessment; null where an answer cannot stand.",
    )


class TermChangeSerializer(serializers.Serializer[Any]):
    """A term that changed, and what the earlier answers come to with that alone."""

    name = serializers.ChoiceField(["as_of", "standpoint", "framework"])
    before = serializers.CharField()
    after = serializers.CharField()
    alone = BriefSerializer(allow_null=True)


class AnswerChangedSerializer(serializers.Serializer[AnswerDifference]):
    """An answer that changed, whole on both sides, and what the earlier side comes to with this one alone."""

    part = serializers.ChoiceField(QUESTION_PARTS)
    code = serializers.CharField()
    kind = serializers.ChoiceField(["added", "changed", "taken_back"])
    members = serializers.ListField(
        child=serializers.CharField(), help_text="answer, confidence, why, provisions, fixed, evidence."
    )
    before = AnswerField(allow_null=True)
    after = AnswerField(allow_null=True)
    alone = BriefSerializer(
        allow_null=True, help_text="Null where it cannot stand without the other changes."
    )
    moves = serializers.SerializerMethodField()

    def get_moves(self, item: AnswerDifference) -> list[str]:
        """Which members of `alone` are not those of `first`."""
        first = self.context.get("first")
        if first is None or item.alone is None:
            return []
        return [name for name in MOVES if getattr(item.alone, name) != getattr(first, name)]


class RevisionDifferenceSerializer(serializers.Serializer[Any]):
    """What changed from one revision to another."""

    before = SideSerializer()
    after = SideSerializer()
    first = BriefSerializer(allow_null=True, help_text="What the earlier answers come to.")
    terms = TermChangeSerializer(many=True)
    answers = AnswerChangedSerializer(many=True)
    carried = serializers.ListField(
        child=serializers.CharField(),
        help_text="The answers that move the result by themselves, those that turn the verdict first.",
    )


def difference_body(found: Difference) -> dict[str, Any]:
    """The difference as the API gives it."""
    return {
        "before": _side(found.before),
        "after": _side(found.after),
        "first": found.first,
        "terms": found.terms,
        "answers": found.answers,
        "carried": [item.name for item in found.carried],
    }


def _side(side: Side) -> dict[str, Any]:
    given = {
        name: getattr(side, name)
        for name in ("revision", "publication", "made_at", "framework", "as_of", "standpoint")
    }
    return given | {"result": summary_of(dict(side.evaluation)) if side.evaluation else None}


class AssessmentChanges(ApiView):
    """What changed between two revisions."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    conflicts = frozenset({"get"})

    @extend_schema(
        operation_id="assessments_changes",
        summary="What changed between two revisions, and what each change does by itself",
        description=(
            "For those who answer in the assessment and the reviewers of its team. The effect of one answer is what "
            "the earlier revision comes to with that one answer new; effects need not add up. 409 while there is one "
            "revision only."
        ),
        parameters=[
            OpenApiParameter(
                name,
                str,
                description=f"The {side} revision, `{DRAFT}`, or the number of the publication that is revised. "
                f"Left out: {default}.",
            )
            for name, side, default in (
                ("from", "earlier", "the one before `to`"),
                ("to", "later", "the last"),
            )
        ],
        responses={
            200: RevisionDifferenceSerializer,
            409: OpenApiResponse(description="Nothing to compare yet."),
        },
    )
    def get(self, request: Request, pk: int) -> Response:
        """Of two revisions, or of the last and the draft for those who answer in it."""
        refuse_unknown(request.query_params, ("from", "to"))
        assessment: Assessment = get_object_or_404(selectors.assessments(request.user), pk=pk)
        choice = choice_for(request.user, assessment)
        asked = request.query_params
        try:
            found = compared(assessment, choice, before=asked.get("from", ""), after=asked.get("to", ""))
        except RevisionUnknown as error:
            raise Problem(
                str(error),
                code="invalid",
                status_code=status.HTTP_400_BAD_REQUEST,
                errors=[{"pointer": error.parameter, "detail": str(error)}],
            ) from error
        if found is None:
            raise Problem(
                _("There is only one revision, nothing to compare yet."),
                code="nothing_to_compare",
                status_code=status.HTTP_409_CONFLICT,
            )
        return Response(
            RevisionDifferenceSerializer(difference_body(found), context={"first": found.first}).data
        )
