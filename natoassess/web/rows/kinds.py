"""Of what kind the values of a serializer's field are, from how the field is declared."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Field as ModelField
from rest_framework import serializers


class Kind(StrEnum):
    """The kind of a column's values, as they stand in JSON."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    BOOLEAN = "true or false"
    DAY = "day"
    MOMENT = "moment"
    JSON = "JSON"


FIELDS: tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], Kind], ...] = (
    (serializers.BooleanField, Kind.BOOLEAN),
    (serializers.IntegerField, Kind.WHOLE),
    (serializers.FloatField, Kind.NUMBER),
    (serializers.DateTimeField, Kind.MOMENT),
    (serializers.DateField, Kind.DAY),
    (serializers.MultipleChoiceField, Kind.JSON),
    (serializers.CharField, Kind.TEXT),
    (serializers.UUIDField, Kind.TEXT),
    (serializers.SlugRelatedField, Kind.TEXT),
    (serializers.StringRelatedField, Kind.TEXT),
    (serializers.HyperlinkedRelatedField, Kind.TEXT),
)
"""The first that fits counts. Lists, dictionaries and whatever is not named here are JSON."""

HINTS = {
    "str": Kind.TEXT,
    "int": Kind.WHOLE,
    "float": Kind.NUMBER,
    "bool": Kind.BOOLEAN,
    "date": Kind.DAY,
    "datetime": Kind.MOMENT,
}
FORMATS = {"date": Kind.DAY, "date-time": Kind.MOMENT}
TYPES = {"string": Kind.TEXT, "integer": Kind.WHOLE, "number": Kind.NUMBER, "boolean": Kind.BOOLEAN}


def annotation_of(field: serializers.Field[Any, Any, Any, Any]) -> Any:
    """What `extend_schema_field` says of a field or of its method: a field, a serializer, a schema; else None."""
    holder: Any = field
    if isinstance(field, serializers.SerializerMethodField):
        holder = method_of(field)
    return getattr(holder, "_spectacular_annotation", {}).get("field")


def method_of(field: serializers.SerializerMethodField) -> Any:
    """The method that makes the field's value."""
    return getattr(field.parent, str(field.method_name))


def kind_of_field(field: serializers.Field[Any, Any, Any, Any]) -> tuple[Kind, bool]:
    """(kind, whether null is possible) of a field that is no serializer and has no annotation."""
    if isinstance(field, serializers.SerializerMethodField):
        return kind_of_hint(method_of(field).__annotations__.get("return", ""))
    nullable = bool(field.allow_null)
    if isinstance(field, serializers.ChoiceField) and not isinstance(field, serializers.MultipleChoiceField):
        whole = bool(field.choices) and all(type(value) is int for value in field.choices)
        return (Kind.WHOLE if whole else Kind.TEXT), nullable
    if isinstance(field, serializers.DecimalField):
        as_text = getattr(field, "coerce_to_string", True)
        return (Kind.TEXT if as_text else Kind.NUMBER), nullable
    if isinstance(field, serializers.PrimaryKeyRelatedField):
        return _kind_of_key(field), nullable
    for declared, kind in FIELDS:
        if isinstance(field, declared):
            return kind, nullable
    return Kind.JSON, nullable


def kind_of_hint(hint: Any) -> tuple[Kind, bool]:
    """(kind, whether null is possible) of what a method says that it returns, such as `str | None`."""
    named = hint if isinstance(hint, str) else getattr(hint, "__name__", str(hint))
    members = {part.strip() for part in named.split("|")}
    nullable = "None" in members
    members -= {"None"}
    kind = HINTS.get(members.pop(), Kind.JSON) if len(members) == 1 else Kind.JSON
    return kind, nullable


def kind_of_schema(schema: Mapping[str, Any]) -> tuple[Kind, bool]:
    """(kind, whether null is possible) of a JSON Schema; whatever is not one plain type is JSON."""
    given = schema.get("type", ())
    types = {given} if isinstance(given, str) else set(given)
    nullable = "null" in types
    types -= {"null"}
    if len(types) != 1:
        return Kind.JSON, nullable
    if (only := types.pop()) == "string":
        return FORMATS.get(str(schema.get("format", "")), Kind.TEXT), nullable
    return TYPES.get(only, Kind.JSON), nullable


def _kind_of_key(field: serializers.PrimaryKeyRelatedField[Any]) -> Kind:
    """Whole numbers or texts, as the keys of the related model are."""
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    if model is None or field.source is None:
        return Kind.TEXT
    related: Any = model._meta.get_field(field.source.split(".")[0])
    target: ModelField[Any, Any] = related.related_model._meta.pk
    return Kind.WHOLE if target.get_internal_type().endswith(("AutoField", "IntegerField")) else Kind.TEXT
