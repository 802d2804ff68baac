"""Words of a text as the search compares them: folded, stemmed, with citations in one spelling.

Pure: no Django, no rows. The same tokens are stored in every database, so none of them has a say in what a word is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

#: A symbol of the Security Council up to its number, or a run of letters and digits.
_WORD = re.compile(r"(?<![^\W_])(?:S/RES(?=/\d)|[^\W_]+)", re.IGNORECASE)
#: A clause written as one word: OP4, PP2, art51.
_CLAUSE = re.compile(r"^(op|pp|art|para)(\d+[a-z]?)$")
#: Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
CITED = {
    **dict.fromkeys(("art", "arts", "article", "articles"), "art"),
    **dict.fromkeys(("para", "paras", "paragraph", "paragraphs"), "para"),
    **dict.fromkeys(("res", "resolution", "resolutions", "unscr", "s/res"), "res"),
}
"""The words of citation, each in one spelling: "Article 51" is "art. 51", "S/RES/1973" is "resolution 1973"."""
CITATION_WORDS = frozenset({"art", "para", "res", "op", "pp"})
"""Words after which a number belongs to them."""
STOP_WORDS = frozenset(
    "a an and are as at be by for from if in into is it its of on or that the their this to was were with".split()  # noqa: SIM905  a list of them would take thirty lines
)
"""Words too common to be looked for outside quotation marks."""
_AUTHORIZE = re.compile(r"(?<=\w{3})iz(e|es|ed|er|ers|ing|ation|ations)$")
_DEFENSE = re.compile(r"(?<=\w{2})ense(s|less)?$")
LONGEST = 120
"""How much of a word is compared, in characters."""
_STEMMER = stemmer("english")


@dataclass(frozen=True)
class Token:
    """A word of a text: what is compared, and where it stands (offsets into the text)."""

    stem: str
    start: int
    end: int


def tidy(text: str) -> str:
    """The text with its accents composed and its white space single: what offsets refer to."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(word: str) -> str:
    """The word without case and accents: "Šešelj" is "seselj"."""
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What `word` is compared by: folded, in British spelling, stemmed; in ASCII, so that no database reads it anew."""
    plain = fold(word)
    if plain in CITED:
        return CITED[plain]
    plain = _DEFENSE.sub(r"ence\1", _AUTHORIZE.sub(r"is\1", plain))
    return ascii_only(str(_STEMMER.stemWord(plain)))


def ascii_only(word: str) -> str:
    """The word itself, or, of another alphabet, its bytes in hexadecimal; no longer than the index takes."""
    return (word if word.isascii() else f"x{word.encode().hex()}")[:LONGEST]


def words(text: str) -> Iterator[Token]:
    """The words of `text` (from `tidy`) in order."""
    for found in _WORD.finditer(text):
        start, end = found.span()
        if found.group() in {"s", "S"} and text[start - 1 : start] in {"'", "’"}:
            continue
        clause = _CLAUSE.match(fold(found.group()))
        if clause and end - start == len(clause.group()):
            middle = start + len(clause.group(1))
            yield Token(clause.group(1), start, middle)
            yield Token(clause.group(2), middle, end)
        else:
            yield Token(stem(found.group()), start, end)


def stems(text: str) -> list[str]:
    """What the words of any text are compared by, in order."""
    return [token.stem for token in words(tidy(text))]
