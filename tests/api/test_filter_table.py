"""docs/api.md names the filters that the lists have, and what is deprecated."""

import re

import pytest

from natoassess.web.lookups import ListFilter
from tests.support.filter_table import DOCUMENT, lists, rewritten

pytestmark = pytest.mark.once


def test_the_table_is_that_of_the_code() -> None:
    """`python -m tests.support.filter_table --write` mends it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == rewritten(text)


RUNNING_LISTS = {"jobs", "batches", "deleted"}
"""Lists in the order of what happened, which hold nothing to search."""


def test_every_list_can_be_searched_and_ordered() -> None:
    names = {name for name, filters in lists() if {"q", "order_by"} <= set(filters.base_filters)}
    assert names == {name for name, _filters in lists()} - RUNNING_LISTS


def test_what_is_deprecated_is_told() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    table = text[text.index("| deprecated since") :].split("\n\n")[0]
    told = set(re.findall(r"`(\w+)`", table))
    for _name, filters in lists():
        assert issubclass(filters, ListFilter)
        assert set(filters.old_names) | set(filters.old_names.values()) <= told
