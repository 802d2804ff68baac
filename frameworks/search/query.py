"""What was typed into the search field, understood: words, "phrases", -exclusions, begin*."""

from __future__ import annotations

import re
from dataclasses import dataclass

from frameworks.search.text import CITATION_WORDS, STOP_WORDS, ascii_only, fold, stems, tidy

MOST_LETTERS = 200
"""How long a question may be, in characters."""
FEWEST_LETTERS_OF_PREFIX = 3
"""How many letters begin* needs before the asterisk."""

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
#: An optional minus, then a phrase (one that is not closed runs to the end) or a word.
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """Words that must follow one another; one word is the usual case. `prefix`: the last word may go on."""

    words: tuple[str, ...]
    exclude: bool = False
    prefix: bool = False


@dataclass(frozen=True)
class Query:
    """All terms of a question: each of `wanted` must occur, none of `unwanted` may."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]


def parse(text: str) -> Query:
    """The terms of `text`. A question without a word to look for has no `wanted`."""
    terms: list[Term] = []
    common: list[Term] = []
    for part in _PART.finditer(tidy(text).translate(_QUOTES)):
        exclude = part["minus"] is not None
        if part["phrase"] is not None:
            _add(terms, Term(tuple(stems(part["phrase"])), exclude))
        elif part["word"].lower() in STOP_WORDS:
            common.append(Term(tuple(stems(part["word"])), exclude))
        else:
            _add(terms, _word(part["word"], exclude), joins=True)
    if not any(not term.exclude for term in terms):
        terms += [term for term in common if not term.exclude]
    once = list(dict.fromkeys(terms))
    return Query(
        tuple(term for term in once if not term.exclude), tuple(term for term in once if term.exclude)
    )


def _word(written: str, exclude: bool) -> Term:
    """One run of characters: "S/RES/1973", "2(4)" and "self-defence" are several words that belong together."""
    bare = written.rstrip(")]}.,;:")
    if bare.endswith("*"):
        begun = fold(bare.rstrip("*"))
        if len(begun) >= FEWEST_LETTERS_OF_PREFIX and begun.isalnum():
            return Term((ascii_only(begun),), exclude, prefix=True)
    return Term(tuple(stems(written)), exclude)


def _add(terms: list[Term], term: Term, *, joins: bool = False) -> None:
    """Append `term`; a number after "art." or "resolution" becomes one phrase with it."""
    if not term.words:
        return
    before = terms[-1] if terms else None
    if (
        joins
        and before is not None
        and len(before.words) == 1
        and before.words[0] in CITATION_WORDS
        and term.words[0][:1].isdigit()
        and not term.exclude
    ):
        terms[-1] = Term((*before.words, *term.words), before.exclude)
    else:
        terms.append(term)
