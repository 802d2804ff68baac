"""The world that the table of permissions is tried in: people by role, and an assessment in each of its states."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.core import signing
from django.test import Client
from django.urls import reverse

from cases.assessments.dissents import dissent_add
from cases.assessments.models import Assessment, CitedSource, Dissent, Publication, SecondCoding
from cases.assessments.second_codings import second_coding_ask
from cases.assessments.services import assessment_review, assessment_submit
from cases.assessments.trash import assessment_trash
from cases.comparisons.jobs import KIND
from cases.research.batches.asking import batch_ask
from cases.research.batches.models import Form
from frameworks.models import Framework
from frameworks.own import Weighing, elicited_of, framework_make
from frameworks.selectors import framework_get
from natoassess.accounts.models import BrowserSession, Team, User
from natoassess.accounts.profiles import SALT
from natoassess.accounts.tokens import tokens_of
from natoassess.accounts.two_step import recovery_codes_renew
from natoassess.web.jobs.services import job_create
from tests.evidence.files import source_with_file
from tests.support.batches import as_csv, chunks_run
from tests.support.jobs import run_queued
from tests.support.releases import release_small
from tests.teams import addresses

DRAFT, SUBMITTED, PUBLISHED = (
    "a draft shared with the team",
    "submitted to the team",
    "published to everyone",
)
ACCOUNTS = "accounts"
TRASHED = "a draft of the author, in the trash"
PUBLICATION = "a publication for everyone"
JOB_DONE = "a job of the author, done"
BATCH_DONE = "a batch of the author, done"
OF_NO_BATCH = {"research:batches", "research:batch-template", "api-batch-list"}
OWN_FRAMEWORK = "a framework of the author's own, shared with the team"
ASKED = "a second coding asked of the teammate"
DISSENT = "a dissent of the reviewer on what is submitted"
ARGUMENTS: dict[str, list[object]] = {
    "law:detail": ["nat"],
    "law:provision": ["un-charter", "art-51"],
    "law:actor": ["fr-yugoslavia"],
    "api-actor-detail": ["fr-yugoslavia"],
    "cases:detail": ["kosovo-1999"],
    "cases:agreement": ["kosovo-1999", "allied-force"],
    "api-instrument-detail": ["nat"],
    "api-provision-detail": ["un-charter#art-51"],
    "cases:doctrines": ["kosovo-1999", "allied-force"],
    "api-fact-detail": ["uses_force"],
    "api-criterion-detail": ["threat_gravity"],
    "api-sovereignty-detail": ["territory"],
    "api-test-detail": ["council_authorisation"],
    "api-case-detail": ["kosovo-1999"],
    "accounts:reset-confirm": ["MQ", "no-token"],
    "api-phase-detail": ["kosovo-1999", "allied-force"],
    "api-phase-agreement": ["kosovo-1999", "allied-force"],
    "api-phase-cite": ["kosovo-1999", "allied-force"],
    "api-case-cite": ["kosovo-1999"],
    "api-instrument-cite": ["unsc-1973"],
    "api-provision-cite": ["unsc-1973#op4"],
}
OF_NO_FRAMEWORK = {"method-frameworks", "method-framework-new", "api-framework-list"}
HELPER = "helper"
"""Contributes to the assessment; stands beside the roles of the table."""
EXPORT = {"items": ["kosovo-1999/allied-force", "kosovo-1999/kfor"], "format": "csv"}
COMPARED = "?item=kosovo-1999/allied-force&item=kosovo-1999/kfor"


def of_release(route: str) -> list[object]:
    """What the addresses of a release hold: its name, and a file of it."""
    name = release_small().name
    return [name, "README.md"] if route.endswith("file") else [name]


@dataclass
class World:
    """People by role, and the assessment that the addresses are about."""

    people: dict[str, User | None]
    assessment: Assessment
    invitation: str = ""
    """The token of an open invitation to the author's team, in the section about it."""

    def arguments(self, route: str) -> list[object]:
        """What the address of `route` holds."""
        if route.startswith(("teams:", "notices:")):
            return addresses.arguments(route, self.author, self.invitation)
        if route == "accounts:token-end":
            return [tokens_of(self.author).first().token_key]  # type: ignore[union-attr]  # it was made
        if route == "accounts:session-end":
            return [self.browser.pk]
        if route == "accounts:mail-confirm":
            held = {"user": self.author.pk, "old": self.author.email, "new": "author@example.org"}
            return [signing.dumps(held, salt=SALT)]
        if route.startswith(("jobs:", "api-job-")) and not route.endswith("list"):
            return [self.job]
        if route.startswith(("research:batch", "api-batch-")) and route not in OF_NO_BATCH:
            return self.of_batch(route)
        if route.startswith(("published:", "api-publication-")) and not route.endswith("list"):
            return [Publication.objects.get(assessment=self.assessment).number]
        if route in {"research:release", "api-release-detail", "api-release-cite", "api-release-file"}:
            return of_release(route)
        if route == "assessments:edit":
            return [self.assessment.pk, "facts-action"]
        if route in {"assessments:answer", "assessments:undo", "assessments:history"}:
            return [self.assessment.pk, "facts-uses_force"]
        if route.startswith(("method-framework", "api-framework-")) and route not in OF_NO_FRAMEWORK:
            return [self.own.code, 1] if "version" in route else [self.own.code]
        if route.startswith(("api-source-", "assessments:source", "assessments:file")):
            return self.sourced(route)
        if route.startswith(("assessments:comment", "api-assessment-comment")) and not route.endswith(
            "comments"
        ):
            return [self.assessment.pk, self.assessment.comments.get().pk]
        if route.endswith("-contributor"):
            return [self.assessment.pk, HELPER]
        if route == "assessments:contributor-remove":
            return [self.assessment.pk, self.assessment.contributors.get().user_id]
        if route == "assessments:second-coding-request" or route.startswith("api-second-coding-"):
            return [] if route.endswith("list") else [self.asked.pk]
        if route == "api-assessment-second-coding":
            return [self.assessment.pk, self.asked.pk]
        if route == "assessments:dissent-withdraw":
            return [self.dissent.pk]
        about = route.startswith(("assessments:", "api-assessment-"))
        if about and not route.endswith((":list", ":new", "-list", "import", "trash")):
            return [self.assessment.pk]
        return ARGUMENTS.get(route, [])

    def of_batch(self, route: str) -> list[object]:
        """What the addresses of a batch hold; pages name the form of a file."""
        has_form = route in {"research:batch-results", "research:batch-faults"}
        return [self.batch, "csv"] if has_form else [self.batch]

    @property
    def helper(self) -> int:
        """The contributor."""
        return User.objects.get(username=HELPER).pk

    def sourced(self, route: str) -> list[object]:
        """What the addresses of the register hold: the assessment, a source, a file kept with it."""
        kept: list[object] = [self.assessment.pk, self.source.pk, self.source.attachments.get().pk]
        if route.endswith((":sources", "-new", "-register")):
            return kept[:1]
        return kept if route.startswith("assessments:file") or route == "api-source-file" else kept[:2]

    @cached_property
    def source(self) -> CitedSource:
        """A source of the assessment, with a file; no answer rests on it."""
        return source_with_file(self.assessment, self.author)

    @cached_property
    def browser(self) -> BrowserSession:
        """A browser in which the author is signed in."""
        client = Client()
        client.force_login(self.author, backend="django.contrib.auth.backends.ModelBackend")
        client.get(reverse("accounts:profile"))
        return BrowserSession.objects.get(user=self.author, session_key=client.session.session_key)

    @cached_property
    def codes(self) -> list[str]:
        """The recovery codes of the author."""
        return recovery_codes_renew(user=self.author)

    @cached_property
    def own(self) -> Framework:
        """A framework of the author's, shared with the team."""
        base = framework_get("nato-2022")
        team = Team.objects.get(slug="desk")
        return framework_make(
            owner=self.author, base=base, weighing=Weighing("Mine", "", *elicited_of(base), team)
        )

    @cached_property
    def job(self) -> uuid.UUID:
        """A job of the author's that is done."""
        job, _is_new = job_create(owner_id=self.author.pk, kind=KIND, parameters=EXPORT)
        assert [done.state for done in run_queued()] == ["done"]
        return job.pk

    @cached_property
    def batch(self) -> uuid.UUID:
        """A batch of the author's that is done."""
        given = {"framework": "nato-2022"}
        batch, _is_new = batch_ask(self.author, form=Form.CSV, given=given, blocks=[as_csv(2)])
        assert chunks_run(batch.pk) == 1
        return batch.pk

    @cached_property
    def asked(self) -> SecondCoding:
        """The teammate is asked to code it again."""
        teammate = self.people["teammate"]
        assert teammate is not None
        return second_coding_ask(asker=self.author, assessment=self.assessment, coder=teammate)

    @cached_property
    def dissent(self) -> Dissent:
        """What the reviewer holds against it."""
        reviewer = self.people["reviewer"]
        assert reviewer is not None
        return dissent_add(author=reviewer, assessment=self.assessment, text="Too thin.")

    @property
    def author(self) -> User:
        author = self.people["author"]
        assert author is not None
        return author


