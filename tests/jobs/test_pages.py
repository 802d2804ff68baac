"""The pages of jobs, as they come from the server."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from natoassess.accounts.models import User
from natoassess.web.jobs import claims
from natoassess.web.jobs.models import Job, State
from natoassess.web.jobs.runner import job_run

pytestmark = pytest.mark.django_db

ITEMS = ["kosovo-1999/allied-force", "libya-2011/later-phase"]


@pytest.fixture
def browser_of(client_as: Callable[[User], Client], analyst: User) -> Client:
    """The analyst, signed in."""
    return client_as(analyst)


def test_a_comparison_is_exported_in_the_background(browser_of: Client, client: Client) -> None:
    page = browser_of.get("/compare/", {"item": ITEMS}).content.decode()
    assert "Export in the background" in page
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key is not None
    form = {"item": ITEMS, "format": "csv", "key": key[1]}
    asked = browser_of.post("/compare/export/", form)
    job = Job.objects.get()
    assert asked["Location"] == f"/jobs/{job.pk}/"
    browser_of.post("/compare/export/", form)
    assert Job.objects.count() == 1, "sent twice, asked twice"

    waiting = browser_of.get(asked["Location"]).content.decode()
    assert "Waiting for its turn" in waiting
    assert f"/jobs/{job.pk}/state/" in waiting
    assert browser_of.get(f"/jobs/{job.pk}/result/").status_code == 404
    assert job_run(job_id=job.pk, beating=False)
    done = browser_of.get(asked["Location"]).content.decode()
    assert "hx-get" not in done
    assert f'href="/jobs/{job.pk}/result/"' in done
    file = browser_of.get(f"/jobs/{job.pk}/result/")
    assert file.getvalue() == client.get("/compare/comparison.csv", {"item": ITEMS}).content
    assert "attachment" in file["Content-Disposition"]
    assert "natoassess-" in browser_of.get("/jobs/").content.decode()


def test_visitors_are_not_offered_what_needs_an_account(client: Client) -> None:
    assert "in the background" not in client.get("/compare/", {"item": ITEMS}).content.decode()
    answer = client.post("/compare/export/", {"item": ITEMS, "format": "csv"})
    assert answer.status_code == 403
    assert "accounts/signed_out.html" in [template.name for template in answer.templates]
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"item": ITEMS, "format": "docx"}, "is not a valid choice"),
        ({"item": ITEMS[:1], "format": "csv"}, "at least 2"),
        ({"item": [*ITEMS, "no/such"], "format": "csv"}, "There is no no/such to compare"),
    ],
)
def test_what_cannot_be_made_is_said_on_the_comparison(
    browser_of: Client, form: dict[str, object], words: str
) -> None:
    answer = browser_of.post("/compare/export/", form, follow=True)
    assert words in answer.content.decode()
    assert answer.redirect_chain[0][0].startswith("/compare/?item=")
    assert not Job.objects.exists()


def test_the_limit_is_said_on_the_comparison(browser_of: Client, settings: Settings) -> None:
    settings.JOBS_MAX_OPEN = 0
    answer = browser_of.post("/compare/export/", {"item": ITEMS, "format": "csv"}, follow=True)
    assert "unfinished jobs" in answer.content.decode()


def test_the_changing_part_says_nothing_twice(browser_of: Client, job: Job) -> None:
    address = f"/jobs/{job.pk}/state/"
    assert browser_of.get(address, {"seen": job.mark}).status_code == 204
    claim = claims.job_claim(job_id=job.pk)
    assert claim is not None
    claims.claim_report(claim=claim, progress=40, message="Comparing <b>two</b> phases")
    part = browser_of.get(address, {"seen": job.mark})
    text = part.content.decode()
    assert "<html" not in text
    assert 'value="40"' in text
    assert "40 %" in text
    assert "Comparing &lt;b&gt;two&lt;/b&gt; phases" in text
    job.refresh_from_db()
    assert f"?seen={job.mark}" in text
    claims.claim_fail(claim=claim, error="No such phase.")
    ended = browser_of.get(address, {"seen": job.mark}).content.decode()
    assert "No such phase." in ended
    assert "hx-get" not in ended, "an ended job must not be asked for again"


def test_cancelling_by_form(browser_of: Client, job: Job) -> None:
    answer = browser_of.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "It was cancelled." in answer.content.decode()
    assert Job.objects.get().state == State.CANCELLED
    again = browser_of.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "It had ended before." in again.content.decode()
    assert browser_of.get(f"/jobs/{job.pk}/cancel/").status_code == 405


def test_a_running_job_that_is_called_off_says_that_it_stops(browser_of: Client, job: Job) -> None:
    assert claims.job_claim(job_id=job.pk)
    page = browser_of.post(f"/jobs/{job.pk}/cancel/", follow=True).content.decode()
    assert "Stopping" in page
    assert 'id="job-cancel"' not in page


@pytest.mark.parametrize("part", ["", "state/", "result/", "cancel/"])
def test_another_persons_job_does_not_exist(
    part: str, job: Job, client_as: Callable[[User], Client], reviewer: User, administrator: User
) -> None:
    assert job_run(job_id=job.pk, beating=False)
    for person in (reviewer, administrator):
        other = client_as(person)
        address = f"/jobs/{job.pk}/{part}"
        answer = other.post(address) if part == "cancel/" else other.get(address)
        assert answer.status_code == 404
        assert "You have no jobs" in other.get("/jobs/").content.decode()


def test_a_stranger_is_sent_to_sign_in(client: Client, job: Job) -> None:
    for part in ("", "state/", "result/"):
        assert client.get(f"/jobs/{job.pk}/{part}")["Location"].startswith("/accounts/login/")


def test_the_account_leads_to_the_jobs(browser_of: Client) -> None:
    assert 'href="/jobs/"' in browser_of.get("/accounts/").content.decode()
    assert "You have no jobs" in browser_of.get("/jobs/").content.decode()


def test_unknown_parameters_are_refused(browser_of: Client, job: Job) -> None:
    for address in ("/jobs/", f"/jobs/{job.pk}/", f"/jobs/{job.pk}/state/"):
        assert browser_of.get(address, {"colour": "red"}).status_code == 400
