"""The lookups of publications; the library itself has none, so two are published first."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from cases.assessments.models import Publication
from cases.assessments.publication_filters import PublicationFilter
from cases.assessments.publications import publications
from natoassess.accounts.models import Visibility
from tests.api.conftest import ROOT
from tests.result.conftest import Filing, fact, rating
from tests.support.lookups import Listed, lookups_hold, rows_satisfy


@pytest.fixture
def published(file_draft: Filing, submit: Filing, decide: Filing) -> list[Publication]:
    """One that rests on no law and one without ratings."""
    struck = fact("uses_force", "yes", "Struck.")
    rated = file_draft(struck, rating("threat_gravity", "4"), title="First", visibility=Visibility.PUBLIC)
    bare = file_draft(struck, title="Second", visibility=Visibility.PUBLIC)
    for draft in (rated, bare):
        decide(submit(draft), publish=True)
    return list(Publication.objects.order_by("serial"))


def test_every_lookup_of_publications_holds(published: list[Publication], api_client: APIClient) -> None:
    from django.contrib.auth.models import AnonymousUser

    listed = Listed(
        "publications",
        PublicationFilter,
        lambda: publications(AnonymousUser()),
        ("number",),
        {
            "verdict": "result.verdict",
            "legality": "result.verdict",
            "band": "result.legitimacy.band",
            "index": "result.legitimacy.index",
            "gross": "result.sovereignty.gross",
        },
    )
    rows = api_client.get(f"{ROOT}/publications/", {"fields": "number,result"}).json()["results"]
    assert len(rows) == len(published) == 2
    assert [row["result"]["legitimacy"]["index"] is None for row in rows].count(True) == 1
    assert lookups_hold(listed)
    rows_satisfy(listed, {row["number"]: row for row in rows})


def test_of_what_was_retracted_no_result_is_found(
    published: list[Publication], api_client: APIClient
) -> None:
    number = published[0].number
    verdict = published[0].snapshot.summary["verdict"]
    asked = {"state": "all", "verdict": verdict, "fields": "number"}

    def found() -> set[str]:
        return {row["number"] for row in api_client.get(f"{ROOT}/publications/", asked).json()["results"]}

    assert number in found()
    Publication.objects.filter(pk=published[0].pk).update(retracted_at=published[0].published_at)
    assert number not in found()
