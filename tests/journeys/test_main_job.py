"""The main job, end to end, in a real browser: file, see the verdict turn, submit, compare, download."""

from __future__ import annotations

import io
import json
import os
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.filing import AUTHORISED, answer_facts, choose, describe, rate
from tests.support.chromium import Complaints

pytestmark = pytest.mark.journey

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
TITLE = "Ruritania 2027, the port"


def live(page: Page) -> Any:
    """The panel with the three answers beside the form."""
    return page.locator("[aria-live] .now")


def post_score(site: str, body: dict[str, Any]) -> dict[str, Any]:
    """POST /api/v1/score/ as a researcher's program does, without a session."""
    request = urllib.request.Request(  # noqa: S310  the address is the test's own server
        f"{site}/api/v1/score/",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:  # noqa: S310
        return dict(json.load(response))


def test_an_analyst_files_a_scenario_and_compares_it(
    site: str, signed_in: Callable[[str], Page], tmp_path: Path
) -> None:
    """From nothing to a PDF; the same findings by API give the same evaluation."""
    page = signed_in("analyst")
    page.set_viewport_size({"width": 1280, "height": 900})
    describe(page, TITLE, "2027-03-01")
    answer_facts(page)
    rate(page)

    # The verdict turns when the Council authorises, and what was chosen is saved without a button.
    page.get_by_role("link", name="Security Council").first.click()
    expect(live(page)).to_contain_text("Unlawful")
    for name, value in AUTHORISED.items():
        choose(page, f"facts-{name}", value)
    expect(live(page)).to_contain_text("Lawful")
    page.reload()
    expect(live(page)).to_contain_text("Lawful")
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_role("link", name="Check and submit").first.click()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".answers")).to_contain_text("Lawful")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ruritania 2027")
    result = page.url
    if os.environ.get("WRITE_IMAGES"):
        IMAGES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=IMAGES / "result.png")

    evaluation = page.request.get(f"{result}result.json").json()
    number = result.rstrip("/").rsplit("/", 1)[1]
    own = page.request.get(f"/api/v1/assessments/{number}/").json()
    again = post_score(
        site, {**own["findings"], "as_of": own["as_of"], "framework": evaluation["framework"]["code"]}
    )
    assert again["evaluation_id"] == evaluation["evaluation_id"] == own["evaluation"]["evaluation_id"]
    assert again["legality"]["verdict"] == "lawful"

    compare_and_download(page, tmp_path)


def compare_and_download(page: Page, folder: Path) -> None:
    """From the result to a PDF of it beside Kosovo and Libya."""
    page.get_by_role("link", name="Compare").last.click()
    for phase in (
        "kosovo-1999/allied-force",
        "libya-2011/later-phase",
    ):  # drafts of them may stand beside them
        page.locator(f'input[name="item"][value="{phase}"]').check()
    page.get_by_role("button", name="Compare").click()
    table = page.get_by_role("table", name="phases compared")
    expect(table).to_contain_text("Kosovo 1999")
    expect(table.get_by_role("row", name="Legality, prevailing")).to_contain_text("lawful")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download PDF").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    text = PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text()
    for words in ("Ruritania 2027", "Kosovo 1999", "Libya, later 2011", "unlawful", "arguable"):
        assert words in text


def test_without_script_the_main_job_still_works(site: str, browser: Any) -> None:
    """Describing, answering, saving and reading the result need no JavaScript."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator('form:has(input[value="analyst"]) button').click()
    describe(page, "Without script", "2011-03-19")
    for name, value in {"state_conduct": "yes", "uses_force": "yes"}.items():
        choose(page, f"facts-{name}", value)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator('input[name="facts-uses_force"][value="yes"]')).to_be_checked()
    expect(page.get_by_role("navigation", name="Steps")).to_contain_text("2 of 4")
    expect(live(page)).to_contain_text("Undetermined")
    context.close()


def test_an_answer_that_cannot_stand_is_told_beside_the_field_and_kept(
    signed_in: Callable[[str], Page], complaints: Complaints
) -> None:
    """Last resort may be left out only without force or with full consent; the reason given is not lost."""
    complaints.mean(422)
    page = signed_in("analyst")
    describe(page, "Refused answer", "2027-05-01")
    for name, value in {"state_conduct": "yes", "uses_force": "yes"}.items():
        choose(page, f"facts-{name}", value)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Last resort").first.click()
    choose(page, "ratings-sequencing", "na")
    page.locator('textarea[name="ratings-sequencing-why"]').fill("Nothing to warn of.")
    page.get_by_role("button", name="Save", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    alert.get_by_role("link").first.click()
    expect(page.locator('input[name="ratings-sequencing"]:focus')).to_have_count(1)
    expect(page.locator('textarea[name="ratings-sequencing-why"]')).to_have_value("Nothing to warn of.")


def test_a_reviewer_publishes_what_the_team_filed(
    signed_in: Callable[[str], Page], complaints: Complaints
) -> None:
    """Shared with the team, submitted, read by another, published; nobody publishes their own."""
    complaints.mean(403)
    page = signed_in("analyst")
    page.goto("/assessments/new/?phase=kosovo-1999/allied-force")
    page.get_by_label("Who may see it").select_option("team")
    page.get_by_role("button", name="Save and go on").click()
    choose(page, "facts-state_conduct", "yes")
    choose(page, "facts-uses_force", "yes")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Check and submit").first.click()
    page.get_by_role("button", name="Submit").click()
    result = page.url
    assert page.goto(f"{result}review/").status == 403  # type: ignore[union-attr]
    page.goto(result)
    page.get_by_role("button", name="Sign out").click()
    signed_in("reviewer")
    page.goto(result)
    page.get_by_role("link", name="Review").first.click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("main")).to_contain_text("Published")