def brought_to(world: World, section: str) -> None:
    """Bring the assessment to the state that a section of the table is about."""
    if section == ACCOUNTS:
        assert world.browser and world.codes
    if section == JOB_DONE:
        assert world.job
    if section == BATCH_DONE:
        assert world.batch
    if section == DRAFT:
        assert world.source
    if section in {SUBMITTED, PUBLISHED}:
        assert world.source, "kept before it is frozen"
    if section == OWN_FRAMEWORK:
        assert world.own
    if section == TRASHED:
        draft = world.assessment
        assessment_trash(editor=world.author, assessment=draft, expected_version=draft.version)
    if section == ASKED:
        assert world.asked
    if section == addresses.INVITED:
        administrator = world.people["administrator"]
        assert administrator is not None
        world.invitation = addresses.invited(administrator)
    if section in {SUBMITTED, PUBLISHED, PUBLICATION, DISSENT}:
        draft = world.assessment
        world.assessment = assessment_submit(
            editor=world.author, assessment=draft, expected_version=draft.version
        )
    if section == DISSENT:
        assert world.dissent
    if section in {PUBLISHED, PUBLICATION}:
        reviewer = world.people["reviewer"]
        assert reviewer is not None
        waiting = world.assessment
        world.assessment = assessment_review(
            reviewer=reviewer, assessment=waiting, expected_version=waiting.version, publish=True, note=""
        )
