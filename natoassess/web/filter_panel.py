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


def filter_panel(form: forms.Form, usual: Collection[str]) -> FilterPanel:
    """`form` with the fields named in `usual` first. The rest stands open where one of it is in use or at fault.

    A choice that has no empty entry gets one, so that a form sent as it stands narrows nothing.
    """
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField) and not field.required:
            _allow_nothing(field)
    fields = form.visible_fields()
    more = [field for field in fields if field.name not in usual]
    in_use = form.is_bound and any(field.errors or field.value() for field in more)
    return FilterPanel(form, [field for field in fields if field.name in usual], more, in_use)


def _allow_nothing(field: forms.ChoiceField) -> None:
    offered = list(field.widget.choices)
    if all(value != "" for value, _label in offered):
        field.widget.choices = [("", _("either")), *offered]
