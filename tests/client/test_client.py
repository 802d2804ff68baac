"""The client keeps the manners of the API: it waits when told to, asks only for what is new, and says what is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from docs.client.natoassess_client import Batch, Client, Fault, Problem

pytestmark = pytest.mark.once
Answer = Callable[[httpx.Request], httpx.Response]


class Site:
    """A site that answers what the test says, and what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.asked, self.slept = answer, list[httpx.Request](), list[float]()
        self.bodies: list[bytes] = []
        self.client = Client(
            "http://site/api/v1/", "abc", transport=httpx.MockTransport(self.take), sleep=self.slept.append
        )

    def take(self, request: httpx.Request) -> httpx.Response:
        """Answer, and remember it."""
        self.bodies.append(request.read())
        self.asked.append(request)
        return self.answer(request)


def in_turn(*answers: httpx.Response) -> Answer:
    """Each answer once, in that order."""
    left = iter(answers)
    return lambda request: next(left)


def test_a_list_is_read_to_its_end_under_the_token() -> None:
    pages = (
        {"results": [1, 2], "next": "http://site/api/v1/phases/?nato_operation=true&page=2"},
        {"results": [3], "next": None},
    )
    site = Site(in_turn(*(httpx.Response(200, json=page) for page in pages)))
    assert list(
        site.client.pages("phases/", nato_operation=True, case=None, verdict__in=["lawful", "arguable"])
    ) == [
        1,
        2,
        3,
    ]
    first, second = (str(request.url) for request in site.asked)
    assert first == "http://site/api/v1/phases/?nato_operation=true&verdict__in=lawful%2Carguable"
    assert second == pages[0]["next"]
    assert {request.headers["Authorization"] for request in site.asked} == {"Token abc"}


def test_it_waits_as_long_as_it_is_told_and_then_asks_again() -> None:
    wait = httpx.Response(429, headers={"Retry-After": "7"}, json={"code": "throttled", "detail": "Wait."})
    site = Site(in_turn(wait, wait, httpx.Response(200, json={"a": 1})))
    assert site.client.get("facts/") == {"a": 1}
    assert site.slept == [7, 7]


def test_it_gives_up_in_the_end() -> None:
    wait = {"code": "throttled", "detail": "Wait."}
    site = Site(lambda request: httpx.Response(429, headers={"Retry-After": "1"}, json=wait))
    with pytest.raises(Problem, match="429 throttled: Wait."):
        site.client.get("facts/")
    assert len(site.slept) == 5


def test_ten_unfinished_jobs_are_no_reason_to_wait() -> None:
    site = Site(lambda request: httpx.Response(429, json={"code": "too_many_jobs", "detail": "Ten."}))
    with pytest.raises(Problem, match="too_many_jobs"):
        site.client.post("jobs/", {})
    assert site.slept == []


def test_what_has_not_changed_is_not_sent_again() -> None:
    site = Site(in_turn(httpx.Response(200, json=[1], headers={"ETag": '"3"'}), httpx.Response(304)))
    assert site.client.get("facts/") == site.client.get("facts/") == [1]
    assert [request.headers.get("If-None-Match") for request in site.asked] == [None, '"3"']


def test_a_refusal_says_where_everything_to_mend_stands() -> None:
    problem = {
        "code": "invalid",
        "detail": "Faults.",
        "errors": [
            {"pointer": "/facts/x", "detail": "Unknown."},
            {"parameter": "page", "detail": "Too far."},
        ],
    }
    site = Site(lambda request: httpx.Response(400, json=problem))
    with pytest.raises(Problem) as raised:
        site.client.score(as_of="2026-01-01", facts={"x": "yes"})
    assert json.loads(site.bodies[0]) == {"as_of": "2026-01-01", "facts": {"x": "yes"}}
    assert (raised.value.status, raised.value.code) == (400, "invalid")
    assert raised.value.faults == (Fault("/facts/x", "Unknown."), Fault("page", "Too far."))
    assert "/facts/x: Unknown." in str(raised.value)


