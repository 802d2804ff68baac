"""Words, questions and excerpts, without a database."""

from __future__ import annotations

import pytest

from frameworks.search.excerpts import LETTERS, excerpt, matches, pieces
from frameworks.search.query import Term, parse
from frameworks.search.ranking import Wanted, rarity, score
from frameworks.search.text import stems, tidy, words


def wanted(text: str) -> list[Wanted]:
    """The terms of a question, each word as itself."""
    return [Wanted(tuple(frozenset({word}) for word in term.words), 1.0) for term in parse(text).wanted]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("intervention", "interventions"), ("Šešelj", "seselj"), ("défense", "DEFENSE"), ("defence", "defense"),
        ("authorise", "authorization"), ("Article 51", "art. 51"), ("OP4", "op. 4"), ("S/RES/1973", "Resolution 1973"),
        ("Council's", "council"), ("self-defence", "self defence"), ("Łódź", "lodz"), ("straße", "STRASSE"),
    ],
)  # fmt: skip
def test_what_is_the_same_word(one: str, other: str) -> None:
    assert stems(one) == stems(other) != []


@pytest.mark.parametrize(
    ("one", "other"), [("2(4)", "24"), ("OP4", "OP 14"), ("force", "forum"), ("1973", "1974")]
)
def test_what_is_another(one: str, other: str) -> None:
    assert stems(one) != stems(other)


def test_every_token_is_ascii_so_that_no_database_reads_it_anew() -> None:
    for token in stems("Šešelj, Косово, 科索沃, naïve-S/RES/1973 (2011), ½, x_y, ſ, ﬁne, 𝟚"):
        assert token.isascii() and token.isalnum() and token == token.lower()


def test_offsets_lead_back_to_the_text() -> None:
    text = tidy("Under   S/RES/1973 (2011), OP4, and art. 2(4).")
    assert [text[token.start : token.end] for token in words(text)] == [
        "Under", "S/RES", "1973", "2011", "OP", "4", "and", "art", "2", "4"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found", "left_out"),
    [
        ("force", [Term(("forc",))], []),
        ("use of force", [Term(("use",)), Term(("forc",))], []),
        ("the", [Term(("the",))], []),
        ('"use of force"', [Term(("use", "of", "forc"))], []),
        ("“use of force", [Term(("use", "of", "forc"))], []),
        ("art. 51 force", [Term(("art", "51")), Term(("forc",))], []),
        ("art. 2(4)", [Term(("art", "2", "4"))], []),
        ("force -kosovo", [Term(("forc",))], [Term(("kosovo",), exclude=True)]),
        ('-"use of force" law', [Term(("law",))], [Term(("use", "of", "forc"), exclude=True)]),
        ("self-defence", [Term(("self", "defenc"))], []),
        ("authori*", [Term(("authori",), prefix=True)], []),
        ("force force FORCES", [Term(("forc",))], []),
        ("- -- ?", [], []),
        ("-kosovo", [], [Term(("kosovo",), exclude=True)]),
    ],
)
def test_what_a_question_means(text: str, found: list[Term], left_out: list[Term]) -> None:
    query = parse(text)
    assert list(query.wanted) == found
    assert list(query.unwanted) == left_out


def test_a_match_takes_its_bracket_with_it() -> None:
    text = "under art. 2(4) (art. 2(4))."
    assert [text[start:end] for start, end in matches(text, wanted("2(4)"))] == ["2(4)", "2(4)"]


def test_the_excerpt_holds_most_matches_and_begins_and_ends_with_words() -> None:
    text = (
        "Force at the start. "
        + "Nothing here to see at all. " * 30
        + "Force and force, by force. "
        + "End. " * 60
    )
    shown = excerpt(text, wanted("force"))
    assert sum(piece.match for piece in shown) == 3
    inside = "".join(piece.text for piece in shown).removeprefix("… ").removesuffix(" …")
    assert f" {inside} " in f" {tidy(text)} "
    assert len(inside) <= LETTERS
    assert [piece.text for piece in shown if piece.match] == ["Force", "force", "force"]


def test_a_text_without_a_match_shows_its_beginning_and_pieces_are_the_whole() -> None:
    assert excerpt("word " * 200, wanted("force"))[0].text.startswith("word word")
    text = "Force <b>& force"
    assert "".join(piece.text for piece in pieces(text, wanted("force"))) == text


def test_title_outweighs_label_outweighs_body_and_rare_outweighs_common() -> None:
    term = [Wanted((frozenset({"x"}),), rarity(100, 5))]
    title, label, body = (
        score(fields, term, 3.0) or 0.0
        for fields in ([["x"], ["a"], ["b"]], [["a"], ["x"], ["b"]], [["a"], ["b"], ["x"]])
    )
    assert title > label > body > 0
    assert rarity(100, 1) > rarity(100, 50) > rarity(100, 100) >= 0
    assert score([["a"], [], []], term, 3.0) is None


def test_what_is_named_word_for_word_counts_more() -> None:
    terms = [Wanted((frozenset({word}),), 1.0) for word in ("libya", "2011")]
    fields = [["libya", "2011"], [], []]
    turned = [["2011", "libya"], [], []]
    assert (score(fields, terms, 2.0) or 0.0) == 2 * (score(turned, terms, 2.0) or 0.0) > 0
