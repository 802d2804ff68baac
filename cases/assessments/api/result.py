"""The few numbers of an evaluation that lists show, as an OpenAPI component and as columns of files."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from frameworks.api.comparing_schema import ReadingVerdictsSerializer
from frameworks.api.evaluation_schema import BANDS, VERDICTS


def _index(help_text: str) -> serializers.FloatField:
    return serializers.FloatField(allow_null=True, help_text=help_text)


class DrawnSerializer(serializers.Serializer[Any]):
    """The middle 90 % of the draws."""

    p05 = serializers.FloatField(help_text="Legitimacy: 5 % of the draws lie below it.")
    p95 = serializers.FloatField(help_text="Legitimacy: 95 % of the draws lie below it.")


class ResultLegitimacySerializer(serializers.Serializer[Any]):
    """Legitimate? 0 to 100, and a band."""

    index = _index("Legitimacy, 0 to 100, over the criteria that are rated; null where none is.")
    low = _index("Its lower bound over all ratings that the unrated criteria could have.")
    high = _index("Its upper bound over all ratings that the unrated criteria could have.")
    band = serializers.ChoiceField(
        BANDS, allow_null=True, help_text="The band of the index after caps; null where nothing is rated."
    )
    coverage = serializers.FloatField(help_text="Share of the weights whose criteria are rated, 0 to 1.")
    band_at_least = serializers.ChoiceField(
        BANDS, allow_null=True, help_text="The lowest band that the unrated criteria allow."
    )
    band_at_most = serializers.ChoiceField(
        BANDS, allow_null=True, help_text="The highest band that the unrated criteria allow."
    )
    distribution = DrawnSerializer(allow_null=True, help_text="Null where nothing was drawn.")


class ResultSovereigntySerializer(serializers.Serializer[Any]):
    """At what cost to sovereignty? 0 to 100, gross and adjusted for consent."""

    gross = _index("Impact on sovereignty, 0 to 100, whatever was consented to; null where nothing is rated.")
    gross_low = _index("The lower bound of the gross impact over all that is unrated.")
    gross_high = _index("The upper bound of the gross impact over all that is unrated.")
    adjusted = _index("The impact adjusted for valid consent, 0 to 100; null where nothing is rated.")
    adjusted_low = _index("The lower bound of the adjusted impact over all that is unrated.")
    adjusted_high = _index("The upper bound of the adjusted impact over all that is unrated.")
    coverage = serializers.FloatField(help_text="Share of the dimensions that are rated, 0 to 1.")
    worst = serializers.CharField(
        allow_null=True, help_text="Code of the dimension with the gravest harm; null where nothing is rated."
    )


class ResultReadingsSerializer(ReadingVerdictsSerializer):
    """The verdict of each reading of the law."""

    strict = serializers.ChoiceField(VERDICTS, help_text="The verdict on the strict reading.")
    prevailing = serializers.ChoiceField(VERDICTS, help_text="The verdict on the prevailing reading.")
    permissive = serializers.ChoiceField(VERDICTS, help_text="The verdict on the permissive reading.")


class ResultSerializer(serializers.Serializer[Any]):
    """The three answers of the last revision submitted, without their reasons."""

    revision = serializers.IntegerField(help_text="Number of the revision that was evaluated, from 1.")
    evaluation_id = serializers.CharField(
        help_text="Names the evaluation by its content: framework, findings, engine and seed."
    )
    verdict = serializers.ChoiceField(VERDICTS, help_text="Legality on the prevailing reading.")
    at_least = serializers.ChoiceField(VERDICTS, help_text="The worst verdict that the unknown facts allow.")
    at_most = serializers.ChoiceField(VERDICTS, help_text="The best verdict that the unknown facts allow.")
    readings = ResultReadingsSerializer()
    legitimacy = ResultLegitimacySerializer()
    sovereignty = ResultSovereigntySerializer()
