"""Scenarios for the tests of pages."""

from __future__ import annotations

from datetime import date

from cases.assessments.answers import Answer
from cases.assessments.models import Assessment
from cases.assessments.models.finding import FindingKind
from cases.assessments.services import Description, findings_save, scenario_create
from frameworks.selectors import framework_get
from natoassess.accounts.models import Team, User, Visibility


def scenario(
    author: User, team: Team, *, visibility: str = Visibility.PRIVATE, title: str = "Strait closed"
) -> Assessment:
    """A draft of `author` that answers one fact, relying on the Charter's Article 51."""
    description = Description(
        title=title,
        summary="A blockade of a strait, answered by an escort.",
        target_name="Ruritania",
        acting_names="A coalition",
        starts_on=date(2026, 3, 1),
        ends_on=None,
        as_of=date(2026, 3, 1),
        visibility=visibility,
    )
    draft = scenario_create(
        author=author, description=description, framework=framework_get("nato-2022"), team=team
    )
    answer = Answer(
        FindingKind.FACT, "armed_attack_occurred", "yes", why="Blockade.", provisions=("un-charter#art-51",)
    )
    return findings_save(editor=author, assessment=draft, answers=[answer], expected_version=draft.version)
