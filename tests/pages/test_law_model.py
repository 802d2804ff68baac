"""Relations, authority, clauses, actors, and law set side by side, as a reader meets them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from frameworks.models import Actor, Overview, Provision
from tests.pages.markup import forbidden_markup, ids_of, rows_with, text_of

pytestmark = pytest.mark.django_db


def detail(client: Client, pk: str) -> Any:
    """The page of one instrument."""
    return client.get(reverse("law:detail", args=[pk]))


def clause(client: Client, pk: str, slug: str) -> Any:
    """The page of one clause."""
    return client.get(reverse("law:provision", args=[pk, slug]))


def test_a_relation_reads_from_both_ends(client: Client) -> None:
    new, old = detail(client, "sc-2010"), detail(client, "sc-1999")
    assert ("supersedes", "sc-1999") in [
        (line.words, line.instrument.pk) for line in new.context["lines"] if line.outward
    ]
    assert ("superseded by", "sc-2010") in [
        (line.words, line.instrument.pk) for line in old.context["lines"] if not line.outward
    ]
    assert "superseded by" in text_of(old)


def test_every_neighbour_of_the_drawing_stands_in_the_list_too(client: Client) -> None:
    response = detail(client, "unsc-1973")
    listed = {line.instrument.pk for line in response.context["lines"]}
    graph = response.context["graph"]
    assert {box.key for box in graph.boxes} <= listed
    assert graph.centre.text == "S/RES/1973 (2011)"


def test_authority_says_whom_to_what_where_by_what_and_until_when(client: Client) -> None:
    rows = rows_with(detail(client, "unsc-1973"), "All necessary measures")
    assert any(row.startswith("OP8 Member States") and "airspace of Libya" in row for row in rows)
    provisions = Provision.objects.filter(effect="authorises")
    assert provisions.count() > 20
    given = [item.authority or {} for item in provisions]
    assert all(authority.get("addressee") and authority.get("task") for authority in given)


def test_history_is_told_over_time(client: Client) -> None:
    told = [(moment.on.isoformat(), moment.text) for moment in detail(client, "sc-2010").context["moments"]]
    assert ("2022-06-29", "Terminated") in told
    assert told == sorted(told, key=lambda entry: entry[0])


def test_a_clause_shows_what_cites_it_and_nothing_of_its_neighbours(client: Client) -> None:
    response = clause(client, "unsc-1973", "op4")
    reliance = response.context["reliance"]
    assert reliance.claims and reliance.answers
    assert all("OP4" in entry.clauses for entry in (*reliance.claims, *reliance.answers, *reliance.events))
    words = text_of(response)
    assert "UNSC Res 1973 (17 March 2011) UN Doc S/RES/1973, para 4" in words
    assert "ended by S/RES/2016 (2011)" in words
    assert reverse("law:provision", args=["unsc-1973", "op6"]) in response.content.decode()


def test_a_clause_is_named_by_tests_and_side_by_side(client: Client) -> None:
    content = clause(client, "un-charter", "art-51").content.decode()
    assert f"{reverse('method')}#test-self_defence" in content
    assert f"{reverse('law:ladder')}#armed-attack" in content


@pytest.mark.parametrize("path", ["/law/unsc-1973/op99/", "/law/nothing/op1/", "/law/actors/atlantis/"])
def test_what_the_library_does_not_have_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_members_on_a_day_are_asked_for_in_the_address(client: Client) -> None:
    response = client.get(reverse("law:actors"), {"member_of": "nato", "on": "1999-03-24"})
    assert len(response.context["rows"]) == 19
    assert "19 actors on 24 March 1999" in text_of(response)
    refused = client.get(reverse("law:actors"), {"member_of": "warsaw-pact"})
    assert refused.status_code == 400
    unknown = client.get(reverse("law:actors"), {"member": "nato"})
    assert unknown.status_code == 400
    assert "did you mean member_of" in text_of(unknown)


def test_an_actor_s_votes_are_those_under_its_name_of_the_day(client: Client) -> None:
    russia = client.get(reverse("law:actor", args=["russian-federation"])).context["votes"]
    ussr = client.get(reverse("law:actor", args=["ussr"])).context["votes"]
    assert ("unsc-1973", "abstaining") in [(vote.instrument.pk, vote.side) for vote in russia]
    assert ("unsc-678", "for_names") in [(vote.instrument.pk, vote.side) for vote in ussr]
    assert not {vote.instrument.pk for vote in russia} & {vote.instrument.pk for vote in ussr}


def test_roles_and_claims_of_an_actor(client: Client) -> None:
    response = client.get(reverse("law:actor", args=["russian-federation"]))
    part = response.context["part"]
    assert any(role.role == "Objecting" for role in part.roles)
    assert {"objection", "objected"} & {claim.stance for claim in part.claims}


def test_eight_concepts_stand_side_by_side(client: Client) -> None:
    response = client.get(reverse("law:concepts"))
    rows = response.context["rows"]
    assert [entry.row.id for entry in rows] == [
        "1949",
        "1952",
        "1957",
        "1968",
        "1991",
        "1999",
        "2010",
        "2022",
    ]
    assert [entry.row.id for entry in rows if entry.governs] == ["2022"]
    (row,) = rows_with(response, "MC 14/2")
    assert "Secret when it was made" in row
    assert "Not known." in row


def test_a_cell_where_the_text_is_silent_says_so(client: Client) -> None:
    """Silent is not unknown, and neither is blank."""
    content = Overview.objects.get(pk="organisations").content
    assert any(cell is None for row in content["rows"] for cell in row["cells"].values())
    (row,) = rows_with(client.get(reverse("law:organisations")), "Treaty of 1981")
    assert " silent " in row


def test_every_rung_says_what_answers_it(client: Client) -> None:
    response = client.get(reverse("law:ladder"))
    words = text_of(response)
    titles = [entry.rung.title for entry in response.context["rows"]]
    assert titles == [
        "Unfriendly act",
        "Breach of sovereignty",
        "Prohibited intervention",
        "Use of force",
        "Armed attack",
    ]
    assert words.index("Retorsion") < words.index("Countermeasures") < words.index("Self-defence Necessary")
    assert f"{reverse('method')}#fact-uses_force" in response.content.decode()
    assert {"armed-attack", "use-of-force"} <= set(ids_of(response))


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/law/unsc-1973/op4/", 27),
        ("/law/actors/", 7),
        ("/law/actors/united-states/", 15),
        ("/law/concepts/", 6),
        ("/law/organisations/", 7),
        ("/law/ladder/", 10),
    ],
)
def test_pages_cost_few_queries_and_keep_to_the_policy(
    client: Client, queries_at_most: Callable[[int], AbstractContextManager[Any]], path: str, limit: int
) -> None:
    with queries_at_most(limit):
        response = client.get(path)
    assert forbidden_markup(response) == []
    ids = ids_of(response)
    assert len(ids) == len(set(ids))


@pytest.mark.once
def test_pages_of_actors_open(client: Client) -> None:
    """No actor breaks its template; the pages of instruments and clauses are opened with the index of the search."""
    for pk in Actor.objects.order_by("pk").values_list("pk", flat=True)[::12]:
        assert client.get(reverse("law:actor", args=[pk])).status_code == 200, pk
