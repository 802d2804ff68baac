"""Publishing gives a number; a revision supersedes; a retraction leaves a tombstone; nothing published changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cases.assessments.models import Assessment, Publication
from cases.assessments.models.assessment import Status
from cases.assessments.publishing import (
    NotRetractable,
    NotRevisable,
    publication_retract,
    publication_revise,
)
from natoassess.accounts.models import User, Visibility
from tests.result.conftest import Filing, fact

ClientAs = Callable[[User], Client]
REASON = "The strike on the port was attributed to the wrong battery."


@pytest.fixture
def publish(file_draft: Filing, submit: Filing, decide: Filing) -> Filing:
    """publish(title=…, visibility=…): a publication of the analyst's."""

    def made(
        draft: Assessment | None = None,
        title: str = "Shelling of a port",
        visibility: str = Visibility.PUBLIC,
    ) -> Publication:
        answers = fact("uses_force", "yes", "Two batteries were struck.")
        draft = draft or file_draft(answers, title=title, visibility=visibility)
        decide(submit(draft), publish=True)
        return Publication.objects.get(assessment=draft)

    return made


def page(client: Client, publication: Publication, name: str = "detail") -> str:
    return client.get(reverse(f"published:{name}", args=[publication.number])).content.decode()


def test_smoke(client: Client, client_as: ClientAs, publish: Filing, analyst: User, reviewer: User) -> None:
    first, second = publish(), publish(title="Second")
    year = first.published_at.year
    assert [first.number, second.number] == [f"NA-{year}-0001", f"NA-{year}-0002"]
    html = page(client, first)
    assert "Two batteries were struck." in html and first.number in html
    draft = publication_revise(author=analyst, publication=first)
    newer = publish(draft)
    assert newer.supersedes == first
    assert f"Superseded by" in page(client, first)
    publication_retract(editor=reviewer, publication=newer, reason=REASON)
    assert REASON in page(client, newer)
    assert page(client, second, "rescored")
    assert client.get(reverse("published:list")).status_code == 200
