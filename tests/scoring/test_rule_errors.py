"""A rule that cannot be evaluated stops the evaluation and says which rule it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from frameworks.scoring import Framework, RuleError, evaluate
from frameworks.scoring.legality import bounds, columns, ends, row_of
from frameworks.scoring.values import Leaf, Node, Rule
from tests.scoring.builders import AS_OF, findings, framework

FACTS = {"state_conduct": "yes", "uses_force": "yes"}


def with_rule(rule: object) -> Framework:
    """The framework with another rule in the place of that of rescue of nationals."""
    tests = tuple(
        replace(test, rule=cast(Rule, rule)) if test.code == "rescue_of_nationals" else test
        for test in framework().tests
    )
    return replace(framework(), tests=tests)


@pytest.mark.parametrize(
    ("rule", "detail"),
    [
        (Rule(cast(Any, "most"), (Leaf("necessity_of_force"),)), "most is no operator"),
        (Rule("all", (Leaf("necessity_of_force"), Leaf("no_such_fact"))), "no_such_fact"),
        (Rule("any", (Rule("all", ()),)), "all of nothing"),
        (Rule("all", (cast(Node, "necessity_of_force"),)), "str is no node"),
    ],
    ids=["operator", "fact", "empty", "node"],
)
def test_a_rule_without_meaning_is_an_error_that_names_it(rule: Rule, detail: str) -> None:
    with pytest.raises(RuleError, match=detail) as caught:
        evaluate(with_rule(rule), findings(FACTS), as_of=AS_OF, draws=0)
    assert caught.value.rule == "rescue_of_nationals"


def test_an_unknown_standing_is_an_error_of_its_test() -> None:
    tests = (replace(framework().tests[0], standings=((None, "disputed"),)), *framework().tests[1:])
    with pytest.raises(RuleError, match="strict reading knows no standing disputed") as caught:
        evaluate(replace(framework(), tests=tests), findings(FACTS), as_of=AS_OF, draws=0)
    assert caught.value.rule == framework().tests[0].code


def test_a_rule_of_competence_is_named_too() -> None:
    broken = replace(framework().competence[0], rule=Rule("all", (Leaf("no_such_fact"),)))
    used = replace(framework(), competence=(broken, *framework().competence[1:]))
    with pytest.raises(RuleError) as caught:
        evaluate(used, findings(FACTS), as_of=AS_OF, draws=0)
    assert caught.value.rule == broken.code


def test_a_missing_column_is_an_error_and_no_unknown() -> None:
    answers = columns(framework(), {})
    del answers["necessity_of_force"]
    rule = Rule("all", (Rule("any", (Leaf("necessity_of_force"),)),), "outer")
    with pytest.raises(RuleError, match="outer: there are no answers to the fact necessity_of_force"):
        bounds(rule, answers)


def test_a_test_that_the_engine_counts_on_must_be_there() -> None:
    tests = tuple(test for test in framework().tests if test.code != "consent")
    with pytest.raises(RuleError, match="consent: the framework has no such test"):
        evaluate(replace(framework(), tests=tests), findings(FACTS), as_of=AS_OF, draws=0)


def test_sound_rules_raise_nothing() -> None:
    assert ends(framework().consent.rule, row_of(framework(), {"consent_given": "no"})) == (0, 0)
