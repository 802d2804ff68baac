"""GET /comparison/: what the page of a comparison shows, for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from cases.comparisons.api.serializers import ComparisonSerializer, comparison_shown
from cases.comparisons.comparison import build
from cases.comparisons.items import LEAST, ItemsInvalid, resolve, too_few
from cases.comparisons.ranking import framework_named
from frameworks.comparing import most_draws
from frameworks.selectors import catalogue_current
from frameworks.services import DEFAULT_DRAWS, MAXIMUM_DRAWS
from frameworks.stateless import MAXIMUM_SEED
from natoassess.web.access import Access
from natoassess.web.api import ApiView
from natoassess.web.filters import refuse_invalid
from natoassess.web.parameters import refuse_unknown
from natoassess.web.problems import Problem

Found = TypeVar("Found")


def _whole(least: int, most: int) -> dict[str, Any]:
    """One sentence for whatever is wrong with a whole number."""
    said = format_lazy(gettext_lazy("Give a whole number from {least} to {most}."), least=least, most=most)
    return dict.fromkeys(("invalid", "min_value", "max_value"), said)


class DrawsForm(forms.Form):
    """How the ranking is drawn."""

    draws = forms.IntegerField(
        required=False, min_value=1, max_value=MAXIMUM_DRAWS, error_messages=_whole(1, MAXIMUM_DRAWS)
    )
    seed = forms.IntegerField(
        required=False, min_value=0, max_value=MAXIMUM_SEED, error_messages=_whole(0, MAXIMUM_SEED)
    )


class Compare(ApiView):
    """Phases side by side, and which is ahead on legitimacy."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="comparison",
        summary="Phases side by side, and which is ahead on legitimacy",
        description=(
            "The three answers of 2 to 10 assessments under their own frameworks, the questions that divide them, and "
            "under one framework a ranking on legitimacy by SMAA-2 and what would give the first the verdict of each "
            "other one."
        ),
        parameters=[
            OpenApiParameter(
                "item",
                OpenApiTypes.STR,
                many=True,
                required=True,
                description=(
                    "2 to 10 times: CASE/PHASE for the reference assessment of a phase, or assessment:NUMBER. Named "
                    "twice it counts once."
                ),
                examples=[
                    OpenApiExample(
                        "two phases", value=["kosovo-1999/allied-force", "libya-2011/protection-of-civilians"]
                    )
                ],
            ),
            OpenApiParameter(
                "framework",
                OpenApiTypes.STR,
                description="The code of the framework that ranks them; left out, the newest doctrine among them.",
            ),
            OpenApiParameter(
                "draws",
                {"type": "integer", "minimum": 1, "maximum": MAXIMUM_DRAWS, "default": DEFAULT_DRAWS},
                description="Size of the simulation; times the items 200,000 at most.",
            ),
            OpenApiParameter(
                "seed",
                {"type": "integer", "minimum": 0, "maximum": MAXIMUM_SEED},
                description="Left out, one follows from the ratings, whatever their order.",
            ),
        ],
        responses=ComparisonSerializer,
    )
    def get(self, request: Request) -> Response:
        """The comparison that the address names."""
        given = request.query_params
        refuse_unknown(given, {"item", "framework", *DrawsForm.base_fields})
        form = DrawsForm(given)
        refuse_invalid(form)
        drawn: dict[str, Any] = {
            "draws": form.cleaned_data["draws"] or DEFAULT_DRAWS,
            "seed": form.cleaned_data["seed"],
        }
        framework = _or_refuse("framework", lambda: framework_named(request.user, given.get("framework", "")))
        items = given.getlist("item")
        chosen = _or_refuse("item", lambda: resolve(request.user, items))
        if len(chosen) < LEAST:
            raise _problem("item", [too_few()])
        if drawn["draws"] > most_draws(len(chosen)):
            detail = _("Give at most %(most)d draws for %(count)d phases.")
            raise _problem("draws", [detail % {"most": most_draws(len(chosen)), "count": len(chosen)}])
        comparison = _or_refuse("item", lambda: build(chosen, catalogue_current(), framework, **drawn))
        return Response(comparison_shown(comparison))


def _or_refuse(parameter: str, find: Callable[[], Found]) -> Found:
    """What is found; a Problem that names the parameter where it asks for what cannot be."""
    try:
        return find()
    except ItemsInvalid as error:
        raise _problem(parameter, error.details) from error


def _problem(parameter: str, details: Sequence[str]) -> Problem:
    return Problem(
        _("This comparison cannot be made."),
        code="invalid_params",
        errors=[{"parameter": parameter, "detail": detail} for detail in details],
    )
