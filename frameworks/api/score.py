"""POST /score/: findings in, evaluation out, nothing kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from frameworks.api.evaluation_schema import EvaluationSerializer
from frameworks.api.request_schema import ScoreSerializer
from frameworks.services import FindingsInvalid
from frameworks.stateless import score
from natoassess.web.access import Access
from natoassess.web.api import ApiView, answer_no_parameters
from natoassess.web.problems import Problem
from natoassess.web.scopes import READ

EXAMPLE = OpenApiExample(
    "A bombing without the Council",
    request_only=True,
    value={
        "framework": "nato-2022",
        "as_of": "1999-03-24",
        "facts": {
            "state_conduct": "yes",
            "uses_force": "yes",
            "council_authorises_force": {
                "value": "no",
                "provisions": ["unsc-1203"],
                "why": "It only demanded.",
            },
        },
        "ratings": {
            "threat_gravity": {
                "level": 4,
                "confidence": "high",
                "evidence": [{"reliability": "B", "credibility": 2}],
                "why": "Expulsions on independent evidence.",
            }
        },
        "sovereignty": {"territory": {"level": 1}},
        "draws": 1000,
        "seed": 7,
    },
)


class Fault(Protocol):
    """What the engine says of one thing to mend."""

    @property
    def pointer(self) -> str:
        """Where it stands in the body."""

    @property
    def detail(self) -> str:
        """What is wrong, and the cure."""


def findings_problem(faults: Iterable[Fault]) -> Problem:
    """The 400 that lists every fault of a body, each with its pointer."""
    return Problem(
        _("The request has faults; nothing was evaluated or changed."),
        code="invalid",
        errors=[{"pointer": fault.pointer, "detail": fault.detail} for fault in faults],
    )


class Score(ApiView):
    """Score findings without storing them.

    Answers the three questions for one set of findings. The same input gives the same bytes and the same
    `evaluation_id`. All faults are listed at once, each with a pointer; nothing partial is ever returned.
    """

    access = Access.PUBLIC
    scope = READ  # nothing is stored
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="score",
        summary="Score findings without storing them",
        description=(
            "Answers the three questions for one set of findings: lawful, legitimate, at what cost to sovereignty. "
            "The same input gives the same bytes and the same `evaluation_id`. All faults are listed at once, each "
            "with a pointer; nothing partial is ever returned."
        ),
        request=ScoreSerializer,
        responses=EvaluationSerializer,
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Evaluate the body."""
        answer_no_parameters(request)
        try:
            return Response(score(body=request.data, user=request.user))
        except FindingsInvalid as error:
            raise findings_problem(error.faults) from error
