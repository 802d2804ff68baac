"""The independent codings of the library: kept as made, compared, and settled with reasons."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.assessments.codings import library_codings, phase_codings
from cases.assessments.models import Assessment, Coding
from frameworks.agreement import codings_pool
from tests.pages.markup import forbidden_markup, text_of

pytestmark = pytest.mark.django_db

KOSOVO = "ref-kosovo-1999-allied-force"


def coded(reference: str, **changes: str) -> Coding:
    """One more coding of a phase: the reference's answers, with some facts answered otherwise."""
    assessment = Assessment.objects.get(reference=reference)
    snapshot = assessment.snapshots.latest("revision")
    body = copy.deepcopy(snapshot.findings)
    for code, value in changes.items():
        body["facts"][code]["value"] = value
    number = assessment.codings.count() + 1
    return Coding.objects.create(
        assessment=assessment,
        slug=f"coding-{number}",
        coder=f"Coder {number}",
        coded_on=date(2026, 11, 22),
        basis="The case file.",
        body=body,
        position=number,
    )


@pytest.fixture
def two_codings() -> Assessment:
    """Kosovo coded twice: they part on one fact, and on another neither was followed."""
    Coding.objects.all().delete()
    coded(KOSOVO, atrocity_crimes="contested", prior_wrongful_act="no")
    coded(KOSOVO, prior_wrongful_act="no")
    assessment = Assessment.objects.get(reference=KOSOVO)
    assessment.settled = [{"questions": ["atrocity_crimes"], "why": "The tribunal found them."}]
    assessment.save(update_fields=["settled"])
    return assessment


def test_differences_are_listed_with_what_settled_them(two_codings: Assessment) -> None:
    found = phase_codings(two_codings)
    assert found is not None
    settled = {row.item.code: row for row in found.settled}
    assert set(settled) == {"atrocity_crimes", "prior_wrongful_act"}
    assert settled["atrocity_crimes"].followed == (1,)
    assert settled["atrocity_crimes"].why == "The tribunal found them."
    assert settled["prior_wrongful_act"].followed == ()
    assert settled["prior_wrongful_act"].given == ("no", "no")


def test_the_library_counts_answers_and_whom_they_follow(two_codings: Assessment) -> None:
    found = library_codings()
    assert len(found.phases) == 1
    assert (found.answers, found.parted) == (80, 1)
    assert (found.followed(0), found.followed(1), found.followed_none, found.overruled) == (0, 1, 0, 1)


def test_a_single_coding_is_nothing_to_agree_with() -> None:
    Coding.objects.all().delete()
    coded(KOSOVO)
    assert library_codings().phases == ()
    assert phase_codings(Assessment.objects.get(reference=KOSOVO)) is None


def test_pooled_alpha_lies_between_those_of_its_phases(two_codings: Assessment) -> None:
    coded("ref-kosovo-1999-kfor", council_authorises_force="no", within_mandate="no")
    coded("ref-kosovo-1999-kfor")
    found = library_codings()
    assert found.pooled is not None
    alone = [
        phase.reliability["facts"].alpha
        for phase in found.phases
        if phase.reliability["facts"].alpha is not None
    ]
    pooled = found.pooled.reliability["facts"].alpha
    assert len(alone) == 2
    assert pooled is not None
    assert min(alone) <= pooled <= max(alone)
    assert found.pooled.reliability["facts"].items == sum(
        phase.reliability["facts"].items for phase in found.phases
    )


def test_phases_may_have_unequal_numbers_of_coders(two_codings: Assessment) -> None:
    bodies = [coding.body for coding in two_codings.codings.all()]
    pooled = codings_pool(framework=two_codings.framework, codings=[bodies, [*bodies, bodies[0]]])
    assert pooled.reliability["facts"].coders == 3
    assert [phase["facts"].coders for phase in pooled.by_phase] == [2, 3]
    with pytest.raises(ValueError, match="nothing"):
        codings_pool(framework=two_codings.framework, codings=[])


def test_the_pages_show_both(two_codings: Assessment, client: Client) -> None:
    whole = client.get(reverse("cases:library-agreement"))
    assert "Phases coded twice 1" in text_of(whole)
    phase = client.get(reverse("cases:agreement", args=["kosovo-1999", "allied-force"]))
    assert "The tribunal found them." in text_of(phase)
    assert "Coder 1" in text_of(phase)
    for response in (whole, phase):
        assert forbidden_markup(response) == []


def test_without_codings_the_page_says_so(client: Client) -> None:
    Coding.objects.all().delete()
    assert "No phase was coded twice" in text_of(client.get(reverse("cases:library-agreement")))


def test_queries_do_not_grow_with_the_phases(
    two_codings: Assessment, client: Client, queries_at_most: Callable[[int], AbstractContextManager[Any]]
) -> None:
    coded("ref-kosovo-1999-kfor")
    coded("ref-kosovo-1999-kfor")
    client.get(reverse("cases:library-agreement"))
    with queries_at_most(16):
        client.get(reverse("cases:library-agreement"))
