"""Lookups of the lists: every one that is declared, what relates them, and what is said of values that mean nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.test import APIClient

from cases.assessments.filters import AssessmentFilter
from cases.assessments.selectors import assessments
from cases.studies.filters import CaseFilter, PhaseFilter
from cases.studies.selectors import cases, phases
from frameworks import filters, selectors
from frameworks.models import Actor, Criterion, Fact, Instrument, LegalTest, Provision, SovereigntyDimension
from natoassess.web.lookups import MOST_VALUES
from tests.api.conftest import ROOT
from tests.support.lookups import Listed, lookups_hold, rows_satisfy

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
CODE = ("code",)
LISTS = [
    Listed(
        "actors",
        filters.ActorFilter,
        Actor.objects.all,
        ("id",),
        {"kind": "kind", "member_of": "memberships.organisation"},
    ),
    Listed(
        "instruments",
        filters.InstrumentFilter,
        Instrument.objects.all,
        ("id",),
        {
            "kind": "kind",
            "body": "body",
            "confidence": "confidence",
            "adopted_on": "adopted_on",
            "effect": "key_provisions.effect",
        },
    ),
    Listed(
        "provisions",
        filters.ProvisionFilter,
        Provision.objects.all,
        ("id",),
        {"instrument": "instrument", "effect": "effect", "determines": "determines"},
    ),
    Listed(
        "frameworks",
        filters.FrameworkFilter,
        lambda: selectors.frameworks_visible(NOBODY),
        ("code", "version"),
        {"kind": "kind", "code": "code"},
    ),
    Listed("facts", filters.FactFilter, Fact.objects.all, CODE, {"code": "code", "group": "group"}),
    Listed(
        "criteria",
        filters.CriterionFilter,
        Criterion.objects.all,
        CODE,
        {"code": "code", "dimension": "dimension"},
    ),
    Listed("tests", filters.LegalTestFilter, LegalTest.objects.all, CODE, {"code": "code"}),
    Listed(
        "sovereignty", filters.SovereigntyFilter, SovereigntyDimension.objects.all, CODE, {"code": "code"}
    ),
    Listed(
        "cases",
        CaseFilter,
        lambda: cases(NOBODY),
        ("slug",),
        {"kind": "kind", "target": "target.id", "starts_on": "starts_on", "ends_on": "ends_on"},
    ),
    Listed(
        "phases",
        PhaseFilter,
        lambda: phases(NOBODY),
        ("case__slug", "slug"),
        {
            "case": "case",
            "acting": "acting.id",
            **{name: name for name in ("as_of", "starts_on", "ends_on")},
        },
    ),
    Listed(
        "assessments",
        AssessmentFilter,
        lambda: assessments(NOBODY),
        ("id",),
        {
            "framework": "framework.code",
            "status": "status",
            "verdict": "result.verdict",
            "legality": "result.verdict",
            "band": "result.legitimacy.band",
            "index": "result.legitimacy.index",
            "gross": "result.sovereignty.gross",
            "as_of": "as_of",
        },
    ),
]
KEYS = {
    "frameworks": ("code", "version"),
    **dict.fromkeys(("facts", "criteria", "tests", "sovereignty"), CODE),
}


def shown(api_client: APIClient, listed: Listed) -> dict[str, Any]:
    """The rows of the list by their key, with the members that are looked at."""
    key = KEYS.get(listed.name, ("id",))
    asked = {"page_size": "200", "fields": ",".join({*key, *listed.shown.values()})}
    found: list[dict[str, Any]] = []
    address = f"{ROOT}/{listed.name}/"
    while address:
        page = api_client.get(address, asked).json()
        found, address, asked = found + page["results"], page["next"], {}
    return {"/".join(str(row[name]) for name in key): row for row in found}


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.name)
def test_every_lookup_holds(api_client: APIClient, listed: Listed) -> None:
    assert lookups_hold(listed)
    rows_satisfy(listed, shown(api_client, listed))


@pytest.mark.parametrize(
    ("address", "parameter", "told"),
    [
        ("assessments/?as_of__range=2011-01-01,1999-01-01", "as_of__range", "1999-01-01,2011-01-01"),
        ("assessments/?as_of__range=1999-01-01", "as_of__range", "two values"),
        ("assessments/?as_of__range=1999-01-01,2000", "as_of__range", "2000"),
        ("assessments/?as_of__gte=24.3.1999", "as_of__gte", "1999-03-24"),
        ("assessments/?verdict__in=lawfull", "verdict__in", "did you mean lawful?"),
        ("assessments/?legality__in=lawful,,arguable", "legality__in", "between two commas"),
        (f"instruments/?kind__in={','.join(['poem'] * 101)}", "kind__in", str(MOST_VALUES)),
        ("assessments/?index__gte=101", "index__gte", "100"),
        ("assessments/?index__gte=nan", "index__gte", "number"),
        ("cases/?cites=unsc-19733", "cites", "unsc-1973"),
        ("phases/?cites__in=unsc-1973,unsc-1973%23op44", "cites__in", "unsc-1973%23op4"),
        ("assessments/?verdict=lawful&verdict=arguable", "verdict", "more than once"),
        ("assessments/?order_by=as_of,-as_of", "order_by", "twice"),
        ("assessments/?order_by=as_off", "order_by", "did you mean as_of?"),
    ],
)
def test_values_that_mean_nothing_are_refused_with_the_cure(
    api_client: APIClient, address: str, parameter: str, told: str
) -> None:
    response = api_client.get(f"{ROOT}/{address}")
    assert (response.status_code, response.json()["code"]) == (400, "invalid_params")
    ((at, detail),) = [(fault["parameter"], fault["detail"]) for fault in response.json()["errors"]]
    assert at == parameter
    assert told in detail


def test_every_value_at_fault_is_named_at_once(api_client: APIClient) -> None:
    response = api_client.get(f"{ROOT}/assessments/?verdict__in=lawfull,lawful,guilty&as_of__lte=x")
    faults = [fault["detail"] for fault in response.json()["errors"]]
    assert len(faults) == 3
    assert any("guilty" in fault for fault in faults)


def test_cited_law_is_found_in_claims_and_answers(api_client: APIClient) -> None:
    def ids(resource: str, member: str, **given: str) -> set[str]:
        rows = api_client.get(f"{ROOT}/{resource}/", {**given, "fields": member}).json()["results"]
        return {row[member] for row in rows}

    libya = {"libya-2011/protection-of-civilians", "libya-2011/later-phase"}
    assert ids("phases", "id", cites="unsc-1973") == libya
    assert ids("cases", "id", cites="unsc-1973#op4") == {"libya-2011"}
    assert ids("assessments", "phase", cites="unsc-1973") == libya
    assert ids("cases", "id", cites__in="unsc-1973,unsc-678") > {"libya-2011"}
    # unsc-67 is no instrument that unsc-678 could be taken for
    assert ids("cases", "id", cites="unsc-678") == ids("cases", "id", cites__in="unsc-678, unsc-678")


def test_a_draft_is_cited_for_its_author_alone(draft: Any, author: APIClient, api_client: APIClient) -> None:
    given = {"cites": "un-charter#art-42", "fields": "id", "page_size": "200"}

    def found(client: APIClient) -> set[int]:
        return {row["id"] for row in client.get(f"{ROOT}/assessments/", given).json()["results"]}

    assert found(author) - found(api_client) == {draft.json()["id"]}
    private = {"cites": "un-charter#art-42", "kind": "scenario"}
    assert api_client.get(f"{ROOT}/cases/", private).json()["count"] == 0


def test_several_names_order_and_null_comes_last(api_client: APIClient) -> None:
    def days(order: str) -> list[tuple[str | None, str]]:
        asked = {"order_by": order, "fields": "adopted_on,title", "page_size": "200", "kind": "treaty"}
        rows = api_client.get(f"{ROOT}/instruments/", asked).json()["results"]
        return [(row["adopted_on"], row["title"]) for row in rows]

    rising, falling = days("adopted_on,-title"), days("-adopted_on,title")
    assert rising
    for found in (rising, falling):
        dated = [day for day, _title in found if day]
        assert [day for day, _title in found] == dated + [None] * (len(found) - len(dated))
    assert sorted(rising, key=str) == sorted(falling, key=str)
