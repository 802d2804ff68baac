"""What gunicorn serves under the settings of production."""

from __future__ import annotations

import json
import re
import socket
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from tests.production.conftest import PASSWORD
from tests.support import production
from tests.support.production import HOST, Answer, Gunicorn

pytestmark = pytest.mark.postgres
JSON = {"Content-Type": "application/json"}


def cookies_of(answer: Answer) -> SimpleCookie:
    jar = SimpleCookie()
    for line in answer.headers.get_all("Set-Cookie") or []:
        jar.load(line)
    return jar


def sign_in(site: Gunicorn, username: str, password: str, address: str = "192.0.2.1") -> Answer:
    form = site.ask("/accounts/login/")
    csrf = cookies_of(form)["__Host-csrftoken"].value
    fields = {"username": username, "password": password, "csrfmiddlewaretoken": csrf}
    return site.ask(
        "/accounts/login/",
        "POST",
        urlencode(fields).encode(),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"__Host-csrftoken={csrf}",
            "Referer": f"https://{HOST}/accounts/login/",
            "X-Forwarded-For": address,
        },
    )


@pytest.mark.parametrize(
    "address", ["/", "/law/", "/cases/", "/method/", "/assessments/", "/compare/", "/api/v1/"]
)
def test_pages_answer(gunicorn: Gunicorn, address: str) -> None:
    assert gunicorn.ask(address).status == 200


def test_static_files_carry_a_digest_and_are_kept_for_ever(gunicorn: Gunicorn) -> None:
    home = gunicorn.ask("/").text
    files = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', home)
    assert files
    for file in files:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", file), file
        served = gunicorn.ask(file)
        assert served.status == 200
        assert "immutable" in served.headers["Cache-Control"]


def test_the_deployment_check_has_nothing_to_say(production_env: dict[str, str]) -> None:
    checked = production.manage(production_env, "check", "--deploy", "--fail-level", "WARNING")
    assert (checked.returncode, "no issues" in checked.stdout) == (0, True), checked.stderr


def test_without_tls_everyone_is_sent_to_it_but_health_answers(gunicorn: Gunicorn) -> None:
    sent = gunicorn.ask("/law/", headers={"X-Forwarded-Proto": "http"})
    assert (sent.status, sent.headers["Location"]) == (301, f"https://{HOST}/law/")
    assert gunicorn.ask("/healthz", headers={"X-Forwarded-Proto": ""}).status == 200


@pytest.mark.parametrize("address", ["/", "/api/v1/cases/", "/no-such-page/"])
def test_headers(gunicorn: Gunicorn, address: str) -> None:
    headers = gunicorn.ask(address).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "default-src 'none'" in headers["Content-Security-Policy"].split("; ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "gunicorn/" not in (headers["Server"] or "")


def test_foreign_hosts_are_refused(gunicorn: Gunicorn) -> None:
    assert gunicorn.ask("/", headers={"Host": "evil.example"}).status == 400


def test_cookies_belong_to_this_host_and_private_pages_are_not_stored(
    gunicorn: Gunicorn, account: str
) -> None:
    entered = sign_in(gunicorn, account, PASSWORD)
    assert entered.status == 302, entered.text
    jar = cookies_of(entered)
    assert set(jar) - {"messages"} == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in jar.values():
        assert cookie["secure"]
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")
    session = jar["__Host-sessionid"]
    assert session["httponly"]
    page = gunicorn.ask("/accounts/", headers={"Cookie": f"__Host-sessionid={session.value}"})
    assert page.status == 200
    assert "no-store" in page.headers["Cache-Control"]


def test_trace_is_refused(gunicorn: Gunicorn) -> None:
    assert gunicorn.ask("/", "TRACE").status == 405


def test_deep_json_is_a_bad_request(gunicorn: Gunicorn) -> None:
    answer = gunicorn.ask("/api/v1/score/", "POST", b"[" * 100_000 + b"]" * 100_000, JSON)
    assert answer.status == 400
    assert "deeper" in json.loads(answer.text)["detail"]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/api/v1/score/", "application/json"),
        ("/accounts/login/", "application/x-www-form-urlencoded"),
        ("/accounts/login/", "multipart/form-data; boundary=x"),
    ],
)
def test_a_large_body_is_refused_in_words(gunicorn: Gunicorn, address: str, kind: str) -> None:
    answer = gunicorn.ask(address, "POST", b"x" * 2_600_000, {"Content-Type": kind})
    assert answer.status == 413
    assert "2.5 MB" in answer.text


def test_a_body_without_end_is_cut_off(gunicorn: Gunicorn) -> None:
    """Content-Length may promise more than anyone would read: the answer comes after ten megabytes at most."""
    with socket.create_connection(("127.0.0.1", gunicorn.port), timeout=30) as raw:
        lines = ["POST /accounts/login/ HTTP/1.1", f"Host: {HOST}", "X-Forwarded-Proto: https"]
        head = "\r\n".join([*lines, "Content-Length: 9999999999", "", ""])
        raw.sendall(head.encode() + b"x" * 10_000_000)
        assert raw.recv(12) == b"HTTP/1.1 413"


def test_wrong_passwords_are_throttled_for_one_address_alone(gunicorn: Gunicorn, account: str) -> None:
    tries = [sign_in(gunicorn, account, f"wrong {n}", "198.51.100.7") for n in range(6)]
    assert [answer.status for answer in tries] == [200] * 5 + [429]
    refused = tries[-1]
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "Too many attempts" in refused.text
    assert sign_in(gunicorn, account, PASSWORD, "198.51.100.7").status == 429, "the right one too, from there"
    assert sign_in(gunicorn, account, PASSWORD, "198.51.100.8").status == 302, (
        "its owner elsewhere is not locked out"
    )
    forged = sign_in(gunicorn, account, PASSWORD, "203.0.113.9, 198.51.100.7")
    assert forged.status == 429, "what a client writes into X-Forwarded-For is not believed"


def test_the_administration_has_no_way_in_of_its_own(gunicorn: Gunicorn) -> None:
    sent = gunicorn.ask("/admin/login/?next=/admin/")
    assert sent.headers["Location"] == "/accounts/login/?next=%2Fadmin%2F"
