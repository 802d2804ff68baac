"""What callers send to file or change an assessment."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.assessments.limits import (
    CITATION_LENGTH,
    MOST_SOURCES,
    NOTE_LENGTH,
    REASON_LENGTH,
    SUMMARY_LENGTH,
    URL_LENGTH,
)
from frameworks.api.request_schema import CONFIDENCES, GRADE, LEVEL, LEVEL_OR_NA, STANDPOINTS, fact_answer
from natoassess.accounts.models import Visibility
from natoassess.web.serializers import StrictSerializer

EVIDENCE = {
    **GRADE,
    "properties": {
        **GRADE["properties"],
        "citation": {"type": ["string", "null"], "maxLength": CITATION_LENGTH},
        "url": {
            "anyOf": [
                {"type": "string", "format": "uri", "maxLength": URL_LENGTH},
                {"type": "string", "maxLength": 0},
                {"type": "null"},
            ]
        },
        "note": {"type": ["string", "null"], "maxLength": NOTE_LENGTH},
    },
}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null", "description": "Takes the answer back."}]}


def _rating(level: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "level": level,
            "confidence": {"type": "string", "enum": CONFIDENCES},
            "evidence": {"type": "array", "items": EVIDENCE, "maxItems": MOST_SOURCES},
            "why": {"type": ["string", "null"], "maxLength": REASON_LENGTH},
        },
        "required": ["level"],
        "additionalProperties": False,
    }


def _fact() -> dict[str, Any]:
    """The answer to a fact as POST /score/ takes it, within the limits of what is stored."""
    answer = fact_answer(EVIDENCE)
    rested = answer["oneOf"][1]["properties"]
    limits = {
        "why": {**rested["why"], "maxLength": REASON_LENGTH},
        "evidence": {**rested["evidence"], "maxItems": MOST_SOURCES},
    }
    return {"oneOf": [answer["oneOf"][0], {**answer["oneOf"][1], "properties": {**rested, **limits}}]}


def _by_code(answer: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": answer}


@extend_schema_field(_by_code(_nullable(_fact())))
class FactsField(serializers.JSONField):
    """Facts by code; the engine checks them."""


@extend_schema_field(_by_code(_nullable(_rating(LEVEL_OR_NA))))
class RatingsField(serializers.JSONField):
    """Ratings by code; the engine checks them."""


@extend_schema_field(_by_code(_nullable(_rating(LEVEL))))
class HarmsField(serializers.JSONField):
    """Levels of harm by code; the engine checks them."""


@extend_schema_field(_by_code(_fact()))
class FactsShown(serializers.JSONField):
    """Facts by code, as they can be filed again."""


@extend_schema_field(_by_code(_rating(LEVEL_OR_NA)))
class RatingsShown(serializers.JSONField):
    """Ratings by code, as they can be filed again."""


@extend_schema_field(_by_code(_rating(LEVEL)))
class HarmsShown(serializers.JSONField):
    """Levels of harm by code, as they can be filed again."""


class TermsSerializer(StrictSerializer):
    """Members that a draft may be changed in. An answer that is sent replaces the former answer to it whole."""

    title = serializers.CharField(required=False, max_length=160)
    summary = serializers.CharField(required=False, allow_blank=True, max_length=SUMMARY_LENGTH)
    scenario_title = serializers.CharField(
        required=False,
        max_length=160,
        help_text="Of a scenario of several phases; title and summary are then those of the phase.",
    )
    scenario_summary = serializers.CharField(
        required=False, allow_blank=True, max_length=SUMMARY_LENGTH, help_text="Likewise."
    )
    target_name = serializers.CharField(required=False, max_length=160, help_text="The State concerned.")
    acting_names = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="The acting States or organisations."
    )
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False, allow_null=True)
    as_of = serializers.DateField(required=False, help_text="The day by whose law the act is judged.")
    standpoint = serializers.ChoiceField(STANDPOINTS, required=False)
    visibility = serializers.ChoiceField(Visibility.choices, required=False)
    team = serializers.SlugField(
        required=False, help_text="The team that reviews it; where you are in one team only, that one."
    )
    framework = serializers.CharField(
        required=False, help_text="A code; left out: the doctrine in force at as_of, or the one it has."
    )
    facts = FactsField(required=False)
    ratings = RatingsField(required=False)
    sovereignty = HarmsField(required=False)


class FilingSerializer(TermsSerializer):
    """A new assessment: of a scenario, which needs title, target_name, starts_on and as_of; or of a `phase`."""

    phase = serializers.CharField(
        required=False, help_text="An existing phase to assess: kosovo-1999/allied-force."
    )
