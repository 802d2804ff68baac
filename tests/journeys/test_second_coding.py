"""A second coding from asking to publication: blind, compared, one answer settled, one left as dissent."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.filing.pages import fields_of
from tests.journeys.filing import choose
from tests.journeys.test_accessibility import look
from tests.support.chromium import Complaints

pytestmark = pytest.mark.journey


def sign_out(page: Page) -> None:
    page.goto("/assessments/")
    page.get_by_role("button", name="Sign out").click()


def make_analyst(page: Page, username: str) -> None:
    """The administrator gives a member of the demo team the role of an analyst besides their own."""
    teams = page.request.get("/admin/accounts/team/").text()
    address = re.search(r'href="(/admin/accounts/team/\d+/change/)"', teams)
    assert address is not None
    html = page.request.get(address[1]).text()
    person = re.search(rf'<option value="(\d+)">{username}</option>', html)
    assert person is not None
    fields = fields_of(html)
    place = int(fields["memberships-TOTAL_FORMS"]) - 1
    fields |= {f"memberships-{place}-user": person[1], f"memberships-{place}-role": "analyst"}
    saved = page.request.post(
        address[1],
        data=urlencode(fields, doseq=True),
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": page.url,
            "X-CSRFToken": fields["csrfmiddlewaretoken"],
        },
    )
    assert saved.ok and "errornote" not in saved.text()


def answer(page: Page, facts: dict[str, str]) -> None:
    """Answer on the first page of facts and save."""
    page.get_by_role("link", name="What is being done").first.click()
    for name, value in facts.items():
        choose(page, f"facts-{name}", value)
    page.get_by_role("button", name="Save", exact=True).click()


def hand_in(page: Page) -> None:
    page.get_by_role("link", name="Check and submit").first.click()
    page.get_by_role("button", name="Submit").click()


def hold(page: Page, question: str, label: str, why: str) -> None:
    """Say in the consensus round what one holds on a question, and why."""
    item = page.locator(f'[id="{question}"]')
    item.locator("summary").click()
    item.get_by_label("What do you hold now?").select_option(label=label)
    item.get_by_label("Why?").fill(why)
    item.get_by_role("button", name="Save").click()


def test_a_second_coding_from_asking_to_publication(
    signed_in: Callable[[str], Page], complaints: Complaints
) -> None:
    """The author asks while the first is a draft; the coder never sees it before their own is in."""
    complaints.mean(404)
    page = signed_in("administrator")
    make_analyst(page, "researcher")
    sign_out(page)

    signed_in("analyst")
    page.goto("/assessments/new/?phase=kosovo-1999/allied-force")
    page.get_by_label("Who may see it").select_option("team")
    page.get_by_role("button", name="Save and go on").click()
    first = page.url.split("edit/")[0]
    answer(page, {"state_conduct": "yes", "uses_force": "yes", "coerces_reserved_domain": "no"})
    page.goto(f"{first}second-coding/")
    page.get_by_label("Whom do you ask?").select_option(index=1)
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("table", name="Who was asked")).to_contain_text("Asked")
    page.goto(f"{first}check/")
    page.get_by_role("button", name="Submit").click()
    sign_out(page)

    signed_in("researcher")
    assert page.goto(first).status == 404  # type: ignore[union-attr]
    page.goto("/assessments/")
    page.locator(".notice", has_text="asked for a second coding").get_by_role("link").click()
    faults = look(page, page.url)
    page.get_by_role("button", name="Accept, and begin").click()
    answer(page, {"state_conduct": "yes", "uses_force": "contested", "coerces_reserved_domain": "yes"})
    hand_in(page)
    page.goto(f"{first}second-coding/")
    expect(page.get_by_role("heading", name="2 questions answered differently")).to_be_visible()
    hold(page, "facts-uses_force", "Yes", "On reflection, strikes were flown.")
    sign_out(page)

    signed_in("analyst")
    page.goto(f"{first}second-coding/")
    faults += look(page, page.url)
    hold(page, "facts-uses_force", "Yes", "Strikes were flown for weeks.")
    expect(page.locator('[id="facts-uses_force"]')).to_contain_text("settled: Yes")
    page.get_by_role("button", name="Close the round").click()
    expect(page.locator("main")).to_contain_text("1 settled, 1 left as dissent")
    sign_out(page)

    signed_in("reviewer")
    for part in ("changes/", "dissent/", "review/"):
        faults += look(page, f"{first}{part}")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Take it up").click()
    expect(page.locator("#claim")).to_contain_text("You are reviewing it since")
    expect(page.get_by_role("heading", name="Dissent")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("main")).to_contain_text("Published")
    expect(page.locator("#dissents")).to_contain_text("holding: Yes")
    assert not faults, "\n".join(faults)
