"""How well an entry answers: BM25 over weighted fields, worked out here so that every database ranks alike.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.6 (BM25F with one
length for all fields). Pure: no Django, no rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

FIELD_WEIGHTS = (5.0, 3.0, 1.0)
"""An occurrence in the title, in the label (symbol, code, context) and in the body."""
SATURATION = 1.2
"""k1: how fast further occurrences stop to matter."""
LENGTH_EFFECT = 0.5
"""b: how far a long entry needs more occurrences than a short one."""


NAMED = 2.0
"""By how much an entry counts more whose title is what was asked, word for word."""

FEW = 3
"""Up to how many alternatives are counted one by one."""


@dataclass(frozen=True)
class Wanted:
    """A term as it is compared: for each word of it, the stems that will do."""

    alternatives: tuple[frozenset[str], ...]
    rarity: float = 0.0

    def places(self, tokens: Sequence[str]) -> list[int]:
        """Where the term begins in `tokens`."""
        first, *rest = self.alternatives
        return [
            place
            for place, token in enumerate(tokens)
            if token in first
            and all(
                place + n < len(tokens) and tokens[place + n] in others for n, others in enumerate(rest, 1)
            )
        ]

    def number(self, tokens: Sequence[str]) -> int:
        """How often the term occurs in `tokens`; of one word faster than by its places."""
        if len(self.alternatives) == 1 and len(self.alternatives[0]) <= FEW:
            return sum(tokens.count(word) for word in self.alternatives[0])
        return len(self.places(tokens))


def rarity(entries: int, holding: int) -> float:
    """Inverse document frequency, never negative, of a word that `holding` of `entries` have."""
    return log(1 + (entries - holding + 0.5) / (holding + 0.5))


def score(fields: Sequence[Sequence[str]], wanted: Sequence[Wanted], usual_length: float) -> float | None:
    """The rank of an entry by its title, label and body; None where it lacks a term."""
    length = sum(len(field) for field in fields) / usual_length if usual_length else 1.0
    damping = SATURATION * (1 - LENGTH_EFFECT + LENGTH_EFFECT * length)
    total = 0.0
    for term in wanted:
        weight = sum(value * term.number(field) for value, field in zip(FIELD_WEIGHTS, fields, strict=True))
        if not weight:
            return None
        total += term.rarity * weight * (SATURATION + 1) / (weight + damping)
    return total * NAMED if _names(fields[0], wanted) else total


def _names(title: Sequence[str], wanted: Sequence[Wanted]) -> bool:
    """Whether the terms, one after the other, are the whole title."""
    asked = [words for term in wanted for words in term.alternatives]
    return len(asked) == len(title) and all(token in words for token, words in zip(title, asked, strict=True))
