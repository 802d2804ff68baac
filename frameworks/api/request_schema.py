"""The scoring request as OpenAPI components; frameworks.stateless and the engine are what checks it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from frameworks.services import MAXIMUM_DRAWS, MOST_WEIGHT
from frameworks.stateless import MAXIMUM_SEED

FACT_VALUES = ["yes", "no", "contested", "unknown"]
CONFIDENCES = ["high", "moderate", "low"]
STANDPOINTS = ["ex_post", "ex_ante"]
RELIABILITIES = list("ABCDEF")

LEVEL = {
    "oneOf": [
        {"type": "integer", "minimum": 0, "maximum": 4},
        {"type": "string", "enum": ["unknown"]},
        {"type": "null"},
    ],
    "description": "0 to 4; null and unknown are the same.",
}
LEVEL_OR_NA = {
    "oneOf": [
        {"type": "integer", "minimum": 0, "maximum": 4},
        {"type": "string", "enum": ["na", "unknown"]},
        {"type": "null"},
    ],
    "description": "0 to 4; null and unknown are the same; na only for optional criteria, and with `why`.",
}


GRADE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "reliability": {"type": "string", "enum": RELIABILITIES},
        "credibility": {"type": "integer", "minimum": 1, "maximum": 6},
    },
    "required": ["reliability", "credibility"],
    "additionalProperties": False,
}


def fact_answer(evidence: dict[str, Any]) -> dict[str, Any]:
    """A plain value, or an object with what the answer rests on; `evidence` is the schema of one item of evidence."""
    return {
        "oneOf": [
            {"type": "string", "enum": FACT_VALUES},
            {
                "type": "object",
                "properties": {
                    "value": {"type": "string", "enum": FACT_VALUES},
                    "provisions": {
                        "type": "array",
                        "items": {"type": "string"},
                        "description": "Ids of provisions or instruments relied on.",
                    },
                    "why": {"type": ["string", "null"]},
                    "evidence": {
                        "type": "array",
                        "items": evidence,
                        "description": "Recorded, never scored.",
                    },
                    "fixed": {
                        "type": "boolean",
                        "description": "Never offered as a change that would flip the verdict.",
                    },
                },
                "required": ["value"],
                "additionalProperties": False,
            },
        ],
        "description": "state_conduct cannot be contested.",
    }


@extend_schema_field(fact_answer(GRADE))
class FactAnswer(serializers.JSONField):
    """A plain value, or an answer with what it rests on."""


@extend_schema_field(LEVEL_OR_NA)
class LevelOrNa(serializers.JSONField):
    """The level of a criterion."""


@extend_schema_field(LEVEL)
class Level(serializers.JSONField):
    """The level of a dimension of sovereignty."""


class GradeSerializer(serializers.Serializer[Any]):
    """The Admiralty code of one piece of evidence."""

    reliability = serializers.ChoiceField(
        RELIABILITIES, help_text="Of the source, A (reliable) to F (cannot be judged)."
    )
    credibility = serializers.IntegerField(
        min_value=1, max_value=6, help_text="Of the item, 1 (confirmed) to 6 (cannot be judged)."
    )


class RatingAnswerSerializer(serializers.Serializer[Any]):
    """The rating of a criterion."""

    level = LevelOrNa()
    confidence = serializers.ChoiceField(CONFIDENCES, required=False)
    evidence = GradeSerializer(many=True, required=False)
    why = serializers.CharField(required=False, allow_null=True)


class HarmAnswerSerializer(serializers.Serializer[Any]):
    """The level of one kind of harm to sovereignty."""

    level = Level()
    confidence = serializers.ChoiceField(CONFIDENCES, required=False)
    evidence = GradeSerializer(many=True, required=False)
    why = serializers.CharField(required=False, allow_null=True)


class FindingsRequestMixin(serializers.Serializer[Any]):
    """The answers, by code; codes that are missing are unknown."""

    facts = serializers.DictField(child=FactAnswer(), required=False)
    ratings = serializers.DictField(child=RatingAnswerSerializer(), required=False)
    sovereignty = serializers.DictField(child=HarmAnswerSerializer(), required=False)


class WeightsSerializer(serializers.Serializer[Any]):
    """Weights in place of published ones, by code, relative to an average of 1 among dimensions and within each."""

    dimensions = serializers.DictField(
        child=serializers.FloatField(min_value=0, max_value=MOST_WEIGHT), required=False
    )
    criteria = serializers.DictField(
        child=serializers.FloatField(min_value=0, max_value=MOST_WEIGHT), required=False
    )


class ScoreSerializer(FindingsRequestMixin):
    """A scoring request."""

    framework = serializers.CharField(
        required=False, allow_null=True, help_text="A code; left out: the doctrine in force at as_of."
    )
    as_of = serializers.DateField(help_text="The day by whose law the act is judged.")
    standpoint = serializers.ChoiceField(
        STANDPOINTS, required=False, help_text="Never scores; ex_post by default."
    )
    weights = WeightsSerializer(
        required=False,
        allow_null=True,
        help_text="Those left out stay as published; the answer then names a framework of another checksum.",
    )
    draws = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MAXIMUM_DRAWS,
        help_text="Size of the simulation, 10,000 by default; 0 leaves distribution, tornado and variance_shares out.",
    )
    seed = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MAXIMUM_SEED,
        help_text="Left out, one follows from the input.",
    )


class FindingsSerializer(ScoreSerializer):
    """A body for POST /score/ that gives the same evaluation_id again."""
