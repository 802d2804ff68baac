"""Searching the index: candidates from the database, their order and their excerpts from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from frameworks.models import SearchEntry, SearchState, SearchTerm
from frameworks.search import excerpts, ranking, registry
from frameworks.search.excerpts import Piece
from frameworks.search.query import FEWEST_LETTERS_OF_PREFIX, Query, Term
from frameworks.search.ranking import Wanted

MOST_CONTINUATIONS = 50
"""How many words a begun word may stand for: those that most entries hold."""
DIGITS = 9
"""Decimal places of a score by which entries are told apart."""
_CANDIDATES = {
    "postgresql": "SELECT id FROM frameworks_searchentry WHERE tokens @@ %s::tsquery",
    "sqlite": "SELECT rowid FROM frameworks_searchwords WHERE frameworks_searchwords MATCH %s",
}


@dataclass(frozen=True)
class Resolved:
    """A question in the words of the index."""

    wanted: tuple[Wanted, ...]
    unwanted: tuple[Wanted, ...]
    usual_length: float


@dataclass(frozen=True)
class Hit:
    """An entry that answers, by its row, and how well; `row` means what the maker of the hit says."""

    kind: str
    key: str
    score: float
    row: int


@dataclass(frozen=True)
class Found:
    """An entry as it is shown: title, context and excerpt in pieces, of which the matches are marked."""

    kind: str
    key: str
    address: str
    title: list[Piece]
    context: list[Piece]
    excerpt: list[Piece]
    score: float


def resolve(query: Query) -> Resolved:
    """`query` with the words that will do and their rarity: two statements, however long it is.

    A word that no entry holds stands for those that begin with it, so that a word half typed finds something.
    """
    known = _known(query.wanted + query.unwanted)
    state = SearchState.objects.first()
    entries = state.entries if state else 0
    return Resolved(
        tuple(_wanted(term, known, entries) for term in query.wanted),
        tuple(_wanted(term, known, entries) for term in query.unwanted),
        state.words / entries if state and entries else 0.0,
    )


def hits(question: Resolved) -> list[Hit]:
    """All entries of the library that answer, best first; equals in the order of kind and key. One statement."""
    rows = SearchEntry.objects.filter(
        pk__in=RawSQL(_CANDIDATES[connection.vendor], [_expression(question.wanted)])  # noqa: S611  constants; the words are a parameter
    )
    places = {kind.code: place for place, kind in enumerate(registry.kinds())}
    preferences = {kind.code: kind.preference for kind in registry.kinds()}
    found = []
    columns = ("pk", "kind", "key", "title_tokens", "label_tokens", "body_tokens")
    for pk, kind, key, *texts in rows.order_by().values_list(*columns):
        rank = judge([str(text).split() for text in texts], question)
        if rank is not None:
            found.append(Hit(kind, key, round(rank * preferences.get(kind, 1.0), DIGITS), pk))
    return sorted(found, key=lambda hit: (-hit.score, places.get(hit.kind, len(places)), hit.key))


def judge(fields: Sequence[Sequence[str]], question: Resolved) -> float | None:
    """The score of title, label and body; None where a word is missing or an excluded one occurs."""
    if any(term.places(field) for term in question.unwanted for field in fields):
        return None
    return ranking.score(fields, question.wanted, question.usual_length)


def shown(selected: Sequence[Hit], question: Resolved) -> list[Found]:
    """The entries of `selected` as they are shown, in its order. One statement."""
    rows = SearchEntry.objects.in_bulk([hit.row for hit in selected])
    return [
        found(hit, row.title, row.context, row.body, row.address, question)
        for hit in selected
        if (row := rows.get(hit.row)) is not None
    ]


def found(hit: Hit, title: str, context: str, body: str, address: str, question: Resolved) -> Found:
    """One entry as it is shown."""
    return Found(
        kind=hit.kind,
        key=hit.key,
        address=address,
        title=excerpts.pieces(title, question.wanted),
        context=excerpts.pieces(context, question.wanted),
        excerpt=excerpts.excerpt(body, question.wanted),
        score=hit.score,
    )


def numbers(all_hits: Iterable[Hit]) -> dict[str, int]:
    """How many hits there are of each kind."""
    return dict(Counter(hit.kind for hit in all_hits))


def of_kinds(all_hits: Iterable[Hit], kinds: Collection[str]) -> list[Hit]:
    """The hits of `kinds`; all of them where none is named."""
    return [hit for hit in all_hits if not kinds or hit.kind in kinds]


def _known(terms: Iterable[Term]) -> dict[str, int]:
    """The words of the index that may matter, and how many entries hold each."""
    stems = {word for term in terms for word in term.words}
    condition = Q(token__in=stems)
    for term in terms:
        if len(term.words) == 1 and len(term.words[0]) >= FEWEST_LETTERS_OF_PREFIX:
            condition |= Q(token__startswith=term.words[0])
    return dict(SearchTerm.objects.filter(condition).values_list("token", "entries"))


def _wanted(term: Term, known: dict[str, int], entries: int) -> Wanted:
    alternatives = [{word} for word in term.words]
    last = term.words[-1]
    alone = len(term.words) == 1 and len(last) >= FEWEST_LETTERS_OF_PREFIX
    if alone and (term.prefix or last not in known):
        continued = [token for token in known if token.startswith(last)]
        alternatives[-1] |= set(
            sorted(continued, key=lambda token: (-known[token], token))[:MOST_CONTINUATIONS]
        )
    holding = [sum(known.get(token, 0) for token in words) for words in alternatives]
    return Wanted(
        tuple(frozenset(words) for words in alternatives),
        sum(ranking.rarity(entries, min(number, entries)) for number in holding),
    )


def _expression(wanted: Iterable[Wanted]) -> str:
    """The entries that hold all words, in the database's own language; tokens are letters and digits alone."""
    groups = {tuple(sorted(words)) for term in wanted for words in term.alternatives}
    quote, either, both = ("'", " | ", " & ") if connection.vendor == "postgresql" else ('"', " OR ", " AND ")
    options = (either.join(f"{quote}{token}{quote}" for token in group) for group in sorted(groups))
    return both.join(f"({option})" for option in options)
