"""Instruments and provisions say what the library files say, under the same names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient
from ruamel.yaml import YAML

from tests.api.conftest import ROOT

LIBRARY = Path(__file__).resolve().parents[2] / "frameworks" / "library" / "instruments"
OPTIONAL = {"in_force_until", "ended_by", "notes", "url"}

pytestmark = pytest.mark.django_db


def files() -> list[dict[str, Any]]:
    return [YAML(typ="safe", pure=True).load(path) for path in sorted(LIBRARY.glob("*.yaml"))]


def plain(value: Any) -> Any:
    """Dates as JSON has them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def squeezed(text: Any) -> Any:
    return " ".join(text.split()) if isinstance(text, str) else text


def squeeze_all(value: Any) -> Any:
    """`squeezed` in every entry of a mapping."""
    return (
        {key: squeezed(item) for key, item in value.items()} if isinstance(value, dict) else squeezed(value)
    )


def test_every_instrument_is_what_its_file_says(api_client: APIClient) -> None:
    for wanted in map(plain, files()):
        shown = api_client.get(f"{ROOT}/instruments/{wanted['id']}/").json()
        provisions = wanted.pop("key_provisions")
        relations, history = wanted.pop("relations", []), wanted.pop("history", [])
        for name, value in wanted.items():
            assert squeezed(shown[name]) == squeezed(value), (wanted["id"], name)
        for name in OPTIONAL - set(wanted):
            assert shown[name] is None
        assert [squeeze_all(row) for row in shown["relations"]] == [
            squeeze_all({"clause": None, "note": None} | row) for row in relations
        ]
        assert [squeeze_all(row) for row in shown["history"]] == [
            squeeze_all({"by": None, "note": None} | row) for row in history
        ]
        assert len(shown["key_provisions"]) == len(provisions)
        for clause, row in zip(provisions, shown["key_provisions"], strict=True):
            assert row["id"] == f"{wanted['id']}#{clause['slug']}"
            for name in set(clause) - {"notes"}:
                assert squeeze_all(row[name]) == squeeze_all(clause[name]), (row["id"], name)


def test_the_list_holds_them_all_in_the_form_of_the_detail(api_client: APIClient) -> None:
    address, rows = f"{ROOT}/instruments/?page_size=200", []
    while address:
        page = api_client.get(address).json()
        assert page["count"] == len(files())
        rows += page["results"]
        address = page["next"]
    assert [row["id"] for row in rows] == list(dict.fromkeys(row["id"] for row in rows))
    assert len(rows) == len(files())
    row = next(row for row in rows if row["id"] == "nat")
    assert row == api_client.get(f"{ROOT}/instruments/nat/").json()
    assert {"state": "Belgium", "party_from": "1949-08-24"}.items() <= row["accessions"][0].items()


def test_a_provision_shares_the_period_of_its_instrument_unless_it_has_its_own(api_client: APIClient) -> None:
    own = api_client.get(f"{ROOT}/provisions/unsc-1973%23op4/").json()
    assert (own["instrument"], own["starts_on"], own["ends_on"]) == ("unsc-1973", "2011-03-17", "2011-10-31")
    shared = api_client.get(f"{ROOT}/provisions/unsc-1973%23op1/").json()
    assert shared["in_force_from"] is None
    assert (shared["starts_on"], shared["ends_on"]) == ("2011-03-17", None)
