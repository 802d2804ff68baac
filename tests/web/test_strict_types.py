"""A member of another JSON type than the document says is refused, never turned into it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from natoassess.web.problems import pointers
from natoassess.web.serializers import StrictSerializer


class Asked(StrictSerializer):
    """One member of each type."""

    text = serializers.CharField(required=False, allow_null=True)
    number = serializers.IntegerField(required=False)
    share = serializers.FloatField(required=False)
    yes = serializers.BooleanField(required=False)
    names = serializers.ListField(child=serializers.CharField(), required=False)
    day = serializers.DateField()


WRONG: dict[str, Any] = {"text": 2, "number": "2", "share": "0.5", "yes": "true", "names": ["a", 1, 2.5]}


def test_every_wrong_type_is_told_at_its_place_with_all_other_faults() -> None:
    asked = Asked(data=WRONG)
    with pytest.raises(ValidationError) as raised:
        asked.is_valid(raise_exception=True)
    told = {fault["pointer"]: fault["detail"] for fault in pointers(raised.value.detail)}
    assert told.keys() == {"/text", "/number", "/share", "/yes", "/names/1", "/names/2", "/day"}
    assert told["/text"] == "must be text, in quotation marks"
    assert told["/number"] == "must be a number, without quotation marks"
    assert told["/yes"] == "must be true or false"


def test_the_types_of_the_document_are_taken() -> None:
    good = {"text": None, "number": 2, "share": 1, "yes": True, "names": ["2"], "day": "2026-01-01"}
    assert Asked(data=good).is_valid()


def test_a_form_has_texts_alone() -> None:
    assert Asked(data=QueryDict("text=2&number=2&share=0.5&yes=true&names=a&day=2026-01-01")).is_valid()
