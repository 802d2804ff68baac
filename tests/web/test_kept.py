"""A session that ends while somebody is typing costs them nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from natoassess.accounts.models import User
from tests.filing.pages import SCENARIO, draft, filled, step_url, values

pytestmark = pytest.mark.django_db

WHY = 'Said "twice" & <kept>\nsecond line, \U0001f600'


class _Main(HTMLParser):
    """The form in the main part of a page that holds `wanted` among its hidden fields or as its action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.forms.append({"action": given.get("action"), "fields": {}})
        elif tag == "input" and self.forms:
            self.forms[-1]["fields"].setdefault(given.get("name"), []).append(given.get("value") or "")


def form(response: Any, action: str) -> dict[str, list[str]]:
    """The hidden fields of the form on the page that leads to `action`."""
    parser = _Main()
    parser.feed(response.content.decode())
    fields: dict[str, list[str]] = next(f["fields"] for f in parser.forms if f["action"] == action)
    return fields


@pytest.fixture
def person(analyst: User) -> User:
    """The analyst, with a password."""
    analyst.set_password("a long enough one")
    analyst.save()
    return analyst


def test_what_was_typed_survives_signing_in_again(person: User, client_as: Callable[[User], Client]) -> None:
    client = client_as(person)
    made = draft(client)
    here, login = step_url(made, "facts-action"), reverse("accounts:login")
    typed = filled(
        client, made, "facts-action", {"facts-uses_force": "yes", "facts-uses_force-why": WHY, "then": "stay"}
    )
    client.logout()

    refused = client.post(here, typed)
    assert refused.status_code == 403
    assert "You are signed out" in refused.content.decode()
    kept = form(refused, login)
    sign_in = client.post(login, {"kept": kept["kept"]})
    again = form(sign_in, login)
    wrong = client.post(login, {"kept": again["kept"], "username": "analyst", "password": "wrong"})
    last = form(wrong, login)
    back = client.post(login, {"kept": last["kept"], "username": "analyst", "password": "a long enough one"})
    assert back.status_code == 200
    assert "no-store" in back["Cache-Control"]
    assert values(made) == {}

    fields = form(back, here)
    fields.pop("csrfmiddlewaretoken", None)
    saved = client.post(here, fields)
    assert saved.status_code == 302
    assert values(made)["uses_force"] == "yes"
    assert made.findings.get(code="uses_force").why.split() == WHY.split()


def test_a_button_that_only_posts_leads_back_to_itself(
    person: User, client_as: Callable[[User], Client]
) -> None:
    """Signing in must not end at an address that answers no GET."""
    client = client_as(person)
    made = draft(client)
    submit, login = reverse("assessments:submit", args=[made.pk]), reverse("accounts:login")
    client.logout()
    kept = form(client.post(submit, {"version": "1"}), login)["kept"]
    back = client.post(login, {"kept": kept, "username": "analyst", "password": "a long enough one"})
    assert form(back, submit)["version"] == ["1"]


def test_who_signed_in_elsewhere_meanwhile_goes_on(
    person: User, client: Client, client_as: Callable[[User], Client]
) -> None:
    new, login = reverse("assessments:new"), reverse("accounts:login")
    kept = form(client.post(new, SCENARIO), login)["kept"]
    back = client_as(person).post(login, {"kept": kept})
    assert form(back, new)["title"] == [SCENARIO["title"]]


def test_a_part_of_a_page_is_never_the_sign_in_page(client: Client) -> None:
    response = client.post(
        reverse("assessments:answer", args=[1, "facts-uses_force"]),
        {"version": "1"},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 401
    assert response.content == b""


@pytest.mark.parametrize(
    "kept",
    [
        json.dumps(["https://elsewhere.example/", []]),
        json.dumps(["//elsewhere.example/", []]),
        json.dumps(["javascript:alert(1)", []]),
        "[" * 5000,
        "{}",
        "null",
        '["/", 5]',
        '["/", [["a"]]]',
    ],
)
def test_what_leads_nowhere_is_dropped(client: Client, kept: str) -> None:
    response = client.post(reverse("accounts:login"), {"kept": kept})
    assert response.status_code == 200
    assert 'name="kept"' not in response.content.decode()
    assert "elsewhere.example" not in response.content.decode()
