"""The audit log on its pages: read by site administrators, narrowed strictly, taken away as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest
from django.test import Client

from natoassess.accounts.models import User
from natoassess.web.audit.models import AuditEntry
from natoassess.web.audit.services import record
from tests.support.queries import count

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ClientAs = Callable[[User], Client]


@pytest.fixture
def entries(analyst: User, reviewer: User) -> None:
    """Three entries: of an analyst, a reviewer, the program."""
    record(actor=analyst, action="assessment.submitted", subject=reviewer, detail={"revision": 2})
    record(actor=reviewer, action="publication.retracted", subject=analyst)
    record(actor=None, action="site.started", detail={"note": "=1+1"})


def shown(client: Client, query: str) -> list[str]:
    """The actions on the page."""
    response = client.get(f"/audit/{query}")
    assert response.status_code == 200, response.content[:300]
    return [line.entry.action for line in response.context["lines"]]


def test_it_is_narrowed(client_as: ClientAs, administrator: User, analyst: User, entries: None) -> None:
    client = client_as(administrator)
    assert shown(client, "") == ["site.started", "publication.retracted", "assessment.submitted"]
    assert shown(client, "?actor=analyst") == ["assessment.submitted"]
    assert shown(client, "?actor=program") == ["site.started"]
    assert shown(client, "?action=publication") == ["publication.retracted"]
    assert shown(client, f"?subject=user:{analyst.pk}") == ["publication.retracted"]
    assert shown(client, "?until=2001-01-01") == []
    for query in ("?who=x", "?since=yesterday", "?subject=A B", "?page=x"):
        assert client.get(f"/audit/{query}").status_code == 400, query
    assert client.get("/audit/?page=9").status_code == 404
    assert client.get("/audit/entries.csv?since=yesterday").status_code == 400


def test_csv_has_every_entry_and_no_formula(
    client_as: ClientAs, administrator: User, reviewer: User, entries: None
) -> None:
    User.objects.filter(pk=reviewer.pk).update(display_name="=cmd()")
    response = client_as(administrator).get("/audit/entries.csv")
    rows = list(csv.reader(b"".join(response).decode().splitlines()))
    assert [row[3] for row in rows] == [
        "action",
        "site.started",
        "publication.retracted",
        "assessment.submitted",
    ]
    assert [row[2] for row in rows[1:]] == ["the program", "'=cmd()", "Ana Analyst"]


def test_the_page_costs_the_same_however_long_the_log(
    client_as: ClientAs, administrator: User, analyst: User, entries: None
) -> None:
    client = client_as(administrator)

    def cost() -> int:
        return count(lambda: client.get("/audit/"))

    cost()
    before = cost()
    for _number in range(20):
        record(actor=analyst, action="assessment.submitted")
    assert cost() == before


def test_the_administration_only_shows_it(client_as: ClientAs, administrator: User, entries: None) -> None:
    client, entry = client_as(administrator), AuditEntry.objects.latest("pk")
    address = f"/admin/audit/auditentry/{entry.pk}/"
    assert client.get(f"{address}change/").status_code == 200
    for path in (f"{address}change/", f"{address}delete/", "/admin/audit/auditentry/add/"):
        assert client.post(path, {"action": "x", "post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    client.post("/admin/audit/auditentry/", chosen)
    assert AuditEntry.objects.get(pk=entry.pk).action == "site.started"
