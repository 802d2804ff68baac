"""The law library as a reader meets it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from frameworks.models import Instrument
from tests.pages.markup import forbidden_markup, ids_of, rows_with, text_of

pytestmark = pytest.mark.django_db


def page(client: Client, **parameters: str) -> Any:
    """The list, with these parameters in its address."""
    return client.get(reverse("law:list"), parameters)


def listed(response: Any) -> set[str]:
    """The ids of the instruments on the list."""
    return {row.instrument.pk for group in response.context["groups"] for row in group.rows}


def detail(client: Client, pk: str) -> Any:
    """The page of one instrument."""
    return client.get(reverse("law:detail", args=[pk]))


def test_the_list_holds_every_instrument_once_under_the_heading_of_its_kind(client: Client) -> None:
    response = page(client)
    ids = [row.instrument.pk for group in response.context["groups"] for row in group.rows]
    assert sorted(ids) == sorted(Instrument.objects.values_list("pk", flat=True))
    headings = [group.heading for group in response.context["groups"]]
    assert headings[:2] == ["Treaties", "Security Council resolutions"]
    assert len(headings) == len(set(headings))


def test_in_force_on_a_day_leaves_out_what_came_later_and_what_never_was(client: Client) -> None:
    found = listed(page(client, in_force_on="1999-03-24"))
    assert {"un-charter", "sc-1991", "unsc-1199"} <= found
    assert not {"sc-1999", "unsc-1244", "draft-s-1999-328"} & found


def test_in_force_on_counts_the_last_day_and_not_the_day_after(client: Client) -> None:
    concept = Instrument.objects.get(pk="sc-1991")
    assert concept.in_force_until is not None
    assert "sc-1991" in listed(page(client, in_force_on=concept.in_force_until.isoformat()))
    assert "sc-1991" not in listed(page(client, in_force_on="1999-04-24"))


def test_words_are_sought_in_the_clauses_too_and_all_must_occur(client: Client) -> None:
    assert "unsc-1973" in listed(page(client, q="Benghazi"))
    assert "unsc-1973" not in listed(page(client, q="Benghazi Kosovo"))


def test_filters_narrow_together(client: Client) -> None:
    found = listed(page(client, kind="UNSC resolution", chapter_vii="true", effect="authorises"))
    assert "unsc-1973" in found
    assert all(pk.startswith("unsc-") for pk in found)
    assert "unsc-1160" not in found


def test_an_order_by_date_takes_the_headings_away(client: Client) -> None:
    response = page(client, order_by="-adopted_on")
    (group,) = response.context["groups"]
    days = [row.instrument.adopted_on for row in group.rows if row.instrument.adopted_on]
    assert group.heading == ""
    assert days == sorted(days, reverse=True)


def test_a_form_sent_as_it_stands_narrows_nothing(client: Client) -> None:
    everything = listed(page(client))
    assert (
        listed(page(client, q="", kind="", body="", chapter_vii="", in_force_on="", order_by=""))
        == everything
    )
    form = page(client).context["panel"].form
    assert ("", "either") in list(form.fields["chapter_vii"].widget.choices)


def test_nothing_found_says_so_and_offers_the_way_back(client: Client) -> None:
    response = page(client, q="no-such-word-anywhere")
    assert response.status_code == 200
    assert "No instrument answers to that" in text_of(response)


def test_a_day_that_is_none_is_refused_at_its_field(client: Client) -> None:
    response = page(client, in_force_on="24 March")
    assert response.status_code == 400
    assert "Enter a valid date" in text_of(response)
    assert 'href="#id_in_force_on"' in response.content.decode()


def test_an_unknown_parameter_is_refused_with_the_name_meant(client: Client) -> None:
    response = page(client, in_force="1999-03-24")
    assert response.status_code == 400
    assert "did you mean in_force_on" in text_of(response)


def test_a_clause_says_its_effect_its_own_period_and_what_ended_it(client: Client) -> None:
    response = detail(client, "unsc-1973")
    assert "op4" in ids_of(response)
    (row,) = rows_with(response, "OP4 authorises")
    assert "31 Oct 2011" in row
    assert "Ended by S/RES/2016 (2011)" in row
    assert f'href="{reverse("law:detail", args=["unsc-2016"])}"' in response.content.decode()


def test_the_head_says_whether_chapter_vii_is_invoked(client: Client) -> None:
    assert "Chapter VII invoked" in text_of(detail(client, "unsc-1973"))
    unknown = Instrument.objects.filter(kind="UNSC draft (not adopted)", chapter_vii=None).first()
    assert unknown is not None
    assert "Chapter VII: not known" in text_of(detail(client, unknown.pk))
    assert "Chapter VII" not in text_of(detail(client, "nat")).split("Provisions")[0]


def test_a_draft_binds_nobody_and_was_never_in_force(client: Client) -> None:
    words = text_of(detail(client, "draft-s-1999-328"))
    assert "binds nobody: it was not adopted" in words
    assert "In force never" in words
    assert "3 + 12 + 0 = 15 seats" in words


def test_reliance_names_claim_objection_verdict_and_published_answers(client: Client) -> None:
    response = detail(client, "unsc-1973")
    (claim,) = rows_with(response, "cover strikes on the command")
    assert "Russian Federation" in claim
    assert claim.endswith("arguable")
    reliance = response.context["reliance"]
    answers = {(answer.title, answer.question): answer.value for answer in reliance.answers}
    assert (
        "Libya 2011: Protection of civilians · Reference assessment",
        "The Council authorises these actors to use force",
    ) in answers
    assert all("unsc-1970" not in answer.clauses for answer in reliance.answers)


def test_an_id_that_begins_like_another_is_not_taken_for_it(client: Client) -> None:
    """`nat` begins `nat-prot-1951`; what relies on the protocol does not rely on the treaty."""
    clauses = {
        clause for answer in detail(client, "nat").context["reliance"].answers for clause in answer.clauses
    }
    assert clauses <= set(Instrument.objects.get(pk="nat").provisions.values_list("label", flat=True))


def test_the_catalogue_s_use_of_an_instrument_links_into_the_method(client: Client) -> None:
    content = detail(client, "caroline").content.decode()
    assert f'{reverse("method")}#test-anticipatory_self_defence"' in content


def test_the_north_atlantic_treaty_shows_parties_and_both_articles(client: Client) -> None:
    response = detail(client, "nat")
    words = text_of(response)
    assert "Sweden 7 March 2024" in words
    assert "12 Sep 2001" in words
    (row,) = rows_with(response, "Russian invasion of Ukraine")
    assert row.startswith("24 February 2022")


def test_how_it_is_known_and_how_to_cite_it(client: Client) -> None:
    words = text_of(detail(client, "unsc-1973"))
    assert "UNSC Res 1973 (17 March 2011) UN Doc S/RES/1973" in words
    assert "Checked against a source" in words


def test_an_id_the_library_does_not_have_is_not_found(client: Client) -> None:
    assert detail(client, "unsc-9999").status_code == 404


@pytest.mark.parametrize("pk", ["unsc-1973", "nat", "draft-s-1999-328", "icj-nicaragua", "un-charter"])
def test_a_page_costs_few_queries_and_keeps_to_the_policy(
    client: Client, pk: str, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    with queries_at_most(28):
        response = detail(client, pk)
    assert forbidden_markup(response) == []
    ids = ids_of(response)
    assert len(ids) == len(set(ids))


def test_the_list_costs_the_same_however_many_there_are(
    client: Client, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    with queries_at_most(10):
        page(client)


def test_a_court_s_vote_has_no_abstentions(client: Client) -> None:
    assert "Vote 12–4 " in text_of(detail(client, "icj-luof-1999"))
    assert "Vote 10–0–5 " in text_of(detail(client, "unsc-1973"))
