"""Like cases side by side: near facts, other actors, and on what a difference rests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from cases.assessments.consistency import Pair, consistency, interveners_of
from cases.studies.models import Phase
from frameworks.models import Actor, ActorMembership
from tests.pages.markup import forbidden_markup, ids_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def libya_by_others() -> None:
    """Both phases of Libya carried out by a State that acted in none of Kosovo."""
    other = Actor.objects.create(id="atlantis", name="Atlantis", kind="state")
    for phase in Phase.objects.filter(case__slug="libya-2011"):
        phase.acting.set([other])


def pairs() -> list[Pair]:
    """All pairs that anybody may see."""
    return list(consistency(AnonymousUser()).pairs)


def names(pair: Pair) -> set[str]:
    """The phases of a pair as case/phase."""
    return {f"{row.phase.case.slug}/{row.phase.slug}" for row in (pair.one, pair.other)}


def test_no_pair_shares_a_case_or_an_actor(libya_by_others: None) -> None:
    found = pairs()
    assert found
    who = interveners_of(Phase.objects.prefetch_related("acting"))
    for pair in found:
        assert pair.one.phase.case_id != pair.other.phase.case_id
        assert who[pair.one.phase.pk].isdisjoint(who[pair.other.phase.pk])


def test_an_organisation_acts_through_its_members_of_that_day() -> None:
    allied = Phase.objects.prefetch_related("acting").get(slug="allied-force")
    acting = interveners_of([allied])[allied.pk]
    assert {"nato", "united-states", "poland"} <= acting
    assert "croatia" not in acting, "Croatia joined in 2009"


def test_likeness_is_taken_from_facts_alone(libya_by_others: None) -> None:
    """KFOR and the opening of Libya: both under a mandate of the Council."""
    (pair,) = (
        pair for pair in pairs() if names(pair) == {"kosovo-1999/kfor", "libya-2011/protection-of-civilians"}
    )
    assert pair.is_same_verdict
    assert pair.found.turns == ()
    assert 0.5 < pair.found.likeness.similarity < 1
    differing = {factor.fact for factor in pair.found.likeness.distinguishing}
    assert "consent_given" in differing


def test_what_turns_one_verdict_into_the_other_is_named(libya_by_others: None, client: Client) -> None:
    parted = [pair for pair in pairs() if not pair.is_same_verdict]
    assert parted
    assert all(pair.is_worth_a_look for pair in parted)
    assert any(pair.found.turns for pair in parted)
    response = client.get(reverse("cases:consistency"))
    assert "enough to turn the verdict" in text_of(response)
    assert {f"pair-{pair.one.phase.slug}-and-{pair.other.phase.slug}" for pair in parted} <= set(
        ids_of(response)
    )


def test_the_page_holds_to_the_house_rules(libya_by_others: None, client: Client) -> None:
    assert forbidden_markup(client.get(reverse("cases:consistency"))) == []


def test_without_two_actors_the_page_says_what_is_missing(client: Client) -> None:
    for phase in Phase.objects.all():
        phase.acting.set([Actor.objects.get(pk="nato")])
    assert "There are no two phases to compare" in text_of(client.get(reverse("cases:consistency")))


def test_a_former_member_does_not_act(libya_by_others: None) -> None:
    """Atlantis joined after the operation, so that it shares nothing with it."""
    ActorMembership.objects.create(organisation_id="nato", member_id="atlantis", starts_on=date(2012, 1, 1))
    assert pairs()


def test_queries_do_not_grow_with_the_pairs(
    libya_by_others: None, client: Client, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    client.get(reverse("cases:consistency"))
    with queries_at_most(24):
        client.get(reverse("cases:consistency"))
