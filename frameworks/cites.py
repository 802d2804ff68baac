"""`cites=unsc-1973`: the filter for rows whose stored provisions name a clause, or anything of an instrument.

Claims, answers and questions of the catalogue keep the identifiers of what they rely on in a list (JSON). All of these
are slugs, so a search for the quoted identifier in the text of the list finds that one and no other, on every database.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frameworks.models import Instrument, Provision
from natoassess.web.filters import Text
from natoassess.web.lookups import AMONG


class LawField(forms.CharField):
    """The id of an instrument (unsc-1973) or of a provision (unsc-1973#op4) that the library has."""

    def clean(self, value: Any) -> Any:
        """The id. Raises ValidationError that tells the nearest one."""
        given = super().clean(value)
        if not given:
            return given
        rows: type[Instrument] | type[Provision] = Provision if "#" in given else Instrument
        if rows.objects.filter(pk=given).exists():
            return given
        near = get_close_matches(given, rows.objects.values_list("pk", flat=True), n=3)
        if near:
            raise forms.ValidationError(
                _("The library has no %(given)s; nearest: %(near)s.")
                % {"given": given, "near": ", ".join(near).replace("#", "%23")}
            )
        raise forms.ValidationError(
            _("The library has no %(given)s; name an instrument (unsc-1973) or a clause (unsc-1973%%23op4).")
            % {"given": given}
        )


class Cites(Text):
    """Rows that rely on an instrument or a provision, or with __in on any of several."""

    field_class = LawField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("lookups", AMONG)
        kwargs.setdefault("label", gettext_lazy("Relies on (an instrument, or a clause: unsc-1973%23op4)"))
        super().__init__(*args, **kwargs)


def citing(path: str, given: str | Iterable[str]) -> Q:
    """The condition that the list of identifiers at `path` names one of `given`; an instrument by any clause of it."""
    ids = [given] if isinstance(given, str) else list(given)
    return reduce(or_, (_naming(path, one) for one in ids), Q(pk__in=()))


def _naming(path: str, one: str) -> Q:
    whole = Q(**{f"{path}__icontains": f'"{one}"'})
    return whole if "#" in one else whole | Q(**{f"{path}__icontains": f'"{one}#'})


class CitesOwn:
    """For a filter set whose rows keep their provisions themselves."""

    def by_cited(self, queryset: QuerySet[Any], name: str, value: str | list[str]) -> QuerySet[Any]:
        """Rows that name the law in `provisions`."""
        return queryset.filter(citing("provisions", value))
