"""The few numbers of an evaluation that lists show, as an OpenAPI component and as columns of files."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from frameworks.api.comparing_schema import ReadingVerdictsSerializer
from frameworks.api.evaluation_schema import BANDS, VERDICTS


def _index(help_text: str) -> serializers.FloatField:
    return serializers.FloatField(allow_null=True, help_text=help_text)


INDEX = "Unit: index, 0 to 100."
SHARE = "Unit: share, 0 to 1."


class DrawnSerializer(serializers.Serializer[Any]):
    """The middle 90 % of the draws."""

    p05 = serializers.FloatField(help_text=f"5 % of the drawn indices of legitimacy lie below it. {INDEX}")
    p95 = serializers.FloatField(help_text=f"95 % of the drawn indices of legitimacy lie below it. {INDEX}")


class ResultLegitimacySerializer(serializers.Serializer[Any]):
    """Legitimate? 0 to 100, and a band."""

    index = _index(f"Legitimacy over the criteria that are rated. {INDEX} Empty: none is rated.")
    low = _index(f"Legitimacy with every unknown criterion at 0. {INDEX} Empty: no criterion is asked.")
    high = _index(f"Legitimacy with every unknown criterion at 4. {INDEX} Empty: no criterion is asked.")
    band = serializers.ChoiceField(
        BANDS,
        allow_null=True,
        help_text="The band of legitimacy, after caps. Empty: less than the minimum coverage is rated.",
    )
    coverage = serializers.FloatField(help_text=f"How much of the weight of the criteria is rated. {SHARE}")
    band_at_least = serializers.ChoiceField(
        BANDS,
        allow_null=True,
        help_text="The lowest band that the unknown criteria allow. Empty: there is no band.",
    )
    band_at_most = serializers.ChoiceField(
        BANDS,
        allow_null=True,
        help_text="The highest band that the unknown criteria allow. Empty: there is no band.",
    )
    distribution = DrawnSerializer(
        allow_null=True, help_text="The middle 90 % of the draws. Empty: nothing was drawn."
    )


class ResultSovereigntySerializer(serializers.Serializer[Any]):
    """At what cost to sovereignty? 0 to 100, gross and adjusted for consent."""

    gross = _index(f"Impact on sovereignty, whatever was consented to. {INDEX} Empty: nothing is rated.")
    gross_low = serializers.FloatField(
        help_text=f"The gross impact with every unrated dimension at 0. {INDEX}"
    )
    gross_high = serializers.FloatField(
        help_text=f"The gross impact with every unrated dimension at 4. {INDEX}"
    )
    adjusted = _index(
        f"The impact without what valid consent cures. {INDEX} Empty: whether consent was valid is not settled, or "
        "not every dimension is rated."
    )
    adjusted_low = serializers.FloatField(help_text=f"The least that the adjusted impact can be. {INDEX}")
    adjusted_high = serializers.FloatField(help_text=f"The most that the adjusted impact can be. {INDEX}")
    coverage = serializers.FloatField(help_text=f"How many of the dimensions are rated. {SHARE}")
    worst = serializers.CharField(
        allow_null=True, help_text="The key of the dimension with the gravest harm. Empty: no harm is rated."
    )


class ResultReadingsSerializer(ReadingVerdictsSerializer):
    """The verdict of each reading of the law."""

    strict = serializers.ChoiceField(VERDICTS, help_text="The verdict on the strict reading.")
    prevailing = serializers.ChoiceField(VERDICTS, help_text="The verdict on the prevailing reading.")
    permissive = serializers.ChoiceField(VERDICTS, help_text="The verdict on the permissive reading.")


class ResultSerializer(serializers.Serializer[Any]):
    """The three answers of the last revision submitted, without their reasons."""

    revision = serializers.IntegerField(
        help_text="The revision that was evaluated. Unit: number of the revision, from 1."
    )
    evaluation_id = serializers.CharField(
        help_text="Names the evaluation by its content: framework, findings, engine and seed."
    )
    verdict = serializers.ChoiceField(VERDICTS, help_text="Legality on the prevailing reading.")
    at_least = serializers.ChoiceField(VERDICTS, help_text="The worst verdict that the unknown facts allow.")
    at_most = serializers.ChoiceField(VERDICTS, help_text="The best verdict that the unknown facts allow.")
    readings = ResultReadingsSerializer()
    legitimacy = ResultLegitimacySerializer()
    sovereignty = ResultSovereigntySerializer()
