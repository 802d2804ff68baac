"""The comparison as a value: what divides the phases comes first, and no cell is lost."""

from __future__ import annotations

from cases.comparisons.comparison import Comparison, _is_odd, _spread


def test_the_three_answers_are_those_of_the_evaluations(comparison: Comparison) -> None:
    """Kosovo unlawful, Libya lawful in March and arguable later."""
    verdicts = [column.evaluation["legality"]["verdict"] for column in comparison.columns]
    assert verdicts == ["unlawful", "lawful", "arguable"]


def test_every_question_stands_once_and_is_divided_or_agreed(comparison: Comparison) -> None:
    """42 facts, 28 criteria and 10 kinds of harm, none lost on the way."""
    sizes = {}
    for section in (comparison.facts, comparison.ratings, comparison.sovereignty):
        codes = [row.code for row in (*section.differing, *section.agreeing)]
        assert sorted(codes) == sorted(row.code for row in section.rows)
        assert len(codes) == len(set(codes))
        sizes[section.code] = len(codes)
    assert sizes == {"facts": 42, "ratings": 28, "sovereignty": 10}


def test_rows_that_differ_come_widest_first(comparison: Comparison) -> None:
    """A yes against a no stands above a yes against contested."""
    for section in (comparison.facts, comparison.ratings, comparison.sovereignty):
        spreads = [row.spread for row in section.differing]
        assert spreads == sorted(spreads, reverse=True)
        assert all(row.spread == 0 for row in section.agreeing)


def test_what_divides_kosovo_from_libya_is_the_council(comparison: Comparison) -> None:
    """The decision of the Council is a fact on which Kosovo stands alone, with its reason in the cell."""
    row = next(row for row in comparison.facts.differing if row.code == "council_authorises_force")
    assert [cell.value for cell in row.cells] == ["no", "yes", "yes"]
    assert [cell.odd for cell in row.cells] == [True, False, False]
    assert all(cell.why for cell in row.cells)


def test_a_cell_is_odd_only_where_all_others_agree() -> None:
    """With two columns neither is odd; with three different answers none is."""
    from collections import Counter

    assert not _is_odd("yes", Counter(["yes", "no"]))
    assert not _is_odd("yes", Counter(["yes", "no", "contested"]))
    assert _is_odd("yes", Counter(["yes", "no", "no"]))
    assert not _is_odd("no", Counter(["yes", "no", "no"]))


def test_spread_puts_an_unknown_beside_a_known_answer_above_agreement() -> None:
    """Unknown is never no: it differs, but less than yes from no."""
    assert _spread(["yes", "no"]) == 1
    assert _spread(["yes", "contested"]) == 0.5
    assert _spread(["unknown", "yes"]) == 0.25
    assert _spread(["unknown", "unknown"]) == 0
    assert _spread(["0", "4", "unknown"]) == 1
