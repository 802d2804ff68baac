"""What every lookup of every list is held to: `__in` is the union, `__range` both ends, and the rows satisfy it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from frameworks.cites import Cites
from natoassess.web.filters import Choice, Score
from natoassess.web.lookups import ListFilter, Looked, Lookup

LAW = ["unsc-1973", "unsc-1973#op4", "un-charter", "nat"]


@dataclass(frozen=True)
class Listed:
    """A list: its filters and rows, the fields that are their key, and where a row shows what a filter asks for."""

    name: str
    filters: type[ListFilter]
    rows: Callable[[], QuerySet[Any]]
    key: tuple[str, ...]
    shown: Mapping[str, str] = field(default_factory=dict)

    def found(self, **given: str) -> set[str]:
        """The keys of the rows that the filters leave."""
        chosen = self.filters(given, self.rows(), request=SimpleNamespace(user=AnonymousUser()))
        assert chosen.is_valid(), chosen.errors
        return {"/".join(map(str, row)) for row in chosen.qs.values_list(*self.key)}

    def looked(self) -> Iterator[tuple[str, Looked]]:
        """The filters with lookups."""
        for name, one in self.filters.base_filters.items():
            if isinstance(one, Looked) and one.lookups:
                yield name, one

    def samples(self, one: Looked) -> list[str]:
        """Values to ask for, in order: choices, or what the rows hold."""
        if isinstance(one, Cites):
            return LAW
        if isinstance(one, Score):
            return ["0", "49.5", "65.654762", "100"]
        if isinstance(one, Choice):
            codes = [str(code) for code, _label in one.field.widget.choices if code]
            return codes[:3] + codes[-1:]
        held = self.rows().order_by().values_list(str(one.field_name), flat=True).distinct()
        values = sorted(value for value in held if value is not None)
        return [str(values[place * (len(values) - 1) // 3]) for place in range(4)] if values else []


def lookups_hold(listed: Listed) -> int:
    """Assert what relates the lookups of every filter to each other; how many lookups were looked at."""
    seen = 0
    for name, one in listed.looked():
        values = listed.samples(one)
        assert values, (listed.name, name)
        first, last = values[0], values[-1]
        for lookup in one.lookups:
            seen += 1
            if lookup == "in":
                each = [listed.found(**{name: value}) for value in dict.fromkeys(values)]
                assert listed.found(**{f"{name}__in": first}) == each[0], name
                assert listed.found(**{f"{name}__in": ",".join(values)}) == set().union(*each), name
            if lookup == "range":
                low, high = values[1], values[2]
                both = listed.found(**{f"{name}__gte": low}) & listed.found(**{f"{name}__lte": high})
                assert listed.found(**{f"{name}__range": f"{low},{high}"}) == both, name
                assert listed.found(**{f"{name}__range": f"{first},{last}"}) >= both, name
    declared = [one for one in listed.filters.base_filters.values() if isinstance(one, Lookup)]
    assert seen == len(declared)
    return seen


def rows_satisfy(listed: Listed, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Assert that each lookup whose value a row shows leaves exactly the rows whose value is so."""
    whole = listed.found()
    assert whole and whole == set(rows)
    for name, one in listed.looked():
        if name not in listed.shown:
            continue
        values = listed.samples(one)
        for lookup in one.lookups:
            asked = f"{values[1]},{values[2]}" if lookup in {"in", "range"} else values[1]
            expected = {
                key
                for key, row in rows.items()
                if any(stands_so(value, lookup, asked) for value in values_at(row, listed.shown[name]))
            }
            assert listed.found(**{f"{name}__{lookup}": asked}) == expected, (listed.name, name, lookup)


def stands_so(value: Any, lookup: str, asked: str) -> bool:
    """Whether a value that a row shows stands so to what was asked; null to nothing."""
    if value is None:
        return False
    if lookup == "in":
        return str(value) in asked.split(",")
    low, high = asked.split(",") if lookup == "range" else (asked, asked)
    kind = type(value)
    return bool(
        (lookup == "lte" or value >= kind(low)) and (lookup == "gte" or value <= kind(high)),
    )


def values_at(row: Any, path: str) -> list[Any]:
    """The values at a dotted path; of a list those of each entry."""
    if isinstance(row, list):
        return [value for entry in row for value in values_at(entry, path)]
    if not path or row is None:
        return [row]
    name, _dot, below = path.partition(".")
    return values_at(row[name], below)
