"""Cutting a file while it arrives: where the chunks begin does not depend on how the blocks fall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.research.batches.cutting import Cutter, Limits
from natoassess.web.problems import Problem

pytestmark = pytest.mark.once

LIMITS = Limits(rows=1_000, line_bytes=50, chunk_rows=3, chunk_bytes=10_000)


def cut(content: bytes, size: int = 7, *, limits: Limits = LIMITS, has_header: bool = False) -> Cutter:
    cutter = Cutter(limits, has_header=has_header)
    for at in range(0, len(content), size):
        cutter.feed(content[at : at + size])
    cutter.finish()
    return cutter


def parts(content: bytes, cutter: Cutter) -> list[bytes]:
    return [content[piece.start : piece.start + piece.length] for piece in cutter.pieces]


LINE = st.text("ab ,\r", max_size=6).map(str.encode)


@given(st.lists(LINE, max_size=20), st.booleans(), st.integers(1, 60), st.booleans())
def test_every_row_stands_in_one_chunk_under_its_number(
    lines: list[bytes], ends: bool, size: int, has_header: bool
) -> None:
    content = b"\n".join(lines) + (b"\n" if ends else b"")
    rows = content.split(b"\n")[1 if has_header else 0 :]
    while rows and len(rows[-1]) < 2 and not rows[-1].strip():
        rows.pop()
    try:
        cutter = cut(content, size, has_header=has_header)
    except Problem:
        assert not any(row.strip() for row in rows)
        return
    assert cutter.rows == sum(piece.rows for piece in cutter.pieces)
    found: list[bytes] = []
    for piece, part in zip(cutter.pieces, parts(content, cutter), strict=True):
        assert piece.first == len(found) + 1
        own = part.removesuffix(b"\n").split(b"\n")
        assert len(own) == piece.rows
        found += own
    assert [row.strip() for row in found] == [row.strip() for row in rows[: len(found)]]
    assert not any(row.strip() for row in rows[len(found) :])


def test_empty_lines_count_between_rows_and_not_at_the_end() -> None:
    cutter = cut(b"a\n\n\r\nb\n\n\n")
    assert [(piece.first, piece.rows) for piece in cutter.pieces] == [(1, 4)]
    assert cutter.rows == 4


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    content = b"\xef\xbb\xbfid,x\r\n1,2\r\n"
    headed = cut(content, 2, has_header=True)
    assert (headed.head, parts(content, headed)) == (b"id,x", [b"1,2\r\n"])
    plain = cut(content, 2)
    assert parts(content, plain) == [b"id,x\r\n1,2\r\n"]


def test_a_chunk_of_long_rows_ends_earlier() -> None:
    cutter = cut(b"aaaaa\n" * 4, limits=Limits(1_000, 50, 100, 12))
    assert [piece.rows for piece in cutter.pieces] == [2, 2]


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        (b"", "invalid_file", ""),
        (b"\n\r\n\n", "invalid_file", ""),
        (b"a\n" + b"b" * 51, "invalid_file", "/2"),
        (b"a\nb\x00c\n", "invalid_file", ""),
        (b"a\n" * 1_001, "too_many_rows", None),
    ],
)
@pytest.mark.parametrize("size", [1, 64])
def test_what_is_no_file_of_rows_is_refused(content: bytes, code: str, where: str | None, size: int) -> None:
    with pytest.raises(Problem) as refused:
        cut(content, size)
    assert refused.value.problem_code == code
    assert [error["pointer"] for error in refused.value.errors] == ([] if where is None else [where])
