"""An evaluation as OpenAPI components: the contract of POST /score/. The engine makes it; this only describes it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from frameworks.api.flips_schema import (
    PeriodSerializer,
    RatingFlipSerializer,
    ReadingFlipSerializer,
    WeightFlipSerializer,
)
from frameworks.api.trace_schema import TRACE

VERDICTS = ["lawful", "arguable", "unlawful", "undetermined", "not_applicable"]
BANDS = ["low", "mixed", "high"]
ANSWERS = ["yes", "no", "contested", "unknown"]


@extend_schema_field(TRACE)
class TraceField(serializers.JSONField):
    """The derivation of the prevailing verdict."""


def _texts(help_text: str | None = None) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


def _number(help_text: str | None = None) -> serializers.FloatField:
    return serializers.FloatField(allow_null=True, help_text=help_text)


class EvaluatedFrameworkSerializer(serializers.Serializer[Any]):
    """Which yardstick was used."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    checksum = serializers.CharField()


class BoundedVerdictSerializer(serializers.Serializer[Any]):
    """A verdict and its bounds over all completions of what is unknown."""

    verdict = serializers.ChoiceField(VERDICTS)
    at_least = serializers.ChoiceField(VERDICTS)
    at_most = serializers.ChoiceField(VERDICTS)


class ReadingSerializer(BoundedVerdictSerializer):
    """One reading: the verdict, the tests that attain it, and the weakest element of each."""

    route = _texts("Codes of the tests that attain the value, in catalogue order.")
    weakest = serializers.DictField(child=_texts())


class ReadingsSerializer(serializers.Serializer[Any]):
    """The three readings; the prevailing one is the headline."""

    strict = ReadingSerializer()
    prevailing = ReadingSerializer()
    permissive = ReadingSerializer()


class AttributedSerializer(BoundedVerdictSerializer):
    """The verdict as if the act were a State's."""

    readings = ReadingsSerializer()


class ChangeSerializer(serializers.Serializer[Any]):
    """One fact that would have to be otherwise."""

    fact = serializers.CharField()
    to = serializers.ChoiceField(ANSWERS)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is no name that Python lets a class body use."""
        return super().get_fields() | {"from": serializers.ChoiceField(ANSWERS)}


class FlipSerializer(serializers.Serializer[Any]):
    """A smallest set of facts whose change reaches another verdict."""

    verdict = serializers.ChoiceField(VERDICTS)
    changes = ChangeSerializer(many=True)


class DutySerializer(serializers.Serializer[Any]):
    """A duty that goes with tests in play; it never changes validity."""

    fact = serializers.CharField()
    value = serializers.ChoiceField(ANSWERS)
    tests = _texts()


class LegalitySerializer(BoundedVerdictSerializer):
    """The first answer: lawful? On the prevailing reading, with the other two beside it."""

    if_attributed = AttributedSerializer(allow_null=True)
    readings = ReadingsSerializer()
    trace = TraceField()
    flips = FlipSerializer(many=True)
    reading_flips = ReadingFlipSerializer(many=True)
    date_flips = PeriodSerializer(
        many=True,
        help_text=(
            "The line of time, the earliest period first: the findings as they are, judged by the law of every other "
            "day. Empty where the verdict is the same on all days. A hypothetical: it never changes the evaluation."
        ),
    )
    decisive_unknowns = _texts("Unknown facts that can still settle the verdict, the most telling first.")
    settled_unknowns = _texts("Unknown facts that cannot change the verdict any more.")
    duties = DutySerializer(many=True)


class DimensionIndexSerializer(serializers.Serializer[Any]):
    """One dimension of legitimacy."""

    index = _number()
    low = _number()
    high = _number()
    coverage = _number()


class ContributionSerializer(serializers.Serializer[Any]):
    """What one criterion adds to the index; the points of all add up to it."""

    criterion = serializers.CharField()
    points = serializers.FloatField()
    weight = serializers.FloatField()


class CapSerializer(serializers.Serializer[Any]):
    """What holds the band down."""

    kind = serializers.CharField()
    code = serializers.CharField()
    band = serializers.ChoiceField(BANDS)


class BandSharesSerializer(serializers.Serializer[Any]):
    """The probability of each band."""

    low = serializers.FloatField()
    mixed = serializers.FloatField()
    high = serializers.FloatField()


class DistributionSerializer(serializers.Serializer[Any]):
    """The index over all draws: percentiles, and how probable each band is."""

    p05 = serializers.FloatField()
    p50 = serializers.FloatField()
    p95 = serializers.FloatField()
    bands = BandSharesSerializer()
    error = serializers.FloatField(help_text="Monte Carlo error of the band probabilities.")
    draws = serializers.IntegerField()
    seed = serializers.IntegerField()


class SwingSerializer(serializers.Serializer[Any]):
    """The index at one rating's 5 % and 95 % level."""

    criterion = serializers.CharField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class VarianceSharesSerializer(serializers.Serializer[Any]):
    """Where the spread of the index comes from."""

    ratings = serializers.DictField(child=serializers.FloatField())
    dimension_weights = serializers.FloatField()
    criterion_weights = serializers.FloatField()
    interaction = serializers.FloatField()


