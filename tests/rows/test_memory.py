"""What a file takes in memory does not grow with its rows."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework import serializers

from natoassess.web.rows import FORMS, columns_of

pytestmark = pytest.mark.once  # no database

MANY = 20_000
ROOM = 1_500_000
"""Bytes beyond those of 200 rows: less than half of what the rows are together."""


class LineSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    text = serializers.CharField()


def lines(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {"number": number, "text": f"{number} " + "text " * 40}


def peak(form: str, count: int) -> tuple[int, int]:
    """The most memory that Python held while the file was made, and how large the file is."""
    columns = columns_of(LineSerializer())
    tracemalloc.start()
    try:
        size = sum(len(chunk) for chunk in FORMS[form].write(columns, lines(count)))
        return tracemalloc.get_traced_memory()[1], size
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", FORMS)
def test_many_rows_take_the_memory_of_few(form: str) -> None:
    peak(form, 1)  # what the libraries import once
    few, _small = peak(form, 200)
    # Workbooks are slow to make while memory is traced; 5,000 rows held at once would take 3 MB.
    many, size = peak(form, MANY // 4 if form == "xlsx" else MANY)
    assert many < few + ROOM
    if form in {"csv", "jsonl"}:
        assert size > 2 * ROOM
