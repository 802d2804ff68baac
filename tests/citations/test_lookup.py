"""Free text resolved to the law that it cites: lookups.yaml, every citation of the library, and hostile texts."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from ruamel.yaml import YAML

from frameworks import pinpoints
from frameworks.cited import citation_line
from frameworks.citing import Mention, Status, grammar, joining, resolving, text_read, texts_read
from frameworks.citing.names import Index
from frameworks.models import Instrument, Provision
from frameworks.naming import reference_name

GOLDEN: dict[str, dict[str, Any]] = YAML(typ="safe").load(
    (Path(__file__).parent / "lookups.yaml").read_text(encoding="utf-8")
)

pytestmark = pytest.mark.once


def told(mention: Mention) -> str:
    """A mention as lookups.yaml writes it."""
    ids = ", ".join(str(match.row.pk) for match in mention.matches)
    if mention.status is Status.FOUND:
        return ids
    if mention.status is Status.AMBIGUOUS:
        return f"? {ids}"
    return f"unknown in {ids}" if ids else "unknown"


def test_texts_are_read_as_the_lookups_say(library: None) -> None:
    lines = {text: said for group in GOLDEN.values() for text, said in group.items()}
    assert len(lines) >= 100
    expected = {text: said if isinstance(said, list) else [said] for text, said in lines.items()}
    got = {
        text: [told(mention) for mention in reading.mentions]
        for text, reading in zip(lines, texts_read(lines), strict=True)
    }
    # The order of those that may be meant is that of the library; what counts is which they are.
    other = {
        text: {"expected": expected[text], "got": said}
        for text, said in got.items()
        if [set(one.split(", ")) for one in said] != [set(one.split(", ")) for one in expected[text]]
    }
    assert other == {}


def test_every_citation_of_the_library_is_found_again_as_itself(library: None) -> None:
    rows: list[Instrument | Provision] = [
        *Instrument.objects.all(),
        *Provision.objects.select_related("instrument"),
    ]
    assert len(rows) > 800
    lines = [citation_line(row) for row in rows]
    lost = {
        line: [told(mention) for mention in reading.mentions]
        for row, line, reading in zip(rows, lines, texts_read(lines), strict=True)
        if [told(mention) for mention in reading.mentions] != [row.pk]
    }
    assert lost == {}


def test_numbered_clauses_are_found_by_the_names_of_our_own_pages(library: None) -> None:
    rows = [
        row
        for row in Provision.objects.select_related("instrument")
        if row.instrument.symbol.startswith("S/RES") and re.fullmatch(r"OP\d+", row.label)
    ]
    assert len(rows) > 250
    readings = texts_read(reference_name(row) for row in rows)
    assert [[told(item) for item in reading.mentions] for reading in readings] == [[row.pk] for row in rows]


def test_a_mention_says_where_it_stands(index: Index) -> None:
    text = "As held in the Nicaragua case, para. 195, and by Art. 51 of the Charter."
    reading = text_read(text, index)
    assert [text[item.start : item.end] for item in reading.mentions] == [
        "Nicaragua case, para. 195",
        "Art. 51 of the Charter",
    ]


def test_offsets_are_those_of_the_composed_text(index: Index) -> None:
    text = unicodedata.normalize("NFD", "Communiqué: NAT art 5")
    reading = text_read(text, index)
    assert reading.text == "Communiqué: NAT art 5"
    (mention,) = reading.mentions
    assert reading.text[mention.start : mention.end] == "NAT art 5"


def test_what_is_not_found_says_what_was_understood(index: Index) -> None:
    def reasons(text: str) -> str:
        (mention,) = text_read(text, index).mentions
        return f"{mention.understood}: {mention.detail}"

    assert reasons("UNSC Res 1974") == "Security Council resolution 1974: It is not in the library."
    assert "S/RES/1973 (2011) is of 2011, not of 2012." in reasons("S/RES/1973 (2012)")
    assert "that clause is not among those" in reasons("NAT art 99")
    assert "art 5, Treaty of Tlatelolco" in reasons("Article 5 of the Treaty of Tlatelolco")
    assert "Security Council and the General Assembly each" in reasons("Resolution 83")


def test_the_least_certain_mention_decides_on_the_text(index: Index) -> None:
    assert text_read("NAT art 5; UN Charter art 51", index).status is Status.FOUND
    assert text_read("NAT art 5; Article 5", index).status is Status.AMBIGUOUS
    assert text_read("NAT art 5; Article 5; UNSC Res 1974", index).status is Status.UNKNOWN


def test_two_queries_however_many_texts(
    library: None, queries_at_most: Callable[[int], AbstractContextManager[object]]
) -> None:
    with queries_at_most(2):
        texts_read(["NAT art 5", "S/RES/1973 (2011)", "Article 5"] * 50)


# Hostile texts ------------------------------------------------------------------------------------
HOSTILE = (
    *(
        "art. ",
        "art. 1, ",
        "Article 5 of the A",
        "S/RES/1 ",
        "resolutions 100, ",
        "(",
        "((1986) ",
        "[1986] ",
        "[1]–",
    ),
    *(
        "1(1)(1)",
        "Charter ",
        "Charter, ",
        "para 1 of Article 2 of ",
        "of the ",
        "A of the ",
        "¶",
        "I",
        "a",
        "Res ",
    ),
    *("1 UNTS ", "and ", "\u0301"),
)


def _patterns() -> Iterator[re.Pattern[str]]:
    for module in (pinpoints, grammar, joining, resolving):
        yield from (value for value in vars(module).values() if isinstance(value, re.Pattern))


def _repeats(parsed: Any) -> Iterator[int]:
    """The upper bound of every repetition in a parsed pattern."""
    for _operator, argument in parsed:
        for part in argument if isinstance(argument, tuple | list) else (argument,):
            if isinstance(part, list):
                for item in part:
                    yield from _repeats(item) if hasattr(item, "data") else ()
            elif hasattr(part, "data"):
                yield from _repeats(part)
        if str(_operator).endswith("REPEAT"):
            yield int(argument[1])


def test_no_pattern_repeats_without_a_bound() -> None:
    parser = re._parser  # the standard library's own reader of patterns
    bounds = [
        bound for pattern in _patterns() for bound in _repeats(parser.parse(pattern.pattern, pattern.flags))
    ]
    assert len(bounds) > 100
    assert max(bounds) <= 160


def _calls(text: str, index: Index) -> int:
    """How many functions are called to read `text`, those of the interpreter among them."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        text_read(text, index)
    finally:
        sys.setprofile(None)
    return count


def test_the_work_grows_with_the_length_and_no_faster(index: Index) -> None:
    for piece in HOSTILE:
        half, whole = (piece * 500)[:500], (piece * 1000)[:1000]
        text_read(whole, index)
        once = _calls(half, index)
        assert _calls(whole, index) <= 2.5 * once + 500, piece
        assert once < 100_000, piece