class LegitimacySerializer(serializers.Serializer[Any]):
    """The second answer: legitimate? An index of what is rated, never without its bounds."""

    index = _number()
    low = _number()
    high = _number()
    band = serializers.ChoiceField(BANDS, allow_null=True)
    band_at_least = serializers.ChoiceField(BANDS, allow_null=True)
    band_at_most = serializers.ChoiceField(BANDS, allow_null=True)
    capped_by = CapSerializer(many=True)
    coverage = serializers.FloatField()
    dimensions = serializers.DictField(child=DimensionIndexSerializer())
    contributions = ContributionSerializer(many=True)
    distribution = DistributionSerializer(allow_null=True)
    tornado = SwingSerializer(many=True, allow_null=True)
    variance_shares = VarianceSharesSerializer(allow_null=True)
    weight_flips = WeightFlipSerializer(many=True)
    rating_flips = RatingFlipSerializer(many=True)
    rating_flips_left_out = serializers.IntegerField(
        help_text="How many more sets of ratings reach another band by a change that is no smaller."
    )


class HarmSerializer(serializers.Serializer[Any]):
    """One kind of harm."""

    level = serializers.IntegerField(allow_null=True)
    gross = _number()
    consent_adjustable = serializers.BooleanField()


class ImpactSerializer(serializers.Serializer[Any]):
    """The third answer: at what cost to sovereignty? Gross, and adjusted for consent."""

    gross = _number()
    gross_low = serializers.FloatField()
    gross_high = serializers.FloatField()
    adjusted = _number()
    adjusted_low = serializers.FloatField()
    adjusted_high = serializers.FloatField()
    coverage = serializers.FloatField()
    worst = serializers.CharField(allow_null=True)
    dimensions = serializers.DictField(child=HarmSerializer())


class WarningSerializer(serializers.Serializer[Any]):
    """Something to know of the law relied on; it never changes a value."""

    code = serializers.CharField(
        help_text="not_in_force, period_unknown, later_restatement, doctrine_anticipated"
    )
    provision = serializers.CharField(allow_null=True)
    detail = serializers.CharField()


class PrecedentSerializer(serializers.Serializer[Any]):
    """A similar phase of the library."""

    case = serializers.CharField()
    phase = serializers.CharField()
    similarity = serializers.FloatField()
    shared = _texts()
    distinguishing = _texts()


class EvaluationSerializer(serializers.Serializer[Any]):
    """What the engine makes of findings: three answers, each with its reasons."""

    evaluation_id = serializers.CharField(help_text="Determines everything but `precedents`.")
    framework = EvaluatedFrameworkSerializer()
    engine = serializers.CharField(help_text="Version of the engine.")
    as_of = serializers.DateField()
    legality = LegalitySerializer()
    legitimacy = LegitimacySerializer()
    sovereignty = ImpactSerializer()
    competence = serializers.DictField(child=serializers.ChoiceField(ANSWERS))
    warnings = WarningSerializer(many=True)
    precedents = PrecedentSerializer(many=True)
