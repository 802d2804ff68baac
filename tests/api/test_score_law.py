"""POST /score/ keeps what it read of the law for an edition of the library, and never longer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from frameworks import law_cited
from frameworks.models import LibraryEdition, Provision

pytestmark = pytest.mark.django_db
CITED = "unsc-1973#op4"
BODY = {
    "framework": "nato-2010",
    "as_of": "2011-03-20",
    "facts": {"council_authorises_force": {"value": "yes", "provisions": [CITED]}},
    "draws": 0,
}


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What a test makes of the law is for that test alone."""
    law_cited._kept.cache_clear()
    yield
    law_cited._kept.cache_clear()


def scored(client: Client) -> dict[str, Any]:
    answer = client.post("/api/v1/score/", BODY, content_type="application/json")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_another_edition_is_another_law(client: Client) -> None:
    before = scored(client)
    assert scored(client) == before
    Provision.objects.filter(pk=CITED).update(in_force_until="2011-03-01", ended_by="unsc-2016")
    LibraryEdition.objects.create(digest="sha256:another")
    after = scored(client)
    assert after["evaluation_id"] != before["evaluation_id"]
    assert len(after["warnings"]) > len(before["warnings"])


def test_what_the_library_lacks_is_asked_again(client: Client) -> None:
    lacking = {
        **BODY,
        "facts": {"council_authorises_force": {"value": "yes", "provisions": ["unsc-1973#new"]}},
    }
    first = client.post("/api/v1/score/", lacking, content_type="application/json")
    assert first.status_code == 400
    row = Provision.objects.get(pk=CITED)
    row.pk, row.slug = "unsc-1973#new", "new"
    row.position += 1000
    row.save(force_insert=True)
    second = client.post("/api/v1/score/", lacking, content_type="application/json")
    assert second.status_code == 200, second.content
