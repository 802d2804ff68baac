"""Making, changing and using a framework of one's own: pages and API."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.models import Assessment, Finding
from frameworks.models import Framework
from frameworks.selectors import frameworks_own
from natoassess.accounts.models import Team, User
from tests.api.conftest import ROOT, SCENARIO, pointers_of
from tests.doctrines.conftest import Make
from tests.doctrines.fields import weight_fields
from tests.filing.pages import SCENARIO as DESCRIBED
from tests.pages.markup import forbidden_markup, text_of

pytestmark = pytest.mark.django_db
RANKED = {"last_resort": 1, "cause": 2, "consequences": 3, "purpose": 4, "means": 4}
NEW: dict[str, Any] = {
    "from": "hlp-2004",
    "title": "Last resort first",
    "dimensions": {"by": "ranking", "values": RANKED},
}
Queries = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def mine(analyst: User, client_as: Callable[[User], Client]) -> Client:
    return client_as(analyst)


def test_made_through_the_form_by_ranking(mine: Client, analyst: User) -> None:
    address = reverse("method-framework-new") + "?from=hlp-2004"
    page = mine.get(address)
    assert forbidden_markup(page) == []
    ranks = {f"d_{code}": str(rank) for code, rank in RANKED.items()}
    fields = weight_fields("hlp-2004", dimensions_by="ranking", **ranks)
    preview = mine.post(address, {**fields, "then": "preview"})
    assert preview.status_code == 200
    assert "46 %" in text_of(preview)  # 137/300, the first of five
    assert not frameworks_own(analyst)
    made = mine.post(address, fields, follow=True)
    own = frameworks_own(analyst).get()
    assert own.made_from is not None
    assert own.made_from.code == "hlp-2004"
    words = text_of(made)
    assert "own framework" in words
    assert "Seriousness of threat 26 %" in words  # 77/300
    edit = mine.get(reverse("method-framework-edit", args=[own.code]))
    assert edit.context["form"]["d-cause"].value() == 2


def test_what_cannot_stand_is_said_at_the_field_and_on_top(mine: Client) -> None:
    address = reverse("method-framework-new")
    fields = weight_fields(title="", d_cause="much", c_oversight="-1")
    response = mine.post(address, fields)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "d-cause", "c-oversight"}
    html = response.content.decode()
    assert 'href="#id_d-cause"' in html
    assert 'id="id_d-cause_error"' in html
    ranked = mine.post(address, weight_fields(dimensions_by="ranking", d_cause="0"))
    wanted = "Give a rank: a whole number from 1, the most important, to 1000."
    assert ranked.context["form"].errors["d-cause"] == [wanted]
    means = ("minimum_force", "civilian_protection", "defined_limits", "multilateral_conduct")
    hollow = mine.post(address, weight_fields(**{f"c_{code}": "0" for code in means}))
    assert list(hollow.context["form"].errors) == ["d-means"]
    assert hollow.context["form"].errors["d-means"][0].startswith("It has a weight")
    assert hollow.context["form"].errors["d-means"][0].endswith(" 0.")
    assert not Framework.objects.filter(kind="own").exists()


def test_all_that_cannot_stand_is_said_at_once_in_the_words_of_the_way_it_is_weighed(mine: Client) -> None:
    fields = weight_fields(
        title="", dimensions_by="ranking", d_cause="-1", d_purpose="1.5", d_means="0", d_authority="much",
        c_oversight="-1",
    )  # fmt: skip
    errors = mine.post(reverse("method-framework-new"), fields).context["form"].errors
    rank = ["Give a rank: a whole number from 1, the most important, to 1000."]
    assert errors == {
        "title": ["Give it a title."],
        **dict.fromkeys(("d-cause", "d-purpose", "d-means", "d-authority"), rank),
        "c-oversight": ["Give a number from 0 to 1000."],
    }
    means = ("minimum_force", "civilian_protection", "defined_limits", "multilateral_conduct")
    hollow = weight_fields(title="", **{f"c_{code}": "0" for code in means})
    assert set(mine.post(reverse("method-framework-new"), hollow).context["form"].errors) == {
        "title",
        "d-means",
    }


def test_another_base_than_a_published_one_is_not_found(mine: Client, make: Make) -> None:
    for code in ("nothing", make().code):
        assert mine.get(reverse("method-framework-new") + f"?from={code}").status_code == 404


def test_changed_through_the_form_and_stale_when_late(mine: Client, make: Make) -> None:
    own = make({"cause": 2})
    address = reverse("method-framework-edit", args=[own.code])
    saved = mine.post(address, {**weight_fields(d_cause="4"), "version": "1"})
    assert saved.status_code == 302
    late = mine.post(address, {**weight_fields(d_cause="5"), "version": "1"})
    assert late.status_code == 409
    assert late.context["version"] == 2
    own.refresh_from_db()
    assert own.weights["dimensions"]["cause"] == 4


def test_the_lists_and_pages_cost_few_queries(
    mine: Client, client: Client, make: Make, queries_at_most: Queries
) -> None:
    for number in range(3):
        own = make({"cause": number + 2}, title=f"Weights {number}")
    for who, address, limit in (
        (mine, reverse("method-frameworks"), 9),
        (mine, reverse("method-framework", args=[own.code]), 22),
        (mine, reverse("method-framework-new"), 12),
        (client, reverse("method-framework", args=["nato-2022"]), 14),
    ):
        who.get(address)
        with queries_at_most(limit):
            assert who.get(address).status_code == 200


def test_filing_by_it_as_owner_and_as_a_stranger(
    mine: Client, make: Make, client_as: Callable[[User], Client], outsider: User
) -> None:
    own = make({"cause": 2}, title="Cause counts twice")
    form = mine.get(reverse("assessments:new")).context["form"]
    assert dict(form.fields["framework"].choices)[own.code] == "Cause counts twice (own framework)"
    filed = mine.post(reverse("assessments:new"), {**DESCRIBED, "framework": own.code})
    assert filed.status_code == 302
    draft = Assessment.objects.latest("pk")
    assert draft.framework == own
    head = text_of(mine.get(reverse("assessments:detail", args=[draft.pk])))
    assert "Cause counts twice own framework" in head
    refused = client_as(outsider).post(reverse("assessments:new"), {**DESCRIBED, "framework": own.code})
    assert refused.status_code == 422
    assert "framework" in refused.context["form"].errors


def test_a_draft_under_the_panel_asks_its_criteria_alone(mine: Client) -> None:
    mine.post(reverse("assessments:new"), {**DESCRIBED, "framework": "hlp-2004"})
    draft = Assessment.objects.latest("pk")
    step = mine.get(reverse("assessments:edit", args=[draft.pk, "legitimacy-cause"]))
    assert "Seriousness of threat" in text_of(step)
    assert (
        mine.get(reverse("assessments:edit", args=[draft.pk, "legitimacy-accountability"])).status_code == 404
    )
    Finding.objects.create(assessment=draft, kind="rating", code="consistency", value="2")
    result = text_of(mine.get(reverse("assessments:detail", args=[draft.pk])))
    assert "1 further rating is set aside: this framework does not ask for it" in result
    assert "The 5 dimensions weigh the same" in result


def test_deleting_asks_first_and_refuses_what_is_used(mine: Client, make: Make) -> None:
    own = make()
    address = reverse("method-framework-delete", args=[own.code])
    mine.post(reverse("assessments:new"), {**DESCRIBED, "framework": own.code})
    assert "cannot be deleted" in text_of(mine.get(address))
    assert mine.post(address, {"version": "1"}).status_code == 409
    Assessment.objects.filter(framework=own).delete()
    assert mine.post(address, {"version": "1"}).status_code == 302
    assert not Framework.objects.filter(pk=own.pk).exists()


# The API --------------------------------------------------------------------------------------------------


def test_made_changed_used_and_deleted_by_program(author: APIClient) -> None:
    made = author.post(f"{ROOT}/frameworks/", NEW)
    assert made.status_code == 201, made.content
    own = made.json()
    assert (own["kind"], own["made_from"], own["version"], made["ETag"]) == ("own", "hlp-2004", 1, '"1"')
    assert own["elicited"]["dimensions"]["by"] == "ranking"
    weights = {part["code"]: part["weight"] for part in own["compiled"]["dimensions"]}
    assert weights["purpose"] == weights["means"] == pytest.approx((9 / 20 + 1 / 5) / 5 / 2)
    address = made["Location"]
    assert author.patch(address, {"title": "Other"}).status_code == 428
    assert author.patch(address, {"title": "Other"}, HTTP_IF_MATCH='"9"').status_code == 412
    changed = author.patch(address, {"title": "Other"}, HTTP_IF_MATCH='"1"')
    assert (changed.json()["title"], changed["ETag"]) == ("Other", '"2"')
    assert changed.json()["elicited"] == own["elicited"]
    filed = author.post(f"{ROOT}/assessments/", SCENARIO | {"framework": own["code"]})
    assert filed.status_code == 201, filed.content
    again = author.patch(address, {"dimensions": {"values": RANKED}}, HTTP_IF_MATCH='"2"')
    assert (again.json()["version"], again.json()["versions"]) == (2, [1, 2])
    first = author.get(f"{ROOT}/frameworks/{own['code']}/1/").json()
    assert first["checksum"] == own["checksum"]
    refused = author.delete(address, HTTP_IF_MATCH='"3"')
    assert (refused.status_code, refused.json()["code"]) == (409, "in_use")


def test_weights_that_are_left_out_stay_as_published(author: APIClient) -> None:
    given = {"title": "Last resort twice", "dimensions": {"by": "weights", "values": {"last_resort": 2}}}
    made = author.post(f"{ROOT}/frameworks/", given)
    assert made.status_code == 201, made.content
    dimensions = made.json()["elicited"]["dimensions"]["values"]
    assert dimensions == dict.fromkeys(dimensions, 1) | {"last_resort": 2}
    assert len(dimensions) == 7
    partly = author.post(
        f"{ROOT}/frameworks/", NEW | {"dimensions": {"by": "ranking", "values": {"cause": 1}}}
    )
    assert "every code" in pointers_of(partly)["/dimensions/values/means"]


def test_filing_under_a_dimension_of_next_to_no_weight_evaluates(author: APIClient) -> None:
    given = {"title": "Hardly cause", "dimensions": {"values": {"cause": 0.0001}}}
    own = author.post(f"{ROOT}/frameworks/", given).json()
    filed = author.post(
        f"{ROOT}/assessments/",
        SCENARIO | {"framework": own["code"], "ratings": {"threat_gravity": {"level": 3}}},
    )
    assert filed.status_code == 201, filed.content
    assert author.get(filed["Location"]).status_code == 200


def test_an_outsider_cannot_use_it_anywhere(
    author: APIClient,
    api_client: APIClient,
    outsider: User,
    api_client_as: Callable[[User], APIClient],
) -> None:
    code = author.post(f"{ROOT}/frameworks/", NEW).json()["code"]
    stranger = api_client_as(outsider)
    for client in (stranger, api_client):
        assert client.get(f"{ROOT}/frameworks/{code}/").status_code == 404
        listed = {row["code"] for row in client.get(f"{ROOT}/frameworks/?page_size=200").json()["results"]}
        assert code not in listed
        score = client.post(f"{ROOT}/score/", {"framework": code, "as_of": "2026-01-01"})
        assert "unknown framework" in pointers_of(score)["/framework"]
        assert code not in pointers_of(score)["/framework"]
        table = client.post(f"{ROOT}/score/doctrines/", {"frameworks": [code], "as_of": "2026-01-01"})
        assert "/frameworks/0" in pointers_of(table)
    filed = stranger.post(f"{ROOT}/assessments/", SCENARIO | {"framework": code, "visibility": "private"})
    assert "/framework" in pointers_of(filed)
    used = author.post(f"{ROOT}/score/", {"framework": code, "as_of": "2026-01-01", "draws": 0})
    assert used.json()["framework"]["code"] == code


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"titel": "x"}, "/titel"),
        ({"title": " "}, "/title"),
        ({"from": "nato-1949"}, "/from"),
        ({"team": "elsewhere"}, "/team"),
        ({"dimensions": {"values": {**RANKED, "cause": "first"}}}, "/dimensions/values/cause"),
        ({"dimensions": {"values": dict.fromkeys(RANKED, 0)}}, "/dimensions/values"),
        ({"criteria": {"by": "ranking", "values": {}}}, "/criteria/values/threat_gravity"),
    ],
)
def test_faults_have_pointers(author: APIClient, members: dict[str, Any], pointer: str) -> None:
    response = author.post(f"{ROOT}/frameworks/", NEW | members)
    assert response.status_code == 400
    assert pointer in pointers_of(response)
    assert not Framework.objects.filter(kind="own").exists()


def test_shared_with_a_team_its_members_use_it(
    author: APIClient,
    reviewer: User,
    team: Team,
    api_client_as: Callable[[User], APIClient],
) -> None:
    made = author.post(f"{ROOT}/frameworks/", NEW | {"team": team.slug}).json()
    teammate = api_client_as(reviewer)
    assert teammate.get(f"{ROOT}/frameworks/{made['code']}/").json()["owner"] == "Ana Analyst"
    assert (
        teammate.patch(f"{ROOT}/frameworks/{made['code']}/", {"title": "x"}, HTTP_IF_MATCH='"1"').status_code
        == 403
    )
    assert [row["code"] for row in teammate.get(f"{ROOT}/frameworks/?kind=own").json()["results"]] == [
        made["code"]
    ]
