"""Flips are all the minimal changes, each of them confirmed, and nothing else."""

from itertools import combinations, product
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.scoring.flips import flips
from frameworks.scoring.legality import read
from frameworks.scoring.values import ACTION_FACTS, leaves
from tests.scoring import oracle
from tests.scoring.builders import AS_OF, findings, framework, judged, specification
from tests.scoring.naive_flips import naive_flips
from tests.scoring.strategies import Facts, answers

IN_TESTS = {fact for test in framework().tests for fact, _ in leaves(test.rule)}
CANDIDATES = [code for code in framework().fact_codes if code in IN_TESTS]


@settings(max_examples=12)
@given(facts=answers(unknowns=3))
def test_every_flip_is_confirmed_minimal_and_alone(facts: Facts) -> None:
    found = flips(framework(), findings(facts), AS_OF)
    today = read(framework(), "prevailing", AS_OF, facts).verdict
    for flip in found:
        assert flip.verdict != today and flip.verdict != "undetermined"
        assert all(change.old == facts[change.fact] != change.new for change in flip.changes)
        assert not {change.fact for change in flip.changes} & set(ACTION_FACTS)
        changed = {change.fact: change.new for change in flip.changes}
        assert oracle.verdict(specification(), "prevailing", AS_OF, {**facts, **changed}) == flip.verdict
        for size in range(len(changed)):
            for kept in combinations(changed.items(), size):
                partial = {**facts, **dict(kept)}
                assert read(framework(), "prevailing", AS_OF, partial).verdict != flip.verdict
        if "contested" in changed.values():
            assert flip.verdict == "arguable"
            for words in product(("yes", "no"), repeat=len(changed)):
                tried = {**facts, **dict(zip(changed, words, strict=True))}
                assert read(framework(), "prevailing", AS_OF, tried).verdict != "arguable"
    sets = [(flip.verdict, frozenset(change.fact for change in flip.changes)) for flip in found]
    assert len(sets) == len(set(sets))
    assert not any(v == w and a < b for v, a in sets for w, b in sets)


@settings(max_examples=2)
@given(facts=answers())
def test_no_flip_of_up_to_two_facts_is_missed(facts: Facts) -> None:
    found: dict[str, set[frozenset[str]]] = {}
    for flip in flips(framework(), findings(facts), AS_OF):
        found.setdefault(flip.verdict, set()).add(frozenset(change.fact for change in flip.changes))
    expected = oracle.flip_sets(specification(), AS_OF, facts, CANDIDATES, largest=2)
    for target, sets in expected.items():
        assert {small for small in found.get(target, set()) if len(small) <= 2} == sets


@settings(max_examples=12)
@given(facts=answers(), free=st.sets(st.sampled_from(CANDIDATES), min_size=3, max_size=5))
def test_the_search_finds_what_trying_one_by_one_finds(facts: Facts, free: set[str]) -> None:
    held = {code: value if code in free else {"value": value, "fixed": True} for code, value in facts.items()}
    given_facts = findings(held)
    assert flips(framework(), given_facts, AS_OF) == naive_flips(framework(), given_facts, AS_OF)


def test_fixed_facts_never_flip() -> None:
    facts = {"uses_force": "yes", "within_mandate": "yes"}
    free = judged(facts, others="no")["legality"]["flips"]
    assert [{"fact": "council_authorises_force", "from": "no", "to": "yes"}] in [f["changes"] for f in free]
    held = {**facts, "council_authorises_force": {"value": "no", "fixed": True}}
    kept = judged(held, others="no")["legality"]["flips"]
    assert not [c for f in kept for c in f["changes"] if c["fact"] == "council_authorises_force"]


def test_nothing_flips_what_needs_no_justification() -> None:
    assert judged(others="no")["legality"]["verdict"] == "lawful"
    assert judged(others="no")["legality"]["flips"] == []


def test_flips_of_a_wholly_open_assessment_are_found_fast() -> None:
    given_facts = findings({"state_conduct": "yes", "uses_force": "yes"})
    flips(framework(), given_facts, AS_OF)
    started = perf_counter()
    found = flips(framework(), given_facts, AS_OF)
    assert perf_counter() - started < 1
    assert {flip.verdict for flip in found} >= {"lawful"}
