"""Progress in a real browser: it moves, is announced and ends without anybody loading the page again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from natoassess.accounts.models import User
from natoassess.web.jobs import claims
from natoassess.web.jobs.models import Job
from natoassess.web.jobs.results import result_write

pytestmark = pytest.mark.journey
ITEMS = "item=kosovo-1999/allied-force&item=libya-2011/later-phase"


@pytest.fixture
def watching(
    live_server: LiveServer, browser: Browser, client_as: Callable[[User], Client], analyst: User
) -> Iterator[Page]:
    """A page of the analyst's at a site whose jobs nobody does but the test."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="UTC")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client_as(analyst).cookies[name].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    yield page
    context.close()


def test_progress_is_seen_live_until_the_end(watching: Page, job: Job) -> None:
    page, asked = watching, []
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url) if "/state/" in request.url else None)
    page.clock.install()
    page.goto(f"/jobs/{job.pk}/")
    shown = page.locator("[aria-live=polite] #job")
    expect(shown).to_contain_text("Waiting for its turn")
    claim = claims.job_claim(job_id=job.pk)
    assert claim is not None
    claims.claim_report(claim=claim, progress=40, message="Comparing 2 phases")
    expect(shown).to_contain_text("At work: Comparing 2 phases")
    expect(shown.get_by_role("progressbar", name="Progress")).to_have_js_property("value", 40)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#job-cancel").focus()
    claims.claim_report(claim=claim, progress=80, message="Writing the file")
    expect(shown).to_contain_text("80 %")
    assert page.evaluate("document.activeElement.id") == "job-cancel", "the keyboard lost its place"
    assert Axe().run(page).violations_count == 0
    result = result_write(
        job_id=job.pk, claim=claim.token, name="ok.txt", media_type="text/plain", content=b"ok"
    )
    assert claims.claim_finish(claim=claim, result=result)
    link = shown.get_by_role("link", name="Download ok.txt")
    expect(link).to_be_visible()
    assert Axe().run(page).violations_count == 0
    with page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == b"ok"
    assert asked, "the page never asked"
    asked.clear()
    page.clock.fast_forward(10_000)
    assert asked == [], "an ended job is still asked for"
    assert errors == []


def test_an_instructor_exports_in_the_background(signed_in: Callable[[str], Page]) -> None:
    """The worker is inside the served process."""
    page = signed_in("instructor")
    page.goto(f"/compare/?{ITEMS}")
    page.get_by_role("button", name="PDF", exact=True).click()
    page.wait_for_url(re.compile(r"/jobs/[0-9a-f-]{36}/$"))
    link = page.get_by_role("link", name=re.compile(r"Download natoassess-.*\.pdf"))
    expect(link).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        link.click()
    assert len(PdfReader(io.BytesIO(download.value.path().read_bytes())).pages) >= 1
    page.goto("/accounts/")
    page.get_by_role("link", name="Your jobs").click()
    expect(page.get_by_role("cell", name="done")).to_be_visible()
    assert Axe().run(page).violations_count == 0
