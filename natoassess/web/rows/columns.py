"""The flat columns of a serializer, for files that know only rows and cells.

A member of a nested object has a dotted name (`target.name`). A list, and an object whose members are not declared,
is one cell that holds JSON. A nested object that is null leaves all its cells empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from natoassess.web.rows.kinds import Kind, annotation_of, kind_of_field, kind_of_schema

__all__ = ["Column", "Columns", "Kind", "columns_of", "json_text"]

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Column:
    """One column: its dotted name, the kind of its values, and what the serializer's field says of them."""

    name: str
    kind: Kind
    path: tuple[str, ...]
    nullable: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    """(value, label) of each value that it may have; none where it is not bound to a few."""
    meaning: str = ""
    """The field's help text."""
    around: tuple[str, ...] = ()
    """The help texts of the objects that it is in, from the outermost."""
    source: str = ""
    """Where the value comes from: the dotted path of attributes from the row, or the method that makes it."""

    def cell(self, row: Mapping[str, Any]) -> Cell:
        """The value in a row of the API, as one cell; None where it, or an object around it, is missing or null.

        Days and moments stay ISO 8601 texts; JSON is text.
        """
        value: Any = row
        for member in self.path:
            if not isinstance(value, Mapping):
                return None
            value = value.get(member)
        if value is None:
            return None
        return self._as_cell(value)

    def _as_cell(self, value: Any) -> Cell:
        if self.kind is Kind.JSON:
            return json_text(value)
        if self.kind in (Kind.WHOLE, Kind.NUMBER, Kind.BOOLEAN) and isinstance(value, (int, float)):
            return value
        if isinstance(value, (date, datetime)):
            return json_text(value).strip('"')
        return json_text(value) if isinstance(value, (Mapping, list, tuple)) else str(value)


@dataclass(frozen=True)
class Columns:
    """The columns of a list, in order."""

    each: tuple[Column, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.each)

    def __len__(self) -> int:
        return len(self.each)

    @property
    def names(self) -> tuple[str, ...]:
        """The dotted names."""
        return tuple(column.name for column in self.each)

    def narrowed(self, fields: Mapping[str, Any], omit: Mapping[str, Any]) -> Columns:
        """The columns that `fields` and `omit` leave: trees of names as `fields=id,result.verdict` asks for them."""
        return Columns(
            tuple(
                column for column in self.each if _within(column.path, fields) and not _in(column.path, omit)
            )
        )

    def cells(self, row: Mapping[str, Any]) -> list[Cell]:
        """The cells of one row of the API's `results`."""
        return [column.cell(row) for column in self.each]

    def table(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Cell]]:
        """The cells of each row."""
        return map(self.cells, rows)


@dataclass(frozen=True)
class _Within:
    """What is around a field: where its values come from, whether an object may be null, and the help texts."""

    source: str = ""
    nullable: bool = False
    texts: tuple[str, ...] = ()


def columns_of(serializer: serializers.BaseSerializer[Any]) -> Columns:
    """The columns of a serializer (or of the list of one), in the order of its fields."""
    child: Any = getattr(serializer, "child", serializer)
    return Columns(tuple(_of_fields(child, (), _Within())))


def json_text(value: Any) -> str:
    """`value` as the API writes it: UTF-8, no blanks."""
    text: bytes = JSONRenderer().render(value)
    return text.decode()


def _of_fields(
    serializer: serializers.Serializer[Any], path: tuple[str, ...], within: _Within
) -> Iterator[Column]:
    for name, field in serializer.fields.items():
        if not field.write_only:
            yield from _of_field(field, (*path, str(name)), within)


def _of_field(
    field: serializers.Field[Any, Any, Any, Any], path: tuple[str, ...], within: _Within
) -> Iterator[Column]:
    declared: Any = annotation_of(field)
    if isinstance(declared, type) and issubclass(declared, serializers.Field):
        declared = declared()
    shown = declared if isinstance(declared, serializers.Field) else field
    origin = _source(field, within.source)
    nullable = within.nullable or bool(field.allow_null) or bool(shown.allow_null)
    meaning = str(field.help_text or shown.help_text or _description(declared))
    inside = _Within(origin, nullable, (*within.texts, meaning) if meaning else within.texts)
    if isinstance(shown, serializers.Serializer):
        yield from _of_fields(shown, path, inside)
        return
    if isinstance(declared, Mapping):
        if declared.get("additionalProperties") is False:
            yield from _of_members(declared, path, inside)
            return
        kind, may_be_null = kind_of_schema(declared)
    else:
        kind, may_be_null = kind_of_field(shown)
    yield Column(
        name=".".join(path),
        kind=kind,
        path=path,
        nullable=nullable or may_be_null,
        choices=_choices(shown),
        meaning=meaning,
        around=within.texts,
        source=origin,
    )


def _of_members(schema: Mapping[str, Any], path: tuple[str, ...], within: _Within) -> Iterator[Column]:
    """Columns of an object all of whose members a JSON Schema names."""
    for name, member in schema["properties"].items():
        inner, origin = (*path, str(name)), f"{within.source}.{name}"
        if member.get("additionalProperties") is False:
            yield from _of_members(member, inner, _Within(origin, True, within.texts))
            continue
        kind, _nullable = kind_of_schema(member)
        yield Column(
            name=".".join(inner),
            kind=kind,
            path=inner,
            choices=tuple((str(value), str(value)) for value in member.get("enum", ()) if value is not None),
            meaning=_description(member),
            around=within.texts,
            source=origin,
        )


def _within(path: tuple[str, ...], tree: Mapping[str, Any]) -> bool:
    """Whether `tree` names `path`, what is around it or what is in it; an empty tree names everything."""
    for member in path:
        if not tree:
            return True
        if member not in tree:
            return False
        tree = tree[member]
    return True


def _in(path: tuple[str, ...], tree: Mapping[str, Any]) -> bool:
    """Whether `tree` names `path` or what is around it, as a whole."""
    for member in path:
        if member not in tree:
            return False
        tree = tree[member]
        if not tree:
            return True
    return False


def _choices(field: serializers.Field[Any, Any, Any, Any]) -> tuple[tuple[str, str], ...]:
    given = getattr(field, "choices", None) if isinstance(field, serializers.ChoiceField) else None
    return tuple(
        (str(value), str(label)) for value, label in (given or {}).items() if value not in ("", None)
    )


def _description(declared: Any) -> str:
    return str(declared.get("description", "")) if isinstance(declared, Mapping) else ""


def _source(field: serializers.Field[Any, Any, Any, Any], around: str) -> str:
    """The attributes that lead from the row to the value of `field`, itself within `around`."""
    own = f"{field.method_name}()" if isinstance(field, serializers.SerializerMethodField) else field.source
    return ".".join(part for part in (around, "" if own == "*" else str(own)) if part)
