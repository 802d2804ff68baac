"""What a person may ask of a study: the parameters of the job, checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from cases.comparisons.items import ItemsInvalid, resolve
from cases.research.studies.plan import (
    MOST_DAYS,
    MOST_ITEMS,
    PUBLISHED,
    STEPS,
    StudyInvalid,
    frameworks_named,
    study_of,
)
from cases.research.studies.weights import weights_check
from frameworks.batches.sweep import READINGS
from frameworks.services import MOST_WEIGHT
from frameworks.stateless import MAXIMUM_SEED, MOST_FRAMEWORKS
from natoassess.web.rows import FORMS, FormMissing
from natoassess.web.serializers import StrictSerializer

MOST_NAMED = 50
MOST_RANDOM = 2_000
MOST_FACTOR = 10
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)


def _weights(help_text: str) -> serializers.DictField:
    weight = serializers.FloatField(min_value=0, max_value=MOST_WEIGHT)
    return serializers.DictField(child=weight, required=False, help_text=help_text)


class NamedWeightsSerializer(StrictSerializer):
    """Weights under a name, relative to an average of 1, as POST /score/ takes them."""

    name = serializers.CharField(max_length=60)
    dimensions = _weights("By code; those left out keep the published weight.")
    criteria = _weights("By code; those left out keep the published weight.")

    def validate_name(self, name: str) -> str:
        """Refuse the name of the published weights."""
        if name == PUBLISHED:
            raise serializers.ValidationError(_("is the name of the published weights; take another"))
        return name


class StudyWeightsSerializer(StrictSerializer):
    """Weightings beside the published one, which is always swept."""

    named = NamedWeightsSerializer(many=True, required=False)
    one_at_a_time = serializers.FloatField(
        required=False,
        min_value=1.01,
        max_value=MOST_FACTOR,
        help_text="Each dimension by itself, times this factor and divided by it.",
    )
    random = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_RANDOM,
        help_text="So many weightings of the dimensions, drawn evenly from all there are.",
    )
    seed = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=MAXIMUM_SEED,
        help_text="Of the random weightings; 0 if left out.",
    )

    def validate_named(self, named: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse too many, and a name that is there twice."""
        if len(named) > MOST_NAMED:
            raise serializers.ValidationError(_("at most %(most)d") % {"most": MOST_NAMED})
        names = [each["name"] for each in named]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise serializers.ValidationError(_("%(name)s is there twice") % {"name": twice[0]})
        return named


class DatesField(serializers.Field[Any, Any, Any, Any]):
    """Days as a list, or as an object of from, until and step. Its values are ISO texts."""

    def to_internal_value(self, data: Any) -> Any:
        """The days as texts; ValidationError says what a day, a step or a range must be."""
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in ("from", "until", "step")]
            if unknown or not {"from", "until"} <= set(data):
                raise serializers.ValidationError(
                    _("takes from, until and step (month, quarter, year or days)")
                )
            step = data.get("step", "year")
            if step not in STEPS and (
                not isinstance(step, int) or isinstance(step, bool) or not 1 <= step <= 3_660
            ):
                raise serializers.ValidationError(
                    _("step is month, quarter, year, or a number of days up to 3660")
                )
            return {"from": _day(data["from"]), "until": _day(data["until"]), "step": step}
        if not isinstance(data, list) or len(data) > MOST_DAYS:
            raise serializers.ValidationError(_("must be a list of days, or an object with from and until"))
        return [_day(each) for each in data]

    def to_representation(self, value: Any) -> Any:
        """As it was given."""
        return value


def _day(given: Any) -> str:
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != given or not FIRST <= day <= LAST:
        raise serializers.ValidationError(_("must be a day such as 1999-03-24, from 1900 to 2100"))
    return str(given)


class StudySerializer(StrictSerializer):
    """What is to be swept. Context: {"user": who asks}."""

    items = serializers.ListField(
        child=serializers.CharField(max_length=200),
        required=False,
        max_length=MOST_ITEMS,
        help_text="CASE/PHASE or assessment:NUMBER; left out, every phase of the library with a reference assessment.",
    )
    frameworks = serializers.ListField(
        child=serializers.CharField(max_length=80),
        required=False,
        max_length=MOST_FRAMEWORKS,
        help_text="Codes; the first is the baseline. Left out, the newest doctrine.",
    )
    readings = serializers.ListField(
        child=serializers.ChoiceField(choices=READINGS),
        required=False,
        max_length=len(READINGS),
        help_text="Left out, all three.",
    )
    weights = StudyWeightsSerializer(required=False)
    dates = DatesField(
        required=False,
        help_text="Days whose law to judge by, beside each phase's own: a list, or {from, until, step}.",
    )
    format = serializers.ChoiceField(choices=list(FORMS), required=False, help_text="csv if left out.")

    def validate_format(self, name: str) -> str:
        """Refuse a form whose package is not installed here."""
        try:
            FORMS[name].check()
        except FormMissing as error:
            raise serializers.ValidationError(str(error)) from error
        return name

    def validate_items(self, items: list[str]) -> list[str]:
        """Refuse what does not exist; here, so that it is told together with the faults of other members."""
        try:
            resolve(self.context["user"], items, MOST_ITEMS)
        except ItemsInvalid as error:
            raise serializers.ValidationError(error.details) from error
        return items

    def validate_frameworks(self, codes: list[str]) -> list[str]:
        """Refuse what does not exist, or not for who asks."""
        faults: dict[str, list[str]] = {}
        frameworks_named(self.context["user"], codes, faults)
        if faults:
            raise serializers.ValidationError(faults["frameworks"])
        return codes

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what cannot be swept, and what is too much, before anything runs."""
        try:
            study = study_of(self.context["user"], attrs)
        except StudyInvalid as error:
            faults = {name or "non_field_errors": details for name, details in error.faults.items()}
            raise serializers.ValidationError(faults) from error
        unfit = weights_check(study)
        if unfit:
            raise serializers.ValidationError({"weights": {"named": unfit}})
        return attrs
