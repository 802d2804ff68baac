"""Finding the law that a text cites: every mention with its place, each found, ambiguous or unknown.

`texts_read` is the service. names.py knows what instruments are called, grammar.py finds references and clauses in a
text, joining.py says which belong together, resolving.py what they are in the library.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from frameworks.citing.values import MOST_MATCHES, Match, Mention, Reading, Reason, Status
from frameworks.selectors import instruments

if TYPE_CHECKING:
    from frameworks.citing.names import Index

__all__ = [
    "MOST_LETTERS",
    "MOST_MATCHES",
    "MOST_TEXTS",
    "Match",
    "Mention",
    "Reading",
    "Reason",
    "Status",
    "texts_read",
]

MOST_TEXTS = 200
"""How many texts are read at once."""
MOST_LETTERS = 500
"""How long each may be, in characters."""


def texts_read(texts: Iterable[str]) -> list[Reading]:
    """What each of `texts` cites, in their order. Two queries, however many they are."""
    from frameworks.citing.names import index_made

    index = index_made(instruments().filter(deprecated=False))
    return [text_read(text, index) for text in texts]


def text_read(text: str, index: Index) -> Reading:
    """What one text cites, in terms of `index`."""
    # The grammar is compiled for the first text that is read, not for every process that starts.
    from frameworks.citing.grammar import elements
    from frameworks.citing.joining import joined
    from frameworks.citing.resolving import mentions

    composed = unicodedata.normalize("NFC", text)
    found = joined(composed, elements(composed, index), index)
    return Reading(composed, tuple(mentions(composed, found, index)))
