"""Showing rows with less work for each: how a field is read is worked out once for all rows of an answer.

Django REST framework asks every field of every row anew where its value stands and what to make of it. The answers
are the same; tests hold each serializer that uses this to them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from rest_framework import serializers
from rest_framework.fields import Field

from natoassess.web.serializers import TextOrNull

Show = Callable[[Any], Any]


class Plan(NamedTuple):
    """How the fields of a serializer are read, in the order in which they are shown."""

    names: tuple[str, ...]
    read: Callable[[Any], tuple[Any, ...]]
    """The values of `plain` of a row, at once."""
    plain: tuple[str, ...]
    shown: tuple[tuple[str, Show], ...]
    """What is made of those of them that are not shown as they stand."""
    methods: tuple[tuple[str, Show], ...]
    """Fields that are worked out of the whole row."""
    others: tuple[tuple[str, Any], ...]
    """Fields that are asked as Django REST framework asks them."""


class QuickRows(serializers.Serializer[Any]):
    """For serializers of many rows that are only read. Fields that are no plain attributes cost what they always do."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The row; as the framework would show it."""
        plan = self._plan
        row: dict[str, Any] = dict.fromkeys(plan.names)
        try:
            row.update(zip(plan.plain, plan.read(instance), strict=True))
        except (
            AttributeError,
            ObjectDoesNotExist,
        ):  # no such object on the way: the framework knows what to do
            slow: dict[str, Any] = super().to_representation(instance)
            return slow
        for name, show in plan.shown:
            value = row[name]
            if value is not None:
                row[name] = show(value)
        for name, method in plan.methods:
            row[name] = method(instance)
        for name, field in plan.others:
            value = field.get_attribute(instance)
            row[name] = None if value is None else field.to_representation(value)
        return row

    @cached_property
    def _plan(self) -> Plan:
        fields = {str(field.field_name): field for field in self._readable_fields}
        plain, shown, methods, others = [], [], [], []
        for name, field in fields.items():
            if type(field) is serializers.SerializerMethodField:
                methods.append((name, getattr(self, str(field.method_name))))
                continue
            show = _shown(field)
            if show is None or not field.source_attrs:
                others.append((name, field))
                continue
            plain.append(name)
            if show is not _as_it_stands:
                shown.append((name, show))
        places = [".".join(fields[name].source_attrs) for name in plain]
        read = _reader(places)
        return Plan(tuple(fields), read, tuple(plain), tuple(shown), tuple(methods), tuple(others))


def _reader(places: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What reads those places of a row; attrgetter alone gives no tuple for fewer than two."""
    if len(places) > 1:
        return attrgetter(*places)
    return lambda row: tuple(attrgetter(place)(row) for place in places)


def _shown(field: Field[Any, Any, Any, Any]) -> Show | None:
    """What is made of a value of `field`; None where only the field itself knows."""
    kind = type(field)
    if (
        isinstance(field, serializers.JSONField)
        and kind.to_representation is serializers.JSONField.to_representation
    ):
        return None if field.binary else _as_it_stands
    return MAKERS[kind](field) if kind in MAKERS else None


def _as_it_stands(value: Any) -> Any:
    return value


def _day(value: Any) -> Any:
    return value.isoformat() if type(value) is date else serializers.DateField().to_representation(value)


def _truth(value: Any) -> Any:
    return value if type(value) is bool else serializers.BooleanField().to_representation(value)


MAKERS: dict[type, Callable[[Any], Show]] = {
    serializers.CharField: lambda field: str,
    serializers.SlugField: lambda field: str,
    serializers.IntegerField: lambda field: int,
    serializers.DateField: lambda field: _day,
    serializers.BooleanField: lambda field: _truth,
    serializers.ChoiceField: lambda field: field.to_representation,
    serializers.DateTimeField: lambda field: field.to_representation,
    TextOrNull: lambda field: field.to_representation,
}
"""By the very class of a field: one derived of it may do otherwise."""
