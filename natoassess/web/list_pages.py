"""The pages of a long list: which one an address asks for. Those of the API are in pagination.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _


def list_page(rows: QuerySet[Any] | Sequence[Any], number: str, *, size: int) -> Page[Any]:
    """Page `number` of `rows`, `size` on each.

    Raises BadRequest for what is no number of a page, Http404 beyond the last.
    """
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 11 and int(number) > 0):
        raise BadRequest(_("The parameter page takes a whole number from 1."))
    try:
        return Paginator(rows, size).page(int(number))
    except EmptyPage as error:
        raise Http404 from error
