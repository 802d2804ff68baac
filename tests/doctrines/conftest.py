"""Own frameworks, made through the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from frameworks.models import Framework
from frameworks.own import Weighing, elicited_of, framework_make
from frameworks.selectors import framework_get
from frameworks.weighing import By, Elicited
from natoassess.accounts.models import Team, User
from tests.api.conftest import address, author, draft  # noqa: F401  fixtures
from tests.library.conftest import copy, spoil  # noqa: F401  fixtures

Make = Callable[..., Framework]


def weighing(
    base: Framework,
    dimensions: Mapping[str, float] | None = None,
    *,
    by: By = "weights",
    title: str = "Mine",
    team: Team | None = None,
) -> Weighing:
    """The weights of `base`, with `dimensions` in the place of theirs where given."""
    across, within = elicited_of(base)
    changed = across if dimensions is None else Elicited(by, {**across.values, **dimensions})
    return Weighing(title, "", changed, within, team)


@pytest.fixture
def make(analyst: User) -> Make:
    """make({"cause": 3}, base="hlp-2004", by="ranking", team=…): a framework of the analyst's."""

    def made(
        dimensions: Mapping[str, float] | None = None,
        *,
        base: str = "nato-2022",
        by: By = "weights",
        team: Team | None = None,
        owner: User = analyst,
        title: str = "Mine",
    ) -> Framework:
        row = framework_get(base)
        given = weighing(row, dimensions, by=by, title=title, team=team)
        return framework_make(owner=owner, base=row, weighing=given)

    return made