def test_a_refusal_by_something_in_between_is_a_problem_too() -> None:
    site = Site(lambda request: httpx.Response(502, text="<h1>Bad Gateway"))
    with pytest.raises(Problem, match="502 error: Bad Gateway"):
        site.client.get("facts/")


def batch_at(url: str, state: str) -> Batch:
    """A batch as the site shows it."""
    return {
        "url": url,
        "state": state,
        "rows": 20_000,
        "done_rows": 0,
        "bad_rows": 0,
        "results": f"{url}results/" if state == "done" else None,
        "faults": f"{url}faults/",
    }


def test_a_file_of_rows_is_sent_whole_again_after_waiting(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_bytes(b"as_of,facts.uses_force\n" + b"1999-03-24,yes\n" * 20_000)
    batch = batch_at("http://site/api/v1/batches/1/", "queued")
    site = Site(in_turn(httpx.Response(429, headers={"Retry-After": "2"}), httpx.Response(201, json=batch)))
    assert site.client.batch_send(rows, key="monday", framework="nato-2022", draws=0) == batch
    assert site.bodies == [rows.read_bytes()] * 2
    sent = site.asked[-1]
    assert sent.url.params == httpx.QueryParams({"framework": "nato-2022", "draws": "0"})
    assert (sent.headers["Content-Type"], sent.headers["Idempotency-Key"]) == ("text/csv", "monday")
    assert (sent.headers["Content-Length"], "Transfer-Encoding" in sent.headers) == (
        str(rows.stat().st_size),
        False,
    )


def test_a_batch_is_followed_to_its_end_and_its_results_fetched(tmp_path: Path) -> None:
    url = "http://site/api/v1/batches/1/"
    states = iter(["running", "done"])

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("results/"):
            assert request.headers["Accept"] == "application/jsonl"
            return httpx.Response(200, content=b'{"row": 1}\n')
        return httpx.Response(200, json=batch_at(url, next(states)))

    site = Site(answer)
    with pytest.raises(ValueError, match="it is queued"):
        site.client.batch_results(batch_at(url, "queued"), tmp_path / "results.jsonl")
    *_, last = site.client.batch_followed(batch_at(url, "queued"), every=3)
    assert (last["state"], site.slept) == ("done", [3, 3])
    assert site.client.batch_results(last, tmp_path / "results.jsonl").read_bytes() == b'{"row": 1}\n'


def release(content: bytes, sha256: str) -> Answer:
    """A site with the release 2026.1, which has one file."""
    stated = {"files": [{"path": "phases.csv", "sha256": sha256}]}

    def answer(request: httpx.Request) -> httpx.Response:
        whole = request.url.path.endswith("phases.csv")
        return httpx.Response(200, content=content) if whole else httpx.Response(200, json=stated)

    return answer


def test_a_file_of_a_release_is_the_one_that_was_released(tmp_path: Path) -> None:
    content = b"id\nkosovo-1999/allied-force\n"
    site = Site(release(content, hashlib.sha256(content).hexdigest()))
    assert site.client.release_file("2026.1", "phases.csv", tmp_path / "phases.csv").read_bytes() == content


@pytest.mark.parametrize(
    ("path", "said"), [("phases.csv", "another SHA-256"), ("x.csv", "has no file x.csv")]
)
def test_any_other_file_is_not_kept(tmp_path: Path, path: str, said: str) -> None:
    site = Site(release(b"changed", "0" * 64))
    with pytest.raises(ValueError, match=said):
        site.client.release_file("2026.1", path, tmp_path / path)
    assert list(tmp_path.iterdir()) == []


def test_citations_are_looked_up_and_given() -> None:
    results: list[Any] = [{"text": "NAT art 5", "status": "found", "mentions": []}]
    site = Site(in_turn(httpx.Response(200, json={"results": results}), httpx.Response(200, text="@misc{x}")))
    assert site.client.citations("NAT art 5") == results
    assert json.loads(site.bodies[0]) == {"texts": ["NAT art 5"]}
    assert site.client.cite("instruments/unsc-1973/", "bibtex") == "@misc{x}"
    assert str(site.asked[1].url) == "http://site/api/v1/instruments/unsc-1973/cite/?style=bibtex"
