"""People's work in every state of privacy. Whatever nobody may read bears the word of `CANARY`."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password

from cases.assessments.answers import Answer
from cases.assessments.evidence_rows import evidence_write
from cases.assessments.models import Assessment, Publication
from cases.assessments.models.finding import FindingKind
from cases.assessments.publishing import publication_retract
from cases.assessments.services import (
    Description,
    assessment_review,
    assessment_submit,
    findings_save,
    scenario_create,
)
from frameworks.models import Framework
from frameworks.selectors import framework_get
from natoassess.accounts.models import Membership, Role, Team, User, Visibility
from tests.support.people import make_user

CANARY = "qzcanary"
PUBLIC = "The harbour of Ostland"
RETRACTED = "The bridge of Westland"
REASON = "The convoy was taken for another one."


def world_make() -> None:
    """A publication for everybody and one withdrawn; beside them drafts, and what teams keep to themselves."""
    team = Team.objects.create(slug=f"{CANARY}-team", name=f"{CANARY} team")
    desk = Team.objects.create(slug="public-desk", name="The public desk")
    private = {"email": f"{CANARY}@example.org", "password": make_password(f"{CANARY}-secret")}
    author = make_user(f"{CANARY}-author", team=team, roles=(Role.ANALYST,), display_name="Ada Public")
    User.objects.filter(pk=author.pk).update(**private)
    reviewer = make_user(f"{CANARY}-reviewer", team=team, roles=(Role.REVIEWER,), display_name="Rolf Public")
    User.objects.filter(pk=reviewer.pk).update(email=f"{CANARY}-too@example.org")
    for role, person in ((Role.ANALYST, author), (Role.REVIEWER, reviewer)):
        Membership.objects.create(team=desk, user=person, role=role)
    hidden = f"{CANARY} coup"
    _filed(author, team, hidden, Visibility.PRIVATE)
    _submitted(author, team, f"{hidden} two", Visibility.TEAM)
    _submitted(author, team, f"{hidden} three", Visibility.PUBLIC)
    _published(author, reviewer, team, f"{hidden} four", Visibility.TEAM)
    _published(author, reviewer, desk, PUBLIC, Visibility.PUBLIC, note=f"{CANARY} note to the author")
    withdrawn = _published(author, reviewer, desk, RETRACTED, Visibility.PUBLIC)
    publication_retract(editor=reviewer, publication=withdrawn, reason=REASON)
    _own_framework(author, team)


def _filed(author: User, team: Team, title: str, visibility: str) -> Assessment:
    given = Description(
        title=title,
        summary=f"{title}: batteries fire across the border.",
        target_name="Ostland",
        acting_names="A coalition",
        starts_on=date(2026, 10, 3),
        ends_on=None,
        as_of=date(2026, 10, 3),
        visibility=visibility,
    )
    draft = scenario_create(author=author, description=given, framework=framework_get("nato-2022"), team=team)
    why = f"{title}: two batteries were struck."
    answer = Answer(FindingKind.FACT, "uses_force", "yes", why=why, provisions=("un-charter#art-2-4",))
    draft = findings_save(editor=author, assessment=draft, answers=[answer], expected_version=1)
    cited = {"citation": f"{title}: a report", "url": "", "reliability": "B", "credibility": 2, "note": ""}
    evidence_write(assessment=draft, given=[(draft.findings.get(), (cited,))])
    return draft


def _submitted(author: User, team: Team, title: str, visibility: str) -> Assessment:
    draft = _filed(author, team, title, visibility)
    return assessment_submit(editor=author, assessment=draft, expected_version=draft.version)


def _published(
    author: User, reviewer: User, team: Team, title: str, visibility: str, note: str = ""
) -> Publication:
    handed_in = _submitted(author, team, title, visibility)
    assessment_review(
        reviewer=reviewer,
        assessment=handed_in,
        expected_version=handed_in.version,
        publish=True,
        note=note,
    )
    return Publication.objects.get(assessment=handed_in)


def _own_framework(author: User, team: Team) -> None:
    row = framework_get("nato-2022")
    row.pk = None
    row.code, row.kind, row.owner, row.team = f"own-{CANARY}", "own", author, team
    row.title = f"{CANARY} weights"
    Framework.objects.bulk_create([row])
