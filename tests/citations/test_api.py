"""…/cite/ of what everybody may see, several at once, and the lookup: styles, Accept, refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from rest_framework.test import APIClient

from frameworks.cited import citation_line
from tests.citations.readers import bibtex_read, ris_read

API = "/api/v1"
DOCTRINE = "‘Doctrine of 1999: the Alliance’s Strategic Concept’"
OP4 = f"{API}/provisions/unsc-1973%23op4/cite/"

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("library")]


@pytest.mark.parametrize(
    ("address", "begins"),
    [
        ("instruments/unsc-1973", "UNSC Res 1973 (17 March 2011) UN Doc S/RES/1973\n"),
        ("provisions/nat%23art-5", "North Atlantic Treaty (adopted 4 April 1949,"),
        ("cases/kosovo-1999", "‘Kosovo 1999’ (natoassess, case record) <http://testserver/cases/kosovo-1999/>\n"),
        ("phases/kosovo-1999/allied-force", "‘Kosovo 1999: Operation Allied Force’ (natoassess, phase of a case)"),
        ("frameworks/nato-1999", f"{DOCTRINE} (natoassess, nato-1999, version 1)"),
        ("frameworks/nato-1999/1", f"{DOCTRINE} (natoassess, nato-1999, version 1)"),
    ],
)  # fmt: skip
def test_each_kind_of_thing_is_cited(api_client: APIClient, address: str, begins: str) -> None:
    response = api_client.get(f"{API}/{address}/cite/?style=oscola")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith(begins)


def test_style_decides_and_without_it_accept_does(api_client: APIClient) -> None:
    def kind(accept: str = "*/*", style: str = "") -> str:
        response = api_client.get(OP4 + (f"?style={style}" if style else ""), headers={"accept": accept})
        assert response.status_code == 200
        assert "Accept" in response["Vary"]
        return str(response["Content-Type"]).partition(";")[0]

    assert kind() == "application/vnd.citationstyles.csl+json"
    assert kind("application/x-bibtex") == "application/x-bibtex"
    assert (
        kind("application/x-research-info-systems;q=0.9, text/html;q=0.8")
        == "application/x-research-info-systems"
    )
    assert kind("text/plain") == "text/plain"
    assert kind("application/json") == "application/json"
    assert kind("text/plain", style="ris") == "application/x-research-info-systems"


def test_a_file_has_the_name_of_what_it_cites(api_client: APIClient) -> None:
    response = api_client.get(f"{OP4}?style=bibtex")
    assert response["Content-Disposition"] == 'inline; filename="unsc-1973-op4.bib"'
    kind, key, fields = bibtex_read(response.content.decode())
    assert (kind, key, fields["date"], fields["note"]) == (
        "misc",
        "unsc-1973:op4",
        "2011-03-17",
        "{para 4}"[1:-1],
    )


@pytest.mark.parametrize(
    ("query", "accept", "status", "code"),
    [
        ("?style=apa", "*/*", 400, "invalid_params"),
        ("?style=", "text/html", 406, "not_acceptable"),
        ("?stile=ris", "*/*", 400, "unknown_params"),
        ("", "text/html", 406, "not_acceptable"),
    ],
)
def test_what_cannot_be_written_is_refused(
    api_client: APIClient, query: str, accept: str, status: int, code: str
) -> None:
    response = api_client.get(OP4 + query, headers={"accept": accept})
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/problem+json")
    assert json.loads(response.content)["code"] == code


@pytest.mark.parametrize(
    "address",
    [
        *("instruments/none", "provisions/nat%23art-99", "cases/none", "phases/kosovo-1999/none"),
        *("frameworks/none", "frameworks/nato-1999/9", "assessments/999999", "publications/NA-1-1"),
    ],
)
def test_what_is_not_there_is_not_cited(api_client: APIClient, address: str) -> None:
    assert api_client.get(f"{API}/{address}/cite/").status_code == 404


def test_several_are_cited_in_their_order(api_client: APIClient) -> None:
    names = ["unsc-1973#op4", "kosovo-1999/allied-force", "nat", "nato-1999-v1", "kosovo-1999", "nat"]
    response = api_client.post(f"{API}/citations/", {"ids": names, "style": "ris"})
    assert response.status_code == 200
    assert [record["ID"] for record in ris_read(response.content.decode())] == [[name] for name in names]
    plain = api_client.post(f"{API}/citations/", {"ids": names[:1]}, headers={"accept": "text/plain"})
    assert plain.content.decode() == "UNSC Res 1973 (17 March 2011) UN Doc S/RES/1973, para 4\n"


def test_every_id_that_names_nothing_is_told(api_client: APIClient) -> None:
    response = api_client.post(f"{API}/citations/", {"ids": ["none", "nat", "NA-2026-9999", "a/b/c", "x-v1"]})
    assert response.status_code == 400
    pointers = [error["pointer"] for error in json.loads(response.content)["errors"]]
    assert pointers == ["/ids/0", "/ids/2", "/ids/3", "/ids/4"]
    assert api_client.post(f"{API}/citations/", {"ids": []}).status_code == 400
    assert api_client.post(f"{API}/citations/", {"ids": ["nat"], "style": "apa"}).status_code == 400


def test_the_cost_of_many_is_that_of_few(
    api_client: APIClient, queries_at_most: Callable[[int], AbstractContextManager[object]]
) -> None:
    names = [f"nat#art-{number}" for number in range(1, 15)] + [
        "nat",
        "unsc-1973",
        "kosovo-1999",
        "libya-2011",
    ]
    with queries_at_most(6):
        assert api_client.post(f"{API}/citations/", {"ids": names}).status_code == 200


def lookup(client: APIClient, body: dict[str, Any]) -> Any:
    """The results of the lookup."""
    response = client.post(f"{API}/citations/lookup/", body)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_a_row_that_is_named_hundreds_of_times_is_worked_out_once(
    api_client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    def counted(row: Any) -> str:
        made.append(row.pk)
        return citation_line(row)

    monkeypatch.setattr("cases.research.api.lookup.citation_line", counted)
    results = lookup(api_client, {"texts": ["art 5; " * 20] * 10})
    matches = [match for result in results for mention in result["mentions"] for match in mention["matches"]]
    assert len(matches) > 500
    assert len(made) == len(set(made)) == len({match["id"] for match in matches})


def test_a_text_is_looked_up(api_client: APIClient) -> None:
    (result,) = lookup(api_client, {"text": "S/RES/1973 (2011) para. 4"})
    assert result["status"] == "found"
    (mention,) = result["mentions"]
    assert mention["matches"] == [
        {
            "id": "unsc-1973#op4",
            "kind": "provision",
            "label": "S/RES/1973 (2011), OP4",
            "citation": "UNSC Res 1973 (17 March 2011) UN Doc S/RES/1973, para 4",
            "reason": "exact",
            "url": "http://testserver/api/v1/provisions/unsc-1973%23op4/",
            "page": "http://testserver/law/unsc-1973/#op4",
        }
    ]
    assert api_client.get(mention["matches"][0]["url"]).json()["id"] == "unsc-1973#op4"


def test_texts_keep_their_order_and_their_spaces(api_client: APIClient) -> None:
    results = lookup(api_client, {"texts": ["  NAT art 5", "Article 5", "UNSC Res 1974", " "]})
    assert [result["status"] for result in results] == ["found", "ambiguous", "unknown", "unknown"]
    assert results[0]["mentions"][0]["start"] == 2
    assert [match["id"] for match in results[1]["mentions"][0]["matches"]].count("nat#art-5") == 1
    assert results[2]["mentions"][0]["understood"] == "Security Council resolution 1974"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"text": "NAT art 5", "texts": ["NAT"]}, ""),
        ({"text": ""}, "/text"),
        ({"text": "x" * 501}, "/text"),
        ({"texts": []}, "/texts"),
        ({"texts": ["NAT", "x" * 501]}, "/texts/1"),
        ({"texts": ["NAT"] * 201}, "/texts"),
        ({"txt": "NAT"}, "/txt"),
    ],
)
def test_what_cannot_be_looked_up_says_where_it_is_wrong(
    api_client: APIClient, body: dict[str, Any], pointer: str
) -> None:
    response = api_client.post(f"{API}/citations/lookup/", body)
    assert response.status_code == 400
    assert pointer in {error["pointer"] for error in response.json()["errors"]}
