"""A filter set's form as a page shows it: the usual fields first, the others behind "More"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class FilterPanel:
    """The form, the fields shown at once, those that open, and whether they stand open already."""

    form: forms.Form
    first: list[forms.BoundField]
    more: list[forms.BoundField]
    is_open: bool


def filter_panel(form: forms.Form, usual: Collection[str], more: Collection[str]) -> FilterPanel:
    """`form` with the fields named in `usual` first, then those in `more`, and whatever else the address uses.

    What follows `usual` stands open where one of it is in use or at fault. A choice that has no empty entry gets one,
    so that a form sent as it stands narrows nothing.
    """
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField) and not field.required:
            _allow_nothing(field)
    fields = form.visible_fields()
    others = [
        field
        for field in fields
        if field.name not in usual and (field.name in more or (form.is_bound and is_used(field)))
    ]
    in_use = form.is_bound and any(is_used(field) for field in others)
    return FilterPanel(form, [field for field in fields if field.name in usual], others, in_use)


def is_used(field: forms.BoundField) -> bool:
    """Whether the address says something in this field."""
    return bool(field.errors or field.value())


def _allow_nothing(field: forms.ChoiceField) -> None:
    offered = list(field.widget.choices)
    if all(value != "" for value, _label in offered):
        field.widget.choices = [("", _("either")), *offered]
