"""The part of a text that shows why it was found, with the found words set apart. Pure: no Django, no rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frameworks.search.ranking import Wanted
from frameworks.search.text import tidy, words

LETTERS = 260
"""About how long an excerpt is, in characters."""
LEAD = 60
"""How much of it stands before the first match."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is a match. Plain text: whoever prints it escapes it."""

    text: str
    match: bool = False


def matches(text: str, wanted: Sequence[Wanted]) -> list[tuple[int, int]]:
    """Where terms stand in `text` (from `tidy`): (start, end), in order, without overlap."""
    found = list(words(text))
    tokens = [token.stem for token in found]
    spans = sorted(
        _closed(text, found[place].start, found[place + len(term.alternatives) - 1].end)
        for term in wanted
        for place in term.places(tokens)
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """A match that opens a bracket takes the closing one with it: 2(4)."""
    opened = text[start:end]
    return start, end + (opened.count("(") > opened.count(")") and text[end : end + 1] == ")")


def pieces(text: str, wanted: Sequence[Wanted]) -> list[Piece]:
    """The whole of `text` with its matches."""
    whole = tidy(text)
    return _cut(whole, matches(whole, wanted), 0, len(whole))


def excerpt(text: str, wanted: Sequence[Wanted], letters: int = LETTERS) -> list[Piece]:
    """The stretch of `text` that holds most matches, the first of equals; its beginning where it holds none."""
    whole = tidy(text)
    spans = matches(whole, wanted)
    if len(whole) <= letters:
        return _cut(whole, spans, 0, len(whole))
    windows = [max(0, start - LEAD) for start, _end in spans] or [0]
    held = [sum(1 for start, end in spans if begin <= start and end <= begin + letters) for begin in windows]
    begin = min(windows[held.index(max(held))], len(whole) - letters)
    start, end = _word_bounds(whole, begin, begin + letters)
    shown = _cut(whole, [span for span in spans if start <= span[0] and span[1] <= end], start, end)
    before = [Piece("… ")] if start > 0 else []
    after = [Piece(" …")] if end < len(whole) else []
    return [*before, *shown, *after]


def _word_bounds(text: str, begin: int, end: int) -> tuple[int, int]:
    """`begin` and `end` moved to where words begin and end."""
    if begin > 0:
        begin = text.rfind(" ", 0, begin + 1) + 1
    if end < len(text):
        space = text.rfind(" ", begin, end + 1)
        end = space if space > begin else end
    return begin, end


def _cut(text: str, spans: Sequence[tuple[int, int]], begin: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    for start, stop in spans:
        if start > begin:
            found.append(Piece(text[begin:start]))
        found.append(Piece(text[start:stop], match=True))
        begin = stop
    if begin < end:
        found.append(Piece(text[begin:end]))
    return found
