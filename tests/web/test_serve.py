"""The server of one machine: what it sends where its own library would send too much."""

from __future__ import annotations

from typing import Any

import pytest

from natoassess.web.management.commands.serve import bodiless_heads

pytestmark = pytest.mark.once


class Body:
    """A body that notes that it was closed."""

    closed = False

    def __iter__(self) -> Any:
        return iter([b"body"])

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(("method", "sent"), [("GET", [b"body"]), ("HEAD", [])])
def test_an_answer_to_head_has_no_body(method: str, sent: list[bytes]) -> None:
    body, started = Body(), []

    def application(environ: Any, start_response: Any) -> Body:
        start_response("200 OK", [("Content-Length", "4")])
        return body

    def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
        started.append((status, headers))

    answer = bodiless_heads(application)({"REQUEST_METHOD": method}, start)
    assert list(answer) == sent
    assert started == [("200 OK", [("Content-Length", "4")])]
    assert body.closed is (method == "HEAD")
