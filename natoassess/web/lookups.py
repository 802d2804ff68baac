"""Lookups of list filters: `as_of__gte`, `as_of__range=1999-01-01,2011-12-31`, `verdict__in=lawful,arguable`.

A filter says which it has: `as_of = Day(lookups=PERIOD)` makes the parameters as_of, as_of__gte, as_of__lte and
as_of__range. Each reads its values with the form field of the filter itself, so that what is refused there is refused
here. A filter with a method of its own gets the lookup in `name` ("acting__in"), ready for a condition.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.drainage import get_override, set_override
from drf_spectacular.plumbing import build_basic_type
from drf_spectacular.types import OpenApiTypes

from natoassess.web.deprecation import both_given, renamed

AMONG = ("in",)
"""For codes and choices: any of several."""
PERIOD = ("gte", "lte", "range")
"""For days and numbers: from, up to, and both at once."""
MOST_VALUES = 100
"""So many values one list holds."""

LABELS: dict[str, Promise] = {
    "in": gettext_lazy("%(label)s: any of several"),
    "gte": gettext_lazy("%(label)s: from"),
    "lte": gettext_lazy("%(label)s: until"),
    "range": gettext_lazy("%(label)s: between two"),
}
MEANINGS = {
    "in": f"{{label}}: any of these, at most {MOST_VALUES}, commas between them.",
    "gte": "{label}: this or more.",
    "lte": "{label}: this or less.",
    "range": "{label}: from the first to the second, both included; a comma between them.",
}
"""What the OpenAPI document says of each lookup."""


class SeveralField(forms.Field):
    """Values with commas between them; each is what `item` takes."""

    widget = forms.TextInput

    def __init__(self, *, item: forms.Field, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.item = item


class AmongField(SeveralField):
    """Any number of values, up to MOST_VALUES."""

    def clean(self, value: Any) -> list[Any] | None:
        """The values, each once; None where nothing is asked. Raises ValidationError with every fault."""
        if value in self.empty_values:
            return None
        texts = [text.strip() for text in str(value).split(",")]
        if not all(texts):
            raise forms.ValidationError(_("Nothing stands between two commas; take one of them away."))
        if len(texts) > MOST_VALUES:
            raise forms.ValidationError(
                _("%(given)d values are too many; ask for at most %(most)d at a time.")
                % {"given": len(texts), "most": MOST_VALUES}
            )
        return list(dict.fromkeys(cleaned(self.item, texts)))


class RangeField(SeveralField):
    """Two values, the lower first."""

    def clean(self, value: Any) -> tuple[Any, Any] | None:
        """Both ends; None where nothing is asked. Raises ValidationError with every fault."""
        if value in self.empty_values:
            return None
        texts = [text.strip() for text in str(value).split(",")]
        if len(texts) != 2 or not all(texts):
            raise forms.ValidationError(
                _("A range has two values with a comma between them; for one end alone take __gte or __lte.")
            )
        low, high = cleaned(self.item, texts)
        if low > high:
            raise forms.ValidationError(
                _("The range is upside down; did you mean %(range)s?") % {"range": f"{texts[1]},{texts[0]}"}
            )
        return low, high


def cleaned(item: forms.Field, texts: list[str]) -> list[Any]:
    """Each text as `item` reads it. Raises ValidationError that names every text at fault."""
    values, faults = [], []
    for text in texts:
        try:
            values.append(item.clean(text))
        except forms.ValidationError as error:
            faults += [
                message if text in message else f"{text}: {message}" for message in map(str, error.messages)
            ]
    if faults:
        raise forms.ValidationError(faults)
    return values


class Looked(django_filters.Filter):
    """A filter that may have `lookups`: a filter set makes a parameter of each, NAME__LOOKUP."""

    lookups: tuple[str, ...] = ()
    parent: django_filters.FilterSet
    form_type: ClassVar[Any] = OpenApiTypes.STR
    """The type of one value in the OpenAPI document."""

    def __init__(self, *args: Any, lookups: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookups = lookups

    def narrowed(self, queryset: QuerySet[Any], lookup: str, value: Any) -> QuerySet[Any]:
        """`queryset` where the field stands so to `value`; by the filter's own method if it has one."""
        name = f"{self.field_name}__{lookup}"
        if self.method is None:
            return queryset.filter(**{name: value})
        method = self.method if callable(self.method) else getattr(self.parent, self.method)
        found: QuerySet[Any] = method(queryset, name, value)
        return found


