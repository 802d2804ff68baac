"""What instruments do to one another, their life, and what a clause authorises, as the API shows them."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from frameworks.models import Relation
from natoassess.web.serializers import TextOrNull

AUTHORITY = {
    "type": ["object", "null"],
    "description": "Of a clause that authorises: each text null where the clause is silent; null for other clauses.",
    "additionalProperties": False,
    "properties": {
        name: {"type": ["string", "null"], "description": meaning}
        for name, meaning in (
            ("addressee", "Whom the clause authorises."),
            ("task", "To do what."),
            ("area", "Where."),
            ("means", "By what means."),
            ("time", "Until when or how long."),
        )
    },
}
HISTORY = {
    "type": "array",
    "description": "What befell it after its adoption, oldest first; `by` is an instrument or provision.",
    "items": {
        "type": "object",
        "properties": {
            "on": {"type": "string", "format": "date"},
            "what": {
                "type": "string",
                "enum": ["adopted", "in_force", "amended", "extended", "lapsed", "terminated"],
            },
            "by": {"type": ["string", "null"]},
            "note": {"type": ["string", "null"]},
        },
    },
}


@extend_schema_field(AUTHORITY)
class AuthorityField(serializers.JSONField):
    """Whom a clause authorises, to what, where, by what means and until when."""


@extend_schema_field(HISTORY)
class HistoryField(serializers.JSONField):
    """The life of an instrument."""


class RelationSerializer(serializers.ModelSerializer[Relation]):
    """What the instrument, or a clause of it, does to another instrument or provision (`to`)."""

    to = serializers.CharField(read_only=True, help_text="An instrument or a provision.")
    clause = serializers.SerializerMethodField(help_text="The slug of its own clause; null: the whole.")
    note = TextOrNull()
    known = TextOrNull()

    class Meta:
        model = Relation
        fields = ("kind", "to", "clause", "note", "known")
        read_only_fields = fields

    def get_clause(self, row: Relation) -> str | None:
        """The slug after the # of the clause's id."""
        return row.clause_id.partition("#")[2] if row.clause_id else None
