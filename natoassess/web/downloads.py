"""Links from the page of a list to the same list as a file."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from natoassess.web.list_forms import PARAMETER
from natoassess.web.rows import Form
from natoassess.web.rows.forms import forms_available


def downloads(
    route: str, given: QueryDict | dict[str, str], *, known: Collection[str] = ()
) -> list[tuple[Form, str]]:
    """(form, address) of each form that can be had here of the list of the API named `route`.

    Of the parameters in `given` those in `known` narrow and order the file as they do the page; the others, such as
    the number of the page, are left out.
    """
    kept = [(name, value) for name, value in given.items() if name in known and value]
    return [
        (form, f"{reverse(route)}?{urlencode([*kept, (PARAMETER, form.name)])}")
        for form in forms_available().values()
    ]
