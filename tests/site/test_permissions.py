"""Every route, role and verb against the table in permissions.yaml: what it does not declare fails."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pytest_django import Settings
from rest_framework.test import APIClient

from cases.assessments.commenting import comment_add
from cases.assessments.contributing import contributor_add
from cases.assessments.dissents import dissent_add
from cases.assessments.models import Assessment, CitedSource, Dissent, Publication, SecondCoding
from cases.assessments.second_codings import second_coding_ask
from cases.assessments.services import assessment_review, assessment_submit, terms_mark
from cases.assessments.trash import assessment_trash
from cases.comparisons.jobs import KIND
from frameworks.models import Framework
from frameworks.own import Weighing, elicited_of, framework_make
from frameworks.selectors import framework_get
from natoassess.accounts.models import BrowserSession, Role, Team, User
from natoassess.accounts.profiles import SALT
from natoassess.accounts.tokens import token_create, tokens_of
from natoassess.accounts.two_step import recovery_codes_renew
from natoassess.web.jobs.services import job_create
from tests.api.conftest import SCENARIO as FILED
from tests.doctrines.fields import weight_fields
from tests.evidence.files import source_with_file
from tests.filing.pages import SCENARIO as DESCRIBED
from tests.filing.pages import fields_of
from tests.filing.test_phases import SECOND
from tests.pages.scenarios import scenario
from tests.support import permissions
from tests.support.jobs import run_queued
from tests.support.people import make_user
from tests.teams import addresses
from tests.web.test_routes import ROUTES, walk

pytestmark = [pytest.mark.django_db, pytest.mark.once]
VERBS = permissions.VERBS
ROLES = permissions.ROLES
TABLE = permissions.table()
DRAFT, SUBMITTED, PUBLISHED = (
    "a draft shared with the team",
    "submitted to the team",
    "published to everyone",
)
ACCOUNTS = "accounts"
TRASHED = "a draft of the author, in the trash"
PUBLICATION = "a publication for everyone"
JOB_DONE = "a job of the author, done"
OWN_FRAMEWORK = "a framework of the author's own, shared with the team"
ASKED = "a second coding asked of the teammate"
DISSENT = "a dissent of the reviewer on what is submitted"
WORDS = {"let in", "sign in", "hidden", "refused", "elsewhere", "late", "sent back", "too old"}
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
}
OF_NO_FRAMEWORK = {"method-frameworks", "method-framework-new", "api-framework-list"}
HELPER = "helper"
"""Contributes to the assessment; stands beside the roles of the table."""
EXPORT = {"items": ["kosovo-1999/allied-force", "kosovo-1999/kfor"], "format": "csv"}
COMPARED = "?item=kosovo-1999/allied-force&item=kosovo-1999/kfor"


def key(namespaces: tuple[str, ...], name: str) -> str:
    return ":".join((*namespaces, name))


def test_the_table_names_every_route_and_nothing_else() -> None:
    declared = {route for section in TABLE.values() for route in section}
    assert declared == {key(route.namespaces, route.name) for route in ROUTES}
    for section in (DRAFT, SUBMITTED, PUBLISHED):
        assert set(TABLE[section]) == set(TABLE[DRAFT]), "the same addresses in every state"


def test_the_document_says_what_the_table_and_the_rules_say() -> None:
    assert permissions.DOCUMENT.read_text(encoding="utf-8") == permissions.document(), (
        "rewrite it: python -m tests.support.permissions"
    )


def test_the_table_is_written_in_the_words_that_it_explains() -> None:
    for section in TABLE.values():
        for route, verbs in section.items():
            assert set(verbs) <= set(VERBS), route
            for roles in verbs.values():
                assert set(roles) <= {*ROLES, "everyone"}, route
                assert set(roles.values()) <= WORDS, route
                assert "everyone" in roles or set(roles) == set(ROLES), f"{route} leaves a role out"


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
        if route.startswith(("published:", "api-publication-")) and not route.endswith("list"):
            return [Publication.objects.get(assessment=self.assessment).number]
        if route == "assessments:edit":
            return [self.assessment.pk, "facts-action"]
        if route in {"assessments:answer", "assessments:undo", "assessments:history"}:
            return [self.assessment.pk, "facts-uses_force"]
        if route.startswith(("method-framework", "api-framework-")) and route not in OF_NO_FRAMEWORK:
            return [self.own.code, 1] if route.endswith("version") else [self.own.code]
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


@pytest.fixture
def world(
    team: Team, reviewer: User, researcher: User, instructor: User, administrator: User, outsider: User
) -> World:
    author = make_user("author", team=team, roles=(Role.ANALYST,))
    token_create(user=author, days=30)
    people = {
        "anonymous": None,
        "author": author,
        "teammate": make_user("teammate", team=team, roles=(Role.ANALYST,)),
        "reviewer": reviewer,
        "researcher": researcher,
        "instructor": instructor,
        "administrator": administrator,
        "outsider": outsider,
    }
    draft = scenario(author, team, visibility="public")
    comment_add(author=author, assessment=draft, text="Which source?")
    helper = make_user(HELPER, team=team, roles=(Role.ANALYST,))
    contributor_add(author=author, assessment=draft, user=helper)
    return World(people, draft)


@pytest.fixture(autouse=True)
def fresh_counts(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.JOBS_DIR = tmp_path
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    cache.clear()
    yield
    cache.clear()


def brought_to(world: World, section: str) -> None:
    """Bring the assessment to the state that a section of the table is about."""
    if section == ACCOUNTS:
        assert world.browser and world.codes
    if section == JOB_DONE:
        assert world.job
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


def asked(world: World, route: str, role: str, verb: str) -> Any:
    """The answer to one request of `role`, with all that the address needs; nothing of it stays."""
    person = world.people[role]
    address = reverse(route, args=world.arguments(route))
    if verb == "GET":
        address += (
            COMPARED
            if route in {"comparisons:export-csv", "comparisons:export-pdf", "api-comparison"}
            else ""
        )
        address += "?q=intervention" if route.endswith("search") else ""
    version = world.own.lock_version if "framework" in route else world.assessment.version
    if address.startswith("/api/"):
        api = APIClient()
        if person is not None:
            api.credentials(HTTP_AUTHORIZATION=f"Token {token_create(user=person, days=30)}")
        bodies: dict[str, Any] = {
            "api-assessment-list": FILED,
            "api-assessment-import": BROUGHT_IN,
            "api-source-register": {"title": "A report", "reliability": "B"},
            "api-source-detail": {"title": "A report", "reliability": "B"},
            "api-assessment-phases": {"title": "A second phase", "starts_on": "2026-07-01"},
            "api-score": SCORED,
            "api-score-comparison": {"scenarios": [SCORED_ALIKE | {"label": label} for label in "AB"]},
            "api-score-doctrines": SCORED,
            "api-score-memorandum": SCORED,
            "api-assessment-comments": {"text": "Hello"},
            "api-assessment-comment": {"text": "Hello"},
            "api-assessment-contributors": {"user": HELPER},
            "api-assessment-hand-over": {"to": HELPER},
            "api-job-list": {"kind": KIND, "parameters": EXPORT},
            "api-assessment-second-codings": {"coder": "teammate"},
        }
        empty = {"api-job-cancel", "api-second-coding-accept", "api-second-coding-decline"}
        if route == "api-source-files":
            file = SimpleUploadedFile("note.txt", b"a note", content_type="text/plain")
            return getattr(api, verb.lower())(address, {"file": file}, format="multipart")
        body = None if route in empty else bodies.get(route, {"title": "Changed"})
        return getattr(api, verb.lower())(
            address, None if verb == "GET" else body, HTTP_IF_MATCH=f'"{version}"'
        )
    client = Client()
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    form = {
        "assessments:new": DESCRIBED,
        "assessments:import": {"text": json.dumps(BROUGHT_IN)},
        "assessments:describe": {**DESCRIBED, "terms": terms_mark(world.assessment)},
        "assessments:phase-add": {**SECOND, "starts_on": "2026-07-01", "ends_on": ""},
        "assessments:review": {"version": version, "decision": "publish"},
        "assessments:source-new": {"title": "A report", "reliability": "B"},
        "assessments:source": {"title": "A report", "reliability": "B", "version": version},
        "assessments:source-files": {"file": SimpleUploadedFile("note.txt", b"a note")},
        "assessments:comments": {"text": "Hello"},
        "assessments:comment": {"text": "Hello"},
        "assessments:people": {"user": world.helper},
        "assessments:hand-over": {"to": world.helper},
        "assessments:second-coding": {"coder": world.people["teammate"].pk},  # type: ignore[union-attr]  # a person
        "assessments:second-coding-request": {"decision": "decline"},
        "assessments:dissent": {"question": "", "value": "", "text": "Too thin."},
        "comparisons:export-job": {"item": EXPORT["items"], "format": "csv"},
        "accounts:name": {"display_name": "A name"},
        "accounts:tokens": {"days": 30},
        "accounts:reset": {"email": "nobody@example.org"},
        "accounts:two-step-codes-text": {"codes": world.codes[0]},
        "accounts:login": {"username": "nobody", "password": "wrong"},
        "accounts:demo": {"role": "analyst"},
        "published:retract": {"reason": "It rests on a wrong source.", "confirm": "on"},
        **addresses.FORMS,
        "assessments:answer": ANSWERED,
        "assessments:undo": {"undo": "1"},
    }.get(route, {"version": version})
    if route in {"assessments:second-coding-cancel", "assessments:consensus", "assessments:consensus-close"}:
        form = {"version": version, "coding": world.asked.pk, **POSITION}
    if route in {"method-framework-edit", "method-framework-new"}:
        form = {**weight_fields(), "version": version}
    if route == "assessments:edit" and verb == "POST" and (page := client.get(address)).status_code == 200:
        form = fields_of(page.content.decode())
    return getattr(client, verb.lower())(address, form if verb == "POST" else None)


ANSWERED = {
    "facts-uses_force": "yes",
    "facts-uses_force-version": "0",
    "facts-uses_force-evidence-TOTAL_FORMS": "0",
    "facts-uses_force-evidence-INITIAL_FORMS": "0",
}
POSITION = {
    "question": "facts-uses_force",
    "facts-uses_force-version": 0,
    "facts-uses_force-value": "no",
    "facts-uses_force-why": "Nothing was fired.",
}
BROUGHT_IN = {name: value for name, value in FILED.items() if name != "visibility"}
SCORED = {"as_of": "2026-01-01", "draws": 0, "facts": {"uses_force": "yes"}}
SCORED_ALIKE = {name: value for name, value in SCORED.items() if name != "draws"}


def word(answer: Any, world: World) -> str:
    """The answer in the words of the table."""
    status = answer.status_code
    if status in {301, 302}:
        target = answer["Location"]
        if target.startswith((reverse("accounts:login"), reverse("admin:login"))):
            return "sign in"
        unchanged = Assessment.objects.filter(
            pk=world.assessment.pk, version=world.assessment.version
        ).exists()
        is_result = target == reverse("assessments:detail", args=[world.assessment.pk])
        return "elsewhere" if is_result and unchanged else "let in"
    if any(template.name == "accounts/signed_out.html" for template in getattr(answer, "templates", [])):
        return "sign in"  # a form sent without a session: what was typed is carried through the sign-in
    named = {401: "sign in", 403: "refused", 404: "hidden", 405: "no such verb", 409: "late", 410: "too old"}
    named[422] = "sent back"
    return named.get(status, "let in" if status < 300 else f"status {status}")


def wrong_lines(world: World, section: str) -> Iterator[str]:
    """Each route, verb and role of a section that is answered otherwise than the table says."""
    for route, verbs in TABLE[section].items():
        for verb in VERBS:
            for role in ROLES:
                with transaction.atomic():
                    answer = asked(world, route, role, verb)
                    found = word(answer, world)
                    if answer.streaming:
                        b"".join(answer)  # read to its end, the file is closed
                    transaction.set_rollback(True)
                if verb in verbs:
                    expected = verbs[verb].get(role, verbs[verb].get("everyone"))
                    if found != expected:
                        yield f"{route} {verb} {role}: {found}, and the table says {expected}"
                elif found == "let in" or found.startswith("status"):
                    yield f"{route} {verb} {role}: {found}, and the table does not name this verb"


@pytest.mark.parametrize("section", list(TABLE))
def test_every_route_answers_every_role_and_verb_as_the_table_says(section: str, world: World) -> None:
    brought_to(world, section)
    wrong = list(wrong_lines(world, section))
    assert wrong == [], "\n" + "\n".join(wrong)


def test_the_administration_lets_in_staff_alone(
    world: World, client_as: Callable[[User], Client], client: Client
) -> None:
    """The routes of django.contrib.admin are walked too; they are its own, so they have no lines in the table."""
    addresses = set()
    for route in walk(get_resolver().url_patterns):
        if "admin" in route.namespaces:
            for arguments in ([], [world.author.pk], ["auth"]):
                try:
                    addresses.add(reverse(key(route.namespaces, route.name), args=arguments))
                except NoReverseMatch:
                    continue
    addresses -= {reverse("admin:login"), reverse("admin:logout"), reverse("admin:jsi18n")}
    assert len(addresses) > 10
    strangers = [
        client,
        *(client_as(person) for role, person in world.people.items() if person and not person.is_staff),
    ]
    for address in sorted(addresses):
        for stranger in strangers:
            for verb in VERBS:
                answer = getattr(stranger, verb.lower())(address)
                assert answer.status_code in {302, 403, 404, 405}, f"{verb} {address}: {answer.status_code}"
                if answer.status_code == 302:
                    assert answer["Location"].startswith(reverse("admin:login")), address
    administrator = world.people["administrator"]
    assert administrator is not None
    assert client_as(administrator).get(reverse("admin:accounts_team_changelist")).status_code == 200
