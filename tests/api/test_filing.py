"""Filing and changing one's own assessments with a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.assessments.models import Assessment, Evidence, Finding
from cases.studies.models import Case
from natoassess.accounts.models import User
from tests.api.conftest import ROOT, SCENARIO, Answer, pointers_of

pytestmark = pytest.mark.django_db

LIST = f"{ROOT}/assessments/"


def test_filing_makes_a_draft_with_its_answers_and_its_evaluation(draft: Answer, team: Any) -> None:
    kept = draft.json()
    assert draft["Location"].endswith(f"{LIST}{kept['id']}/")
    assert draft["ETag"] == f'"{kept["version"]}"'
    for name in ("title", "summary", "target_name", "acting_names", "starts_on", "as_of", "visibility"):
        assert kept[name] == SCENARIO[name]
    assert (kept["status"], kept["standpoint"], kept["team"]) == ("draft", "ex_post", team.slug)
    assert kept["framework"] == {"code": "nato-2022", "version": 1}
    assert kept["facts"]["council_authorises_force"] == SCENARIO["facts"]["council_authorises_force"]
    assert kept["ratings"] == SCENARIO["ratings"]
    assert kept["evaluation"]["legality"]["at_most"] == "lawful"
    assert kept["faults"] == []
    assert kept["result"] is None


def test_the_findings_replay_to_the_same_evaluation(draft: Answer, api_client: APIClient) -> None:
    again = api_client.post(f"{ROOT}/score/", draft.json()["findings"])
    assert again.json() == draft.json()["evaluation"]


def test_what_was_read_can_be_filed_again(draft: Answer, author: APIClient) -> None:
    kept = draft.json()
    copy = {name: kept[name] for name in (*SCENARIO, "standpoint")}
    again = author.post(LIST, copy)
    assert again.status_code == 201, again.content
    assert again.json()["evaluation"]["evaluation_id"] == kept["evaluation"]["evaluation_id"]
    assert again.json()["facts"] == kept["facts"]


def test_a_phase_of_the_library_can_be_assessed_anew(author: APIClient) -> None:
    answer = author.post(LIST, {"phase": "kosovo-1999/allied-force", "facts": {"uses_force": "yes"}})
    assert answer.status_code == 201, answer.content
    kept = answer.json()
    assert (kept["phase"], kept["as_of"], kept["framework"]["code"]) == (
        "kosovo-1999/allied-force", "1999-03-24", "nato-1991",
    )  # fmt: skip
    title = author.patch(f"{LIST}{kept['id']}/", {"title": "Mine"}, HTTP_IF_MATCH=answer["ETag"])
    assert set(pointers_of(title)) == {"/title"}
    day = author.patch(f"{LIST}{kept['id']}/", {"as_of": "1999-06-12"}, HTTP_IF_MATCH=answer["ETag"])
    assert (day.status_code, day.json()["as_of"]) == (200, "1999-06-12")
    assert Case.objects.get(slug="kosovo-1999").title == "Kosovo 1999"


def test_faults_of_members_and_of_findings_come_together_and_nothing_is_kept(author: APIClient) -> None:
    body = {
        "titel": "x",
        "title": "y" * 161,
        "starts_on": "2026-05-02",
        "ends_on": "2026-05-01",
        "as_of": "May",
        "framework": "nato-3000",
        "team": "elsewhere",
        "facts": {
            "uses_forse": "yes",
            "uses_force": {
                "value": "yes",
                "evidence": [
                    {"reliability": "G", "credibility": 2, "url": "ftp://x", "citation": 4, "sauce": ""}
                ],
            },
        },
        "ratings": {"host_failure": {"level": "na"}},
    }
    answer = author.post(LIST, body)
    assert answer.status_code == 400
    faults = pointers_of(answer)
    assert set(faults) == {
        "/titel", "/title", "/target_name", "/ends_on", "/as_of", "/framework", "/team", "/facts/uses_forse",
        "/facts/uses_force/evidence/0/reliability", "/facts/uses_force/evidence/0/url",
        "/facts/uses_force/evidence/0/citation", "/facts/uses_force/evidence/0/sauce", "/ratings/host_failure/why",
    }  # fmt: skip
    assert "did you mean title?" in faults["/titel"]
    assert not Assessment.objects.filter(reference=None).exists()
    assert not Case.objects.filter(kind="scenario").exists()


@pytest.mark.parametrize("phase", ["kosovo-1999/landing", "kosovo-1999", "", "a/b/c"])
def test_an_unknown_phase_is_a_fault(author: APIClient, phase: str) -> None:
    answer = author.post(LIST, {"phase": phase})
    assert answer.status_code == 400
    assert set(pointers_of(answer)) == {"/phase"}


def test_another_persons_scenario_cannot_be_assessed(
    draft: Answer, outsider: User, api_client_as: Callable[[User], APIClient]
) -> None:
    answer = api_client_as(outsider).post(LIST, {"phase": draft.json()["phase"]})
    assert set(pointers_of(answer)) == {"/phase"}


def test_whoever_is_in_no_team_files_in_private(db: None, api_client_as: Callable[[User], APIClient]) -> None:
    loner = User.objects.create(username="loner", password="!")
    client = api_client_as(loner)
    assert set(pointers_of(client.post(LIST, SCENARIO))) == {"/visibility"}
    private = client.post(LIST, SCENARIO | {"visibility": "private"})
    assert (private.status_code, private.json()["team"]) == (201, None)


def test_a_change_merges_answers_and_null_takes_one_back(
    author: APIClient, draft: Answer, address: str
) -> None:
    change = {
        "facts": {"council_authorises_force": "yes", "within_mandate": "yes", "uses_force": None},
        "ratings": {"threat_imminence": {"level": None}},
        "sovereignty": {"territory": None},
        "title": "Strikes with a mandate",
    }
    answer = author.patch(address, change, HTTP_IF_MATCH=draft["ETag"])
    assert answer.status_code == 200, answer.content
    kept = answer.json()
    assert kept["facts"] == {
        "state_conduct": {"value": "yes"},
        "council_authorises_force": {"value": "yes"},
        "within_mandate": {"value": "yes"},
    }
    assert kept["ratings"] == SCENARIO["ratings"] | {"threat_imminence": {"level": "unknown"}}
    assert kept["sovereignty"] == {}
    assert kept["title"] == "Strikes with a mandate"
    assert kept["summary"] == SCENARIO["summary"]
    assert kept["evaluation"]["legality"]["verdict"] == "lawful"
    assert answer["ETag"] != draft["ETag"]
    assert author.get(address)["ETag"] == answer["ETag"]
    assert not Evidence.objects.filter(finding__assessment=kept["id"]).exists()


def test_a_change_that_cannot_stand_changes_nothing(author: APIClient, draft: Answer, address: str) -> None:
    before = author.get(address).content
    change = {"title": "Other", "facts": {"within_mandate": "yes", "state_conduct": "contested"}}
    answer = author.patch(address, change, HTTP_IF_MATCH=draft["ETag"])
    assert answer.status_code == 400
    assert set(pointers_of(answer)) == {"/facts/state_conduct"}
    assert author.get(address).content == before


def test_a_new_answer_is_judged_with_the_old_ones(author: APIClient, draft: Answer, address: str) -> None:
    """Peaceful means may be na only where no force is used: the fact that is kept decides."""
    from frameworks.models import Criterion

    code = Criterion.objects.filter(dimension__code="last_resort", optional=True).values_list(
        "code", flat=True
    )[0]
    change: dict[str, Any] = {"ratings": {code: {"level": "na", "why": "Nothing was used."}}}
    refused = author.patch(address, change, HTTP_IF_MATCH=draft["ETag"])
    assert set(pointers_of(refused)) == {f"/ratings/{code}/level"}
    accepted = author.patch(address, change | {"facts": {"uses_force": "no"}}, HTTP_IF_MATCH=draft["ETag"])
    assert accepted.status_code == 200, accepted.content


def test_a_deleted_draft_is_gone_until_it_is_restored(author: APIClient, draft: Answer, address: str) -> None:
    answer = author.delete(address, HTTP_IF_MATCH=draft["ETag"])
    assert (answer.status_code, answer.content) == (204, b"")
    assert author.get(address).status_code == 404
    assert author.patch(address, {"title": "Late"}, HTTP_IF_MATCH=draft["ETag"]).status_code == 404
    assert Finding.objects.filter(assessment=draft.json()["id"]).exists()


def test_submitting_freezes_and_ends_editing(author: APIClient, draft: Answer, address: str) -> None:
    answer = author.post(f"{address}submit/", HTTP_IF_MATCH=draft["ETag"])
    assert answer.status_code == 200, answer.content
    kept = answer.json()
    assert kept["status"] == "submitted"
    assert kept["result"]["revision"] == 1
    assert kept["result"]["evaluation_id"] == draft.json()["evaluation"]["evaluation_id"]
    for late in (
        author.patch(address, {"title": "Late"}, HTTP_IF_MATCH=answer["ETag"]),
        author.delete(address, HTTP_IF_MATCH=answer["ETag"]),
        author.post(f"{address}submit/", HTTP_IF_MATCH=answer["ETag"]),
    ):
        assert (late.status_code, late.json()["code"]) == (409, "not_editable")


def test_a_session_may_file_too_but_only_with_its_csrf_token(analyst: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(analyst, backend="django.contrib.auth.backends.ModelBackend")
    refused = client.post(LIST, SCENARIO)
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert not Assessment.objects.filter(author=analyst).exists()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"as_of": "1945-10-23"}, "/as_of"),
        ({"as_of": "9999-12-31"}, "/as_of"),
        ({"starts_on": "0001-01-01"}, "/starts_on"),
        ({"ends_on": "2101-01-01"}, "/ends_on"),
        ({"title": "\u200b"}, "/title"),
        ({"summary": "x" * 4_001}, "/summary"),
        ({"facts": {"uses_force": {"value": "yes", "why": "x" * 6_001}}}, "/facts/uses_force/why"),
        (
            {
                "facts": {
                    "uses_force": {"value": "yes", "evidence": [{"reliability": "A", "credibility": 1}] * 21}
                }
            },
            "/facts/uses_force/evidence",
        ),
        (
            {
                "ratings": {
                    "threat_gravity": {
                        "level": 3,
                        "evidence": [{"reliability": "A", "credibility": 1, "citation": "x" * 601}],
                    }
                }
            },
            "/ratings/threat_gravity/evidence/0/citation",
        ),
    ],
)
def test_a_program_keeps_to_what_the_form_can_hold(
    author: APIClient, draft: Answer, address: str, change: dict[str, Any], pointer: str
) -> None:
    """Else the author could not save the page that shows it."""
    filed = author.post(f"{ROOT}/assessments/", {**SCENARIO, **change})
    assert filed.status_code == 400
    assert list(pointers_of(filed)) == [pointer]
    changed = author.patch(address, change, HTTP_IF_MATCH=draft["ETag"])
    assert changed.status_code == 400
    assert list(pointers_of(changed)) == [pointer]
