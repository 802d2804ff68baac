"""`fields=id,evaluation.legality.verdict` and `omit=narrative`: which members an answer has.

What is not asked for is taken out of the serializer before it works, so that expensive members are not computed, and
out of what it makes. Names are checked against what the serializer declares; below members whose own members are not
declared (answers by code, votes) any name may be asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.drainage import get_override
from rest_framework import serializers

from natoassess.web.problems import Problem

FIELDS, OMIT = "fields", "omit"
PARAMETERS = frozenset({FIELDS, OMIT})
MOST_NAMES = 100
"""So many names one request has."""

Tree = dict[str, Any]
"""Names, each with the names asked below it; an empty tree stands for the whole."""
Known = Mapping[str, Any] | None
"""The members of something, each with theirs; None where they are not declared, {} of what has none."""


class Chosen:
    """What one request asks for: `fields` or `omit` as trees, both empty where it asks for nothing."""

    def __init__(self, given: QueryDict) -> None:
        """Read the parameters. Raises Problem (400, `invalid_params`) for both at once, and for blanks."""
        self.fields = tree_of(FIELDS, str(given[FIELDS])) if FIELDS in given else {}
        self.omit = tree_of(OMIT, str(given[OMIT])) if OMIT in given else {}
        if self.fields and self.omit:
            raise refused(OMIT, [_("Give fields or omit, not both.")])

    def __bool__(self) -> bool:
        return bool(self.fields or self.omit)

    def has(self, name: str) -> bool:
        """Whether the member `name` of the whole, or a part of it, is asked for."""
        return name in self.fields if self.fields else self.omit.get(name) != {}

    def apply(self, serializer: serializers.BaseSerializer[Any]) -> None:
        """Have `serializer` show what is asked for alone. Raises Problem for names that it does not have."""
        if not self:
            return
        target: Any = getattr(serializer, "child", serializer)
        for name, tree in ((FIELDS, self.fields), (OMIT, self.omit)):
            if faults := unknown_names(tree, members_of(target)):
                raise refused(name, faults)
        self._take_out(target, self.fields, self.omit)
        whole = target.to_representation
        target.to_representation = lambda instance: self.of(whole(instance))

    def of(self, shown: Any) -> Any:
        """Of a row as it is shown, what is asked for."""
        return kept(shown, self.fields) if self.fields else without(shown, self.omit)

    def _take_out(self, serializer: Any, fields: Tree, omit: Tree) -> None:
        for name, field in list(serializer.fields.items()):
            if (fields and name not in fields) or omit.get(name) == {}:
                del serializer.fields[name]
                continue
            nested = getattr(field, "child", field)
            if isinstance(nested, serializers.Serializer) and (fields.get(name) or omit.get(name)):
                self._take_out(nested, fields.get(name, {}), omit.get(name, {}))


def tree_of(parameter: str, given: str) -> Tree:
    """The names in `given` as a tree; where a whole and a part of it are named, the whole counts."""
    names = [name.strip() for name in given.split(",")]
    if not all(part for name in names for part in name.split(".")):
        raise refused(parameter, [_("Names stand between commas, such as id,title; parts after a dot.")])
    if len(names) > MOST_NAMES:
        raise refused(parameter, [_("At most %(most)d names at a time.") % {"most": MOST_NAMES}])
    tree: Tree = {}
    for name in sorted(names, key=lambda name: name.count("."), reverse=True):
        *above, last = name.split(".")
        place = tree
        for part in above:
            place = place.setdefault(part, {})
        place[last] = {}
    return tree


def kept(shown: Any, tree: Tree) -> Any:
    """Of `shown`, the members in `tree`, in the order in which it has them; of a list, of each row."""
    if not tree:
        return shown
    if isinstance(shown, list):
        return [kept(row, tree) for row in shown]
    if isinstance(shown, Mapping):
        return {name: kept(value, tree[name]) for name, value in shown.items() if name in tree}
    return shown


def without(shown: Any, tree: Tree) -> Any:
    """`shown` without the members in `tree`; of a list, of each row."""
    if isinstance(shown, list):
        return [without(row, tree) for row in shown]
    if isinstance(shown, Mapping):
        left = {name: value for name, value in shown.items() if tree.get(name) != {}}
        return {name: without(value, tree[name]) if name in tree else value for name, value in left.items()}
    return shown


def members_of(field: Any) -> Known:
    """The members of what a serializer or field shows."""
    if isinstance(field, type) and issubclass(field, serializers.Field):
        return members_of(field())
    if isinstance(field, dict):
        return _members_of_schema(field)
    if isinstance(field, serializers.Serializer):
        return {name: members_of(inner) for name, inner in field.fields.items()}
    declared = get_override(field, "field")
    if declared is not None:
        return members_of(declared)
    if isinstance(field, serializers.SerializerMethodField):
        method = getattr(field.parent, field.method_name or "")
        declared = get_override(method, "field")
        return members_of(declared) if declared is not None else _members_of_hint(method)
    if isinstance(field, serializers.DictField | serializers.JSONField):
        return None
    child = getattr(field, "child", None)
    return members_of(child) if child is not None else {}


def _members_of_schema(schema: dict[str, Any]) -> Known:
    if "items" in schema:
        return _members_of_schema(schema["items"])
    if "properties" in schema and not schema.get("additionalProperties"):
        return {name: _members_of_schema(part) for name, part in schema["properties"].items()}
    kinds = schema.get("type", "object")
    return None if "object" in ([kinds] if isinstance(kinds, str) else kinds) else {}


def _members_of_hint(method: Any) -> Known:
    hint = get_type_hints(method).get("return")
    kinds = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    return {} if set(kinds) <= {str, int, float, bool, date, NoneType} else None


def unknown_names(tree: Tree, known: Known, above: str = "") -> list[str]:
    """What is wrong with the names in `tree`: each that is not known, with the nearest that is."""
    if known is None:
        return []
    faults = []
    for name, below in tree.items():
        if name in known:
            faults += unknown_names(below, known[name], f"{above}{name}.")
            continue
        near = get_close_matches(name, known, n=3)
        places = {"name": f"{above}{name}", "known": ", ".join(above + one for one in near or known)}
        if near:
            faults.append(_("There is no %(name)s; nearest: %(known)s.") % places)
        elif known:
            faults.append(_("There is no %(name)s; there are %(known)s.") % places)
        else:
            faults.append(
                _("There is no %(name)s: %(whole)s has no parts.") % {**places, "whole": above.rstrip(".")}
            )
    return faults


def refused(parameter: str, details: list[str]) -> Problem:
    """The problem with one of the two parameters."""
    return Problem(
        _("Some query parameters cannot be understood."),
        code="invalid_params",
        errors=[{"parameter": parameter, "detail": detail} for detail in details],
    )


class ChoosesFields:
    """A mixin of views: lists and details that show the members which the address asks for.

    `chooses_fields` names the actions that do. `prefetched_for` says of what a list prefetches which members need it:
    where none of them is asked for, it is not read.
    """

    request: Any
    chooses_fields: ClassVar[frozenset[str]] = frozenset({"list", "retrieve"})
    prefetched_for: ClassVar[Mapping[str, frozenset[str]]] = {}

    @property
    def field_parameters(self) -> frozenset[str]:
        """The query parameters that choose members in this action."""
        return PARAMETERS if getattr(self, "action", None) in self.chooses_fields else frozenset()

    @cached_property
    def chosen(self) -> Chosen:
        """What the address asks for."""
        return Chosen(self.request.query_params if self.field_parameters else QueryDict())

    def narrowed(self, serializer: Any) -> Any:
        """`serializer`, showing what the address asks for."""
        self.chosen.apply(serializer)
        return serializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """The serializer of the action, showing what the address asks for."""
        view: Any = super()
        here: Any = self
        if getattr(
            self, "swagger_fake_view", False
        ):  # a schema is made without a request and without a database
            return here.get_serializer_class()(*args, **kwargs)
        return self.narrowed(view.get_serializer(*args, **kwargs))

    def without_unread(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """`queryset` without prefetching what only members need that are not asked for."""
        needless = {
            name
            for name, members in self.prefetched_for.items()
            if not any(self.chosen.has(member) for member in members)
        }
        if not self.chosen or not needless:
            return queryset
        asked = queryset._prefetch_related_lookups  # type: ignore[attr-defined]  # there is no public way to read it
        left = [one for one in asked if _path(one).split("__")[0] not in needless]
        return queryset.prefetch_related(None).prefetch_related(*left)


def _path(lookup: str | Prefetch[Any]) -> str:
    return lookup if isinstance(lookup, str) else lookup.prefetch_through
