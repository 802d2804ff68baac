"""The verdict of one row without arrays is that of the arrays."""

from hypothesis import given, settings

from frameworks.scoring.headline import headline
from frameworks.scoring.legality import judged
from tests.scoring.builders import AS_OF, framework
from tests.scoring.strategies import Facts, answers


@settings(max_examples=60)
@given(facts=answers(unknowns=8))
def test_one_row_comes_to_the_same_as_in_a_batch(facts: Facts) -> None:
    assert headline(framework(), AS_OF, facts) == judged(framework(), AS_OF, [facts])[0]["prevailing"]


def test_nothing_is_judged_of_what_is_no_states_conduct() -> None:
    facts: Facts = {"state_conduct": "no", "uses_force": "yes"}
    assert (
        headline(framework(), AS_OF, facts)
        == judged(framework(), AS_OF, [facts])[0]["prevailing"]
        == (-1, -1)
    )
