"""Decisive unknowns can change the verdict, settled ones cannot, and the most useful question comes first."""

from itertools import product
from time import perf_counter

from hypothesis import given, settings

from frameworks.scoring.legality import read
from frameworks.scoring.unknowns import unknowns
from frameworks.scoring.values import ACTION_FACTS
from tests.scoring import oracle
from tests.scoring.builders import AS_OF, fact_codes, findings, framework, specification
from tests.scoring.strategies import Facts, answers


@given(facts=answers(unknowns=5))
def test_decisive_means_relevant_by_definition(facts: Facts) -> None:
    found = unknowns(framework(), findings(facts), AS_OF)
    assert set(found.decisive) == oracle.relevant(specification(), AS_OF, facts)
    assert set(found.decisive) | set(found.settled) == {c for c, word in facts.items() if word == "unknown"}
    assert not set(found.decisive) & set(found.settled)


@given(facts=answers(unknowns=9))
def test_a_settled_unknown_cannot_change_the_verdict(facts: Facts) -> None:
    found = unknowns(framework(), findings(facts), AS_OF)
    before = read(framework(), "prevailing", AS_OF, facts)
    for words in product(("yes", "no", "contested"), repeat=min(len(found.settled), 4)):
        changed = {**facts, **dict(zip(found.settled, words, strict=False))}
        if changed["state_conduct"] in ("contested", "no"):
            continue  # contested is refused; of an act of no State there is nothing to judge
        after = read(framework(), "prevailing", AS_OF, changed)
        assert (after.at_least, after.at_most) == (before.at_least, before.at_most)
    assert bool(found.decisive) == (before.verdict == "undetermined")


@settings(max_examples=12)
@given(facts=answers(unknowns=5))
def test_questions_come_by_action_then_by_how_soon_they_settle(facts: Facts) -> None:
    found = unknowns(framework(), findings(facts), AS_OF).decisive
    sizes = oracle.smallest_settling(specification(), AS_OF, facts)
    codes = fact_codes()
    assert list(found) == sorted(found, key=lambda c: (c not in ACTION_FACTS, sizes[c], codes.index(c)))


def test_the_first_question_is_what_was_done() -> None:
    started = perf_counter()
    found = unknowns(framework(), findings(), AS_OF)
    assert perf_counter() - started < 1
    assert found.decisive[:4] == ACTION_FACTS
    assert "article_5_agreed" in found.settled and "reported_to_council" in found.settled


def test_nothing_is_asked_of_an_act_of_no_state() -> None:
    found = unknowns(framework(), findings({"state_conduct": "no"}), AS_OF)
    assert found.decisive == () and len(found.settled) == 41
