"""A comparison as OpenAPI components: requests and answers. frameworks.comparing and the engine make them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from frameworks.api.evaluation_schema import (
    BANDS,
    VERDICTS,
    BoundedVerdictSerializer,
    ChangeSerializer,
    EvaluatedFrameworkSerializer,
)
from frameworks.api.request_schema import STANDPOINTS, FindingsRequestMixin
from frameworks.comparing import FEWEST, MOST
from frameworks.services import MAXIMUM_DRAWS
from frameworks.stateless import MAXIMUM_SEED
from frameworks.stateless_comparing import LONGEST_LABEL

LEADS = ["robustly_ahead", "ahead", "too_close_to_call"]


def _share(help_text: str | None = None, **options: Any) -> serializers.FloatField:
    return serializers.FloatField(min_value=0, max_value=1, help_text=help_text, **options)


def _position(help_text: str | None = None) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=MOST - 1, help_text=help_text)


class ScenarioSerializer(FindingsRequestMixin):
    """One scenario to compare."""

    label = serializers.CharField(  # type: ignore[assignment]  # DRF has a property of that name
        max_length=LONGEST_LABEL, help_text="What sentences call it; each name once."
    )
    as_of = serializers.DateField(required=False, help_text="Left out, that of the whole request.")
    standpoint = serializers.ChoiceField(STANDPOINTS, required=False)


class ScoreComparisonSerializer(serializers.Serializer[Any]):
    """Scenarios to score and rank under one framework."""

    framework = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="A code; left out: the doctrine in force on the latest of the days judged.",
    )
    as_of = serializers.DateField(required=False, help_text="For scenarios that have none of their own.")
    scenarios = serializers.ListField(child=ScenarioSerializer(), min_length=FEWEST, max_length=MOST)
    draws = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=MAXIMUM_DRAWS,
        help_text="10,000 by default; times the scenarios 200,000 at most.",
    )
    seed = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MAXIMUM_SEED,
        help_text="Left out, one follows from the ratings, whatever their order.",
    )


class ReadingVerdictsSerializer(serializers.Serializer[Any]):
    """The verdict of each reading."""

    strict = serializers.ChoiceField(VERDICTS)
    prevailing = serializers.ChoiceField(VERDICTS)
    permissive = serializers.ChoiceField(VERDICTS)


class ColumnLegalitySerializer(BoundedVerdictSerializer):
    """Lawful?"""

    readings = ReadingVerdictsSerializer()


class ColumnLegitimacySerializer(serializers.Serializer[Any]):
    """Legitimate? p05 and p95 are null where nothing was drawn."""

    index = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    band = serializers.ChoiceField(BANDS, allow_null=True)
    band_at_least = serializers.ChoiceField(BANDS, allow_null=True)
    band_at_most = serializers.ChoiceField(BANDS, allow_null=True)
    coverage = serializers.FloatField()
    p05 = serializers.FloatField(allow_null=True)
    p95 = serializers.FloatField(allow_null=True)


class ColumnSovereigntySerializer(serializers.Serializer[Any]):
    """At what cost to sovereignty?"""

    gross = serializers.FloatField(allow_null=True)
    gross_low = serializers.FloatField()
    gross_high = serializers.FloatField()
    adjusted = serializers.FloatField(allow_null=True)
    adjusted_low = serializers.FloatField()
    adjusted_high = serializers.FloatField()
    coverage = serializers.FloatField()
    worst = serializers.CharField(allow_null=True)


class AnswersSerializer(serializers.Serializer[Any]):
    """One column: the three answers without their reasons."""

    label = serializers.CharField()  # type: ignore[assignment]  # DRF has a property of that name
    as_of = serializers.DateField()
    evaluation_id = serializers.CharField()
    legality = ColumnLegalitySerializer()
    legitimacy = ColumnLegitimacySerializer()
    sovereignty = ColumnSovereigntySerializer()


class SentenceSerializer(serializers.Serializer[Any]):
    """One thing said; `code` names its kind."""

    code = serializers.CharField()
    text = serializers.CharField()


class PlaceSerializer(serializers.Serializer[Any]):
    """Where one column comes; the weights and `confidence` are null where it never comes first."""

    position = _position("Among the columns, from 0.")
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has a property of that name
    acceptability = serializers.ListField(
        child=_share(), help_text="Share of the draws at each rank, the first rank first; ties shared."
    )
    central_weights = serializers.DictField(
        child=_share(),
        allow_null=True,
        help_text="Mean weight of each dimension over the draws in which it comes first.",
    )
    central_error = serializers.FloatField(allow_null=True, help_text="Largest standard error among them.")
    confidence = _share(
        "Share of the draws in which it comes first with its central weights held.", allow_null=True
    )
    sentences = SentenceSerializer(many=True)


class PairSerializer(serializers.Serializer[Any]):
    """Two columns, the one ahead first."""

    leader = _position()
    other = _position()
    share = _share("Share of the draws in which the leader's index is higher; a tie counts half.")
    lead = serializers.ChoiceField(LEADS)
    sentence = serializers.CharField()


class RankingSerializer(serializers.Serializer[Any]):
    """SMAA-2: which column is ahead on legitimacy, and how surely."""

    draws = serializers.IntegerField()
    seed = serializers.IntegerField()
    error = serializers.FloatField(help_text="Largest Monte Carlo error of a rank or a pair.")
    weights = serializers.DictField(child=_share(), help_text="The stated weights of the dimensions.")
    places = PlaceSerializer(many=True)
    ahead = serializers.ListField(
        child=serializers.ListField(child=_share()),
        help_text="Share of the draws in which the place of the row is above that of the column.",
    )
    left_out = serializers.ListField(
        child=_position(), help_text="Columns in which nothing is rated: named, not ranked."
    )
    pairs = PairSerializer(many=True)


class RefusedSerializer(serializers.Serializer[Any]):
    """A column whose findings cannot be scored under the framework."""

    position = _position()
    detail = serializers.CharField()


class PartingSerializer(serializers.Serializer[Any]):
    """The first element in which two columns part, within the test that carries the better verdict."""

    test = serializers.CharField(allow_null=True, help_text="Null: they part over what was done.")
    agreed = serializers.ListField(
        child=serializers.CharField(), help_text="Facts before it, answered alike."
    )
    fact = serializers.CharField(allow_null=True, help_text="Null: they part over the day's law.")
    one = serializers.CharField()
    other = serializers.CharField()


class AlikeSerializer(serializers.Serializer[Any]):
    """What would give column `one` the prevailing verdict of column `other`."""

    one = _position()
    other = _position()
    verdict = serializers.ChoiceField(VERDICTS)
    wanted = serializers.ChoiceField(VERDICTS)
    reachable = serializers.BooleanField(
        help_text="Whether the answers of the other, all taken, would do it."
    )
    sets = serializers.ListField(
        child=ChangeSerializer(many=True),
        help_text="The smallest sets of facts that do it, each answered as there; none where `wanted` is undetermined.",
    )
    parting = PartingSerializer(allow_null=True)
    sentences = SentenceSerializer(many=True)


class RankedSerializer(serializers.Serializer[Any]):
    """What follows from columns compared under one framework."""

    ranked_under = EvaluatedFrameworkSerializer()
    set_aside = serializers.ListField(
        child=serializers.CharField(),
        help_text="Criteria that are rated and that the framework does not ask.",
    )
    ranking = RankingSerializer(
        allow_null=True, help_text="Null where fewer than two columns can be scored under the framework."
    )
    refused = RefusedSerializer(many=True)
    alike = AlikeSerializer(many=True, help_text="The first column beside each other one.")


class ScoredComparisonSerializer(RankedSerializer):
    """Scenarios scored and ranked under one framework."""

    columns = AnswersSerializer(many=True)
