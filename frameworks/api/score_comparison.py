"""POST /score/comparison/: several sets of findings in, their ranking out, nothing kept."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from frameworks.api.comparing_schema import ScoreComparisonSerializer, ScoredComparisonSerializer
from frameworks.api.score import findings_problem
from frameworks.services import FindingsInvalid
from frameworks.stateless_comparing import comparison_score
from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters
from natoassess.web.scopes import READ

EXAMPLE = OpenApiExample(
    "A bombing with and without the Council",
    request_only=True,
    value={
        "framework": "nato-2022",
        "as_of": "2011-03-19",
        "scenarios": [
            {
                "label": "Without the Council",
                "facts": {"state_conduct": "yes", "uses_force": "yes", "council_authorises_force": "no"},
                "ratings": {"threat_gravity": {"level": 4, "confidence": "high"}},
            },
            {
                "label": "With the Council",
                "facts": {
                    "state_conduct": "yes",
                    "uses_force": "yes",
                    "council_authorises_force": {"value": "yes", "provisions": ["unsc-1973#op4"]},
                    "within_mandate": "yes",
                },
                "ratings": {"threat_gravity": {"level": 3, "confidence": "moderate"}},
            },
        ],
        "draws": 1000,
        "seed": 7,
    },
)


class ScoreComparison(ApiView):
    """Score and rank 2 to 10 scenarios under one framework without storing them."""

    access = Access.PUBLIC
    scope = READ  # nothing is stored
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="score_comparison",
        summary="Score and rank scenarios under one framework without storing them",
        description=(
            "Answers the three questions for 2 to 10 scenarios, ranks them on legitimacy by SMAA-2 (all share their "
            "random numbers) and says what would give the first the verdict of each other one. Each is judged by the "
            "law of its own day. Sovereignty impact has no draws and is not ranked. All faults are listed at once, "
            "each with a pointer such as /scenarios/0/facts/uses_forse."
        ),
        request=ScoreComparisonSerializer,
        responses=ScoredComparisonSerializer,
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Compare the scenarios of the body."""
        answer_no_parameters(request)
        try:
            return Response(comparison_score(body=request.data, user=request.user))
        except FindingsInvalid as error:
            raise findings_problem(error.faults) from error
