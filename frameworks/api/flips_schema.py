"""What would move the answers, as OpenAPI components: other readings, days, weights and ratings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

RULINGS = ["lawful", "arguable", "unlawful"]
VERDICTS = [*RULINGS, "undetermined"]
BANDS = ["low", "mixed", "high"]


class ReadingFlipSerializer(serializers.Serializer[Any]):
    """A smallest set of tests that one must accept (permissive) or discount (strict) for another verdict."""

    verdict = serializers.ChoiceField(RULINGS)
    reading = serializers.ChoiceField(["strict", "permissive"])
    tests = serializers.ListField(
        child=serializers.CharField(), help_text="Those that must count as far as the reading lets them."
    )


class ReasonSerializer(serializers.Serializer[Any]):
    """What is otherwise in a period than on the day judged: a clause that a fact rests on, or a standing."""

    kind = serializers.ChoiceField(["ended", "not_yet_in_force", "standing"])
    fact = serializers.CharField(required=False, help_text="The fact that stands no more: it counts as no.")
    provision = serializers.CharField(required=False)
    ended_by = serializers.CharField(required=False, allow_null=True)
    test = serializers.CharField(required=False)
    standing = serializers.CharField(required=False, help_text="The test's standing in that period.")
    on = serializers.DateField(
        allow_null=True, help_text="Last day of a clause that ended, first day of what came later."
    )


class PeriodSerializer(serializers.Serializer[Any]):
    """Days on which the findings come to one verdict; both ends included, null where open."""

    verdict = serializers.ChoiceField(VERDICTS)
    until = serializers.DateField(allow_null=True)
    today = serializers.BooleanField(help_text="Whether the day judged is among them.")
    because = ReasonSerializer(
        many=True,
        help_text="What suffices for the difference from the day judged; empty where there is none.",
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is no name that Python lets a class body use."""
        return super().get_fields() | {"from": serializers.DateField(allow_null=True)}


class WeightFlipSerializer(serializers.Serializer[Any]):
    """The smallest shift of one weight, the others keeping their proportions, that changes the band."""

    kind = serializers.ChoiceField(
        ["dimension", "criterion"], help_text="A share among the dimensions, or within the own dimension."
    )
    code = serializers.CharField()
    to = serializers.FloatField()
    shift = serializers.FloatField()
    band = serializers.ChoiceField(BANDS)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is no name that Python lets a class body use."""
        return super().get_fields() | {"from": serializers.FloatField()}


class RatingChangeSerializer(serializers.Serializer[Any]):
    """One criterion rated otherwise; null where it is not rated yet."""

    criterion = serializers.CharField()
    to = serializers.IntegerField(min_value=0, max_value=4)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is no name that Python lets a class body use."""
        level = serializers.IntegerField(min_value=0, max_value=4, allow_null=True)
        return super().get_fields() | {"from": level}


class RatingFlipSerializer(serializers.Serializer[Any]):
    """A smallest set of one or two ratings whose change reaches another band, with its least change."""

    band = serializers.ChoiceField(BANDS)
    changes = RatingChangeSerializer(many=True)
    steps = serializers.IntegerField(
        help_text="How many levels in all; to rate what was unknown counts as one."
    )
