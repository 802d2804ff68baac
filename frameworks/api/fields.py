"""Fields of the law and the yardstick whose values the database keeps as JSON, with their schemas."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

TEXTS = {"type": "array", "items": {"type": "string"}}
VOTE = {
    "type": ["object", "null"],
    "description": "Counts, null where unknown, and names where known: for_names, against_names, abstaining, absent, …",
    "properties": {name: {"type": ["integer", "null"]} for name in ("for", "against", "abstain")},
}
RULE = {
    "type": "object",
    "description": "One of all, any, none over facts and further rules.",
    "examples": [{"all": ["consent_given", {"none": ["council_forbids"]}]}],
}
STANDING = {
    "oneOf": [
        {"type": "string", "enum": ["settled", "contested", "minority"]},
        {"type": "array", "items": {"type": "object"}},
    ],
    "description": "One word, or a dated list: the last entry whose `from` is not after the day judged applies.",
}


@extend_schema_field(VOTE)
class VoteField(serializers.JSONField):
    """The vote, as the library has it."""


@extend_schema_field(TEXTS)
class TextsField(serializers.JSONField):
    """A list of texts or identifiers."""


@extend_schema_field({"type": "array", "items": {"type": "object"}})
class RecordsField(serializers.JSONField):
    """A list of objects; with `allow_null` null where there is none."""


@extend_schema_field(RULE)
class RuleField(serializers.JSONField):
    """A rule over facts."""


@extend_schema_field(STANDING)
class StandingField(serializers.JSONField):
    """The standing of a legal test."""
