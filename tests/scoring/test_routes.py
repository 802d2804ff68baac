"""Routes of many rows, held to those that are found by walking the rules."""

from hypothesis import given

from frameworks.scoring.legality import readings
from frameworks.scoring.routes import route_scores
from frameworks.scoring.values import HEADLINE
from tests.scoring.builders import framework
from tests.scoring.tables import SEEDS, facts_of, random_table


@given(SEEDS)
def test_a_route_is_the_one_of_the_row_alone(seed: int) -> None:
    table = random_table(seed, 60)
    found = route_scores(framework(), table.answers, table.as_of)
    for row, day in enumerate(table.as_of.tolist()):
        alone = readings(framework(), day, facts_of(table, row))[HEADLINE]
        on = [test.code for test, carries in zip(framework().tests, found[row], strict=True) if carries]
        assert tuple(on) == alone.route
