"""Every route, role and verb against the table in permissions.yaml: what it does not declare fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pytest_django import Settings

from cases.assessments.commenting import comment_add
from cases.assessments.contributing import contributor_add
from cases.assessments.models import Assessment
from natoassess.accounts.models import Role, Team, User
from natoassess.accounts.tokens import token_create
from tests.pages.scenarios import scenario
from tests.site.permission_requests import asked
from tests.site.permission_world import DRAFT, HELPER, PUBLISHED, SUBMITTED, World, brought_to
from tests.support import permissions
from tests.support.people import make_user
from tests.web.test_routes import ROUTES, walk

pytestmark = [pytest.mark.django_db, pytest.mark.once]
VERBS = permissions.VERBS
ROLES = permissions.ROLES
TABLE = permissions.table()
WORDS = {"let in", "sign in", "hidden", "refused", "elsewhere", "late", "sent back", "too old"}


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
    settings.RELEASES_DIR = tmp_path / "releases"
    settings.BATCHES_DIR = tmp_path / "batches"
    cache.clear()
    yield
    cache.clear()


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


WITHOUT_HANDLER = ("author", "administrator")
"""Where both are answered 405 the route has no handler for the verb, and nobody else can be let in by one."""


def found(world: World, route: str, role: str, verb: str) -> str:
    """What a role is answered, in the words of the table; whatever it did is undone."""
    with transaction.atomic():
        answer = asked(world, route, role, verb)
        said = word(answer, world)
        if answer.streaming:
            b"".join(answer)  # read to its end, the file is closed
        transaction.set_rollback(True)
    return said


def wrong_lines(world: World, section: str) -> Iterator[str]:
    """Each route, verb and role of a section that is answered otherwise than the table says."""
    for route, verbs in TABLE[section].items():
        for verb in VERBS:
            if verb not in verbs:
                yield from let_in_by_an_unnamed_verb(world, route, verb)
                continue
            for role in ROLES:
                expected = verbs[verb].get(role, verbs[verb].get("everyone"))
                if (said := found(world, route, role, verb)) != expected:
                    yield f"{route} {verb} {role}: {said}, and the table says {expected}"


def let_in_by_an_unnamed_verb(world: World, route: str, verb: str) -> Iterator[str]:
    """Each role that a verb lets in, or gives an answer of no word, though the table does not name the verb."""
    said = {role: found(world, route, role, verb) for role in WITHOUT_HANDLER}
    others = ROLES if set(said.values()) != {"no such verb"} else ["anonymous"]
    said |= {role: found(world, route, role, verb) for role in others if role not in said}
    for role, what in said.items():
        if what == "let in" or what.startswith("status"):
            yield f"{route} {verb} {role}: {what}, and the table does not name this verb"


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