class Lookup(django_filters.Filter):
    """One lookup of a filter: the parameter NAME__LOOKUP."""

    def __init__(self, of: Looked, name: str, lookup: str) -> None:
        label = of.label or name
        super().__init__(of.field_name, lookup, label=LABELS[lookup] % {"label": label})
        self.of, self.lookup = of, lookup
        set_override(self, "field", schema_of(of, lookup, label))

    @property
    def field(self) -> forms.Field:
        """How its text is read."""
        if not hasattr(self, "_field"):
            self._field = self._made()
        field: forms.Field = self._field
        return field

    def _made(self) -> forms.Field:
        if self.lookup == "in":
            return AmongField(item=self.of.field, label=self.label, required=False)
        if self.lookup == "range":
            return RangeField(item=self.of.field, label=self.label, required=False)
        told = {name: value for name, value in self.of.extra.items() if name != "help_text"}
        one: forms.Field = self.of.field_class(label=self.label, **told)
        return one

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Narrow; a range is both of its ends."""
        if value is None or value == "":
            return qs
        if self.lookup == "range":
            return self.of.narrowed(self.of.narrowed(qs, "gte", value[0]), "lte", value[1])
        return self.of.narrowed(qs, self.lookup, value)


class SeveralLookup(Lookup, django_filters.BaseCSVFilter):
    """One whose values stand between commas."""


def described(declared: django_filters.Filter) -> django_filters.Filter:
    """`declared`, with its words in the OpenAPI document also where its schema is its own."""
    schema = get_override(declared, "field")
    if schema is not None and not (isinstance(schema, dict) and "description" in schema):
        one = dict(schema) if isinstance(schema, dict) else dict(build_basic_type(schema) or {})
        told = declared.extra.get("help_text") or declared.label
        set_override(declared, "field", one | {"description": str(told)})
    return declared


def made(of: Looked, name: str, lookup: str) -> Lookup:
    """The filter of the parameter NAME__LOOKUP."""
    return (SeveralLookup if lookup in {"in", "range"} else Lookup)(of, name, lookup)


def schema_of(of: Looked, lookup: str, label: str | Promise) -> dict[str, Any]:
    """The OpenAPI schema of one value of a lookup, with the description of the parameter."""
    item = get_override(of, "field") or of.form_type
    one = dict(item) if isinstance(item, dict) else dict(build_basic_type(item) or {})
    one.pop("description", None)
    choices = of.extra.get("choices")
    if choices and not callable(choices):
        one["enum"] = [code for code, _label in choices]
    meaning = MEANINGS[lookup].format(label=str(label))
    return one | {"description": meaning}


class ListFilter(django_filters.FilterSet):
    """The base of every filter set of a list.

    `old_names` are parameters that have another name now: they are still understood, not together with the new one.
    `given` is the address as it came, `asked` the same under today's names.
    """

    old_names: ClassVar[Mapping[str, str]] = {}

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        today: Any = renamed(data, self.old_names) if data else data
        super().__init__(today, *args, **kwargs)
        self.given: Any = data or QueryDict()
        self.asked: Any = self.data

    @classmethod
    def get_filters(cls) -> OrderedDict[str, django_filters.Filter]:
        """Those declared, each followed by its lookups."""
        found: OrderedDict[str, django_filters.Filter] = OrderedDict()
        for name, declared in super().get_filters().items():
            found[name] = described(declared)
            if isinstance(declared, Looked):
                found |= {f"{name}__{lookup}": made(declared, name, lookup) for lookup in declared.lookups}
        return found

    @classmethod
    def parameters(cls) -> frozenset[str]:
        """The names that may stand in an address, older ones among them."""
        return frozenset(cls.base_filters) | frozenset(cls.old_names)

    @property
    def said(self) -> dict[str, str]:
        """The older names that were used, by today's."""
        return {new: old for old, new in self.old_names.items() if old in self.given}

    @property
    def form(self) -> forms.Form:
        """The form, with a fault where an older name and the new one are both given."""
        is_new = not hasattr(self, "_form")
        form: forms.Form = super().form
        if is_new and self.is_bound:
            for old, fault in both_given(self.given, self.old_names).items():
                form.errors.setdefault(old, form.error_class()).append(fault)
        return form
