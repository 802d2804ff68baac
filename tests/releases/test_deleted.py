"""What was public and is no more: written where it goes, and read by whoever keeps a copy."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.assessments.models import Publication
from cases.assessments.publishing import publication_retract
from cases.studies.models import Case
from frameworks.library.standing import standing
from frameworks.models import Instrument
from natoassess.web.frozen import Frozen
from natoassess.web.withdrawals.filters import KINDS
from natoassess.web.withdrawals.models import How, Withdrawal
from natoassess.web.withdrawals.services import withdrawal_record, withdrawals_record
from tests.releases.world import PUBLIC, REASON, RETRACTED, world_make

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/deleted/"


def listed(client: APIClient, query: str = "") -> list[dict[str, Any]]:
    """The results of the list."""
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200, answer.content
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


@pytest.mark.usefixtures("library")
def test_a_retraction_is_told_with_its_number_and_reason(api_client: APIClient) -> None:
    """And what went with it: its assessment, and the scenario that nothing else shows. Of a team's, nothing."""
    world_make()
    withdrawn = Publication.objects.get(title=RETRACTED)
    phase = withdrawn.assessment.phase
    rows = listed(api_client)
    assert [(row["kind"], row["id"]) for row in rows] == [
        ("publication", withdrawn.number),
        ("assessment", str(withdrawn.assessment_id)),
        ("phase", f"{phase.case.slug}/{phase.slug}"),
        ("case", phase.case.slug),
    ]
    assert {(row["how"], row["why"], row["replaced_by"]) for row in rows} == {("retracted", REASON, None)}
    assert rows == listed(api_client, "?since=2026-01-01T00:00:00Z")
    of_team = Publication.objects.get(title__contains="four")
    assert of_team.published_by is not None
    publication_retract(editor=of_team.published_by, publication=of_team, reason=REASON)
    assert listed(api_client) == rows
    assert all(api_client.get(f"/api/v1/cases/{row['id']}/").status_code == 404 for row in rows[3:])
    assert Publication.objects.get(title=PUBLIC).number not in {row["id"] for row in rows}


@pytest.mark.usefixtures("library")
def test_what_an_edition_drops_is_told_and_what_comes_back_is_not(api_client: APIClient) -> None:
    """Cascades and all: the provisions of an instrument, the phases and the record of a case."""
    before = standing()
    assert set(before) | {"publication"} == {kind for kind, _label in KINDS}
    assert all(before.values())
    Instrument.objects.filter(pk="unsc-1973").update(deprecated=True)
    Case.objects.get(slug="nord-stream-2022").claims.all().delete()
    after = standing()
    withdrawals_record(before=before, after=after)
    rows = listed(api_client, "?page_size=200")
    assert ("instrument", "unsc-1973", "deprecated") in {(row["kind"], row["id"], row["how"]) for row in rows}
    assert ("provision", "unsc-1973#op4", "deprecated") in {
        (row["kind"], row["id"], row["how"]) for row in rows
    }
    claims = {row["id"] for row in rows if row["kind"] == "claim"}
    assert claims
    assert claims == {key for key in before["claim"] if key.startswith("nord-stream-2022/")}
    assert {row["how"] for row in listed(api_client, "?kind=claim")} == {"removed"}
    withdrawals_record(before=after, after=before)
    assert listed(api_client) == []
    withdrawals_record(before=before, after=after)
    assert len(listed(api_client, "?page_size=200")) == len(rows)


def test_what_is_new_is_not_written() -> None:
    assert withdrawals_record(before={}, after={"case": {"new": True, "old": False}}) == []


def test_the_list_is_narrowed_and_refuses_what_it_does_not_know(api_client: APIClient) -> None:
    for number in range(3):
        withdrawal_record(kind="source", key=f"case/{number}", how=How.REMOVED)
    withdrawal_record(kind="case", key="case", how=How.DEPRECATED, replaced_by="other")
    first, *_others = Withdrawal.objects.all()
    assert len(listed(api_client, f"?since={first.at.isoformat().replace('+00:00', 'Z')}")) == 4
    assert listed(api_client, "?since=2999-01-01") == []
    assert [row["replaced_by"] for row in listed(api_client, "?how=deprecated")] == ["other"]
    page = api_client.get(f"{ADDRESS}?kind=source&page_size=2").json()
    assert (page["count"], len(page["results"])) == (3, 2)
    assert "page=2" in page["next"]
    for odd in (
        "since=yesterday",
        "since=2026-01-01T00:00:00",
        "since=2026-13-01",
        "since=9999-12-31T23:59:59-23:59",
        "since=0001-01-01T00:00:00%2B23:59",
        "kind=user",
        "how=returned",
    ):
        assert api_client.get(f"{ADDRESS}?{odd}").json()["code"] == "invalid_params", odd
    assert api_client.get(f"{ADDRESS}?after=1").json()["code"] == "unknown_params"


def test_nothing_changes_the_log() -> None:
    row = withdrawal_record(kind="case", key="case", how=How.REMOVED)
    for change in (row.save, row.delete, Withdrawal.objects.all().delete):
        with pytest.raises(Frozen):
            change()
