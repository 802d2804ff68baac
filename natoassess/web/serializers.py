"""What serializers of all apps share: strict names, and texts that are null where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses members that it does not know, naming the nearest one it does; DRF would drop them unseen.

    Refuses, too, JSON values of another type than the document says: DRF would take 2 for "2". Forms have texts alone.
    """

    def to_internal_value(self, data: Any) -> Any:
        """The checked values; ValidationError lists unknown members together with all other faults."""
        faults: dict[str, Any] = {}
        if isinstance(data, Mapping):
            fields = {name: field for name, field in self.fields.items() if not field.read_only}
            known = list(fields)
            faults = {str(name): [_unknown_member(str(name), known)] for name in data if name not in known}
            if not isinstance(data, QueryDict):
                found = {name: _of_another_type(fields[name], data[name]) for name in known if name in data}
                faults |= {name: fault for name, fault in found.items() if fault}
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            if isinstance(error.detail, Mapping):
                faults = {**error.detail, **faults}
            raise ValidationError(faults or error.detail) from error
        if faults:
            raise ValidationError(faults)
        return values


def _of_another_type(field: serializers.Field[Any, Any, Any, Any], value: Any) -> Any:
    """What is wrong where the JSON `value` has a type that the field would turn into its own; None where it has not."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(field, serializers.CharField) and number:
        return [_("must be text, in quotation marks")]
    if isinstance(field, serializers.IntegerField | serializers.FloatField) and isinstance(value, str):
        return [_("must be a number, without quotation marks")]
    if isinstance(field, serializers.BooleanField) and (number or isinstance(value, str)):
        return [_("must be true or false")]
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        found = {place: _of_another_type(field.child, item) for place, item in enumerate(value)}
        return {place: fault for place, fault in found.items() if fault} or None
    return None


def _unknown_member(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        return _("unknown member; did you mean %(near)s?") % {"near": near[0]}
    return _("unknown member; known here: %(known)s") % {"known": ", ".join(known)}


class Described(serializers.Serializer[Any]):
    """Takes the help texts of its fields from `meanings`, member by member.

    They are the sentences of the OpenAPI document and of the codebook alike. "Unit: …" in one says what a number
    counts or measures, "Empty: …" at its end what it means that there is none.
    """

    meanings: ClassVar[Mapping[str, str]] = {}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The fields, each with its meaning."""
        fields = super().get_fields()
        for name, meaning in self.meanings.items():
            if name in fields:
                fields[name].help_text = meaning
        return fields


class TextOrNull(serializers.CharField):
    """A text of the library; null where the library has none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        kwargs.setdefault("allow_null", True)
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> Any:
        """None for an empty text."""
        return value or None
