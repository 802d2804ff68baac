"""The page that finds the law a text cites, and what pages say of how they are cited."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("library")]

TEXT = "S/RES/1973 (2011), paras 4 and 8; Article 5; UNSC Res 1974."


def words(client: Client, address: str, status: int = 200, **query: str) -> str:
    """The page's text, without its tags."""
    response = client.get(address, query)
    assert response.status_code == status
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_every_mention_is_shown_where_it_stands_and_as_what_it_is(client: Client) -> None:
    page = client.get("/research/cite/", {"q": TEXT}).content.decode()
    marked = re.findall(r"<mark>(.*?)</mark>", page)
    assert marked == ["S/RES/1973 (2011), paras 4 and 8", "Article 5", "UNSC Res 1974"]
    assert 'href="/law/unsc-1973/#op4"' in page
    assert 'href="/law/nat/#art-5"' in page
    told = words(client, "/research/cite/", q=TEXT)
    assert "2 found · 1 ambiguous · 1 unknown" in told
    assert "UNSC Res 1973 (17 March 2011) UN Doc S/RES/1973, para 8" in told
    assert "It is not in the library." in told


def test_the_text_is_shown_and_not_obeyed(client: Client) -> None:
    page = client.get("/research/cite/", {"q": "<script>alert(1)</script> NAT art 5"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_what_cannot_be_read_is_told_at_the_field(client: Client) -> None:
    assert "at most 2000 characters" in words(client, "/research/cite/", 400, q="x" * 2001)
    assert "Nothing in it reads like a citation" in words(client, "/research/cite/", q="Good morning.")
    assert client.get("/research/cite/?text=NAT").status_code == 400


@pytest.mark.parametrize(
    ("address", "line", "files"),
    [
        ("/law/nat/art-5/", "34 UNTS 243 (Washington Treaty) art 5", "/api/v1/provisions/nat%23art-5/cite/"),
        ("/law/unsc-1973/", "UNSC Res 1973 (17 March 2011) UN Doc S/RES/1973", "/api/v1/instruments/unsc-1973/cite/"),
        ("/cases/kosovo-1999/", "(natoassess, case record)", "/api/v1/cases/kosovo-1999/cite/"),
        ("/cases/kosovo-1999/", "(natoassess, phase of a case)", "/api/v1/phases/kosovo-1999/allied-force/cite/"),
        ("/method/frameworks/nato-1999/", "nato-1999, version 1", "/api/v1/frameworks/nato-1999/1/cite/"),
    ],
)  # fmt: skip
def test_pages_say_how_they_are_cited(client: Client, address: str, line: str, files: str) -> None:
    assert line in words(client, address)
    page = client.get(address).content.decode()
    for style in ("bibtex", "ris", "csl-json"):
        assert f'href="{files}?style={style}"' in page
        assert client.get(f"{files}?style={style}").status_code == 200
