"""Which column of a comparison is ahead on legitimacy: all columns scored again under one framework.

Columns may have been assessed under different doctrines, and indices under different yardsticks cannot be ranked. So
the findings of all are scored under one: the one asked for, or else the newest doctrine among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.comparisons.items import ItemsInvalid
from frameworks.comparing import Ranking, Scenario, rank
from frameworks.models import Framework
from frameworks.selectors import framework_get, frameworks
from frameworks.services import DEFAULT_DRAWS

if TYPE_CHECKING:
    from cases.comparisons.comparison import Column


def framework_named(code: str) -> Framework | None:
    """The framework that the address asks for, in its highest version; None where it asks for none.

    Raises ItemsInvalid, with the codes there are, for one that does not exist.
    """
    if not code:
        return None
    try:
        return framework_get(code)
    except Framework.DoesNotExist as error:
        known = ", ".join(framework.code for framework in framework_choices())
        detail = _("There is no framework %(code)s; there are: %(known)s.")
        raise ItemsInvalid([detail % {"code": code[:80], "known": known}]) from error


def framework_choices() -> list[Framework]:
    """The frameworks to choose from, each in its highest version, oldest doctrine first."""
    newest = {framework.code: framework for framework in frameworks().filter(deprecated=False)}
    return list(newest.values())


def newest_doctrine(columns: Sequence[Column]) -> Framework:
    """The framework of the newest doctrine by which any of the columns was assessed, in its highest version there."""
    used = [column.assessment.framework for column in columns]
    return max(used, key=lambda framework: (framework.doctrine_from, framework.version, framework.code))


def ranking_of(
    columns: Sequence[Column],
    framework: Framework | None = None,
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int | None = None,
) -> Ranking:
    """The columns compared on legitimacy under `framework`, or the newest doctrine among them."""
    scenarios = [
        Scenario(
            label=label,
            body=column.findings,
            as_of=column.assessment.as_of,
        )
        for label, column in zip(labels(columns), columns, strict=True)
    ]
    return rank(framework=framework or newest_doctrine(columns), scenarios=scenarios, draws=draws, seed=seed)


def labels(columns: Sequence[Column]) -> list[str]:
    """What each column is called in a sentence: its label, with a number where two share one."""
    given = [column.label for column in columns]
    return [
        label if given.count(label) == 1 else f"{label} ({given[: i + 1].count(label)})"
        for i, label in enumerate(given)
    ]
