"""What was published, worked out again: beside it, never instead of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from cases.assessments.models import Assessment, Publication
from cases.assessments.publication_record import as_text, publication_document
from cases.assessments.publications import publication_get
from cases.assessments.rescoring import is_newer_known, publication_rescored
from frameworks.library.loading import load_library
from frameworks.models import Framework
from frameworks.own import Weighing, elicited_of, framework_change, framework_make
from frameworks.selectors import framework_get
from natoassess.accounts.models import Team, User, Visibility
from tests.result.conftest import Filing, fact, rating

ANSWERS = (
    fact("uses_force", "yes", "Struck."),
    rating("threat_gravity", "4", "Grave."),
    rating("threat_imminence", "1", "Distant."),
)


@pytest.fixture
def own(analyst: User, team: Team) -> Framework:
    """A framework of the analyst's own, shared with the team."""
    base = framework_get("nato-2022")
    return framework_make(owner=analyst, base=base, weighing=Weighing("Mine", "", *elicited_of(base), team))


@pytest.fixture
def published(file_draft: Filing, submit: Filing, decide: Filing, own: Framework) -> Publication:
    """Judged by that framework."""
    draft = file_draft(*ANSWERS, visibility=Visibility.TEAM)
    Assessment.objects.filter(pk=draft.pk).update(framework=own)
    decide(submit(Assessment.objects.get(pk=draft.pk)), publish=True)
    return Publication.objects.get(assessment=draft)


def reweighed(analyst: User, own: Framework) -> Framework:
    """Its second version, in which gravity counts five times."""
    own.refresh_from_db()
    dimensions, criteria = elicited_of(own)
    heavier = replace(criteria, values={**criteria.values, "threat_gravity": 5.0})
    weighing = Weighing("Mine", "", dimensions, heavier, own.team)
    return framework_change(
        editor=analyst, framework=own, expected_version=own.lock_version, weighing=weighing
    )


def test_a_newer_version_stands_beside_and_alters_nothing(
    published: Publication, own: Framework, analyst: User
) -> None:
    before = as_text(publication_document(published))
    client = Client()
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/published/{published.number}/"
    assert "rescored" not in client.get(address).content.decode().split("<aside", 1)[0]
    assert not is_newer_known(publication_get(analyst, published.number), analyst)

    newer = reweighed(analyst, own)
    assert newer.version == 2
    again = publication_get(analyst, published.number)
    assert is_newer_known(again, analyst)
    same, newest = publication_rescored(again, analyst)
    assert (same.framework.version, same.differences) == (1, ())
    assert same.evaluation == again.snapshot.evaluation
    assert newest.framework == newer and "legitimacy.index" in {item.member for item in newest.differences}
    html = client.get(f"{address}rescored/").content.decode()
    assert html.count("not published</span>") == 2 and "Legitimacy: " in html
    assert f'href="{address}rescored/"' in client.get(address).content.decode().split("<aside", 1)[0]
    rows = client.get(f"/api/v1/publications/{published.number}/rescored/").json()
    assert [row["framework"]["version"] for row in rows] == [1, 2]
    assert as_text(publication_document(publication_get(analyst, published.number))) == before


def test_a_framework_that_is_not_shared_is_not_told_of(
    published: Publication, own: Framework, analyst: User, researcher: User
) -> None:
    """Its newer version is nobody's business where its owner has withdrawn it from the team."""
    newer = reweighed(analyst, own)
    Framework.objects.filter(code=newer.code).update(team=None)
    seen = publication_get(researcher, published.number)
    assert not is_newer_known(seen, researcher)
    assert [row.framework.version for row in publication_rescored(seen, researcher)] == [1]


def test_the_document_is_the_same_after_the_library_was_loaded_again(
    published: Publication, analyst: User
) -> None:
    client = Client()
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/published/{published.number}/publication.json"
    before = client.get(address).content
    load_library()
    assert client.get(address).content == before
