"""A second coding from asking to publication: blind, compared, one answer settled, one left as dissent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.filing import choose
from tests.journeys.test_accessibility import look
from tests.support.chromium import Complaints

pytestmark = pytest.mark.journey


def sign_out(page: Page) -> None:
    page.goto("/assessments/")
    press(page, "Sign out")


def press(page: Page, name: str) -> None:
    """Press a button that sends a form, and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=name == "Save").first.click()


def answer(page: Page, facts: dict[str, str]) -> None:
    """Answer on the first page of facts and save."""
    page.get_by_role("link", name="What is being done").first.click()
    for name, value in facts.items():
        choose(page, f"facts-{name}", value)
    press(page, "Save")


def hand_in(page: Page) -> None:
    page.get_by_role("link", name="Check and submit").first.click()
    press(page, "Submit")


def seen(page: Page, path: str) -> list[str]:
    """What is wrong with a page in either scheme and at 320 px; the window is wide again afterwards."""
    wrong = look(page, path)
    page.set_viewport_size({"width": 1280, "height": 900})
    return wrong


def hold(page: Page, question: str, label: str, why: str) -> None:
    """Say in the consensus round what one holds on a question, and why."""
    item = page.locator(f'[id="{question}"]')
    item.locator("summary").click()
    item.get_by_label("What do you hold now?").select_option(label=label)
    item.get_by_label("Why?").fill(why)
    with page.expect_navigation():
        item.get_by_role("button", name="Save").click()


def test_a_second_coding_from_asking_to_publication(
    signed_in: Callable[[str], Page], complaints: Complaints
) -> None:
    """The author asks while the first is a draft; the coder never sees it before their own is in."""
    complaints.mean(404)
    page = signed_in("analyst")
    page.goto("/assessments/new/?phase=kosovo-1999/allied-force")
    page.get_by_label("Who may see it").select_option("team")
    press(page, "Save and go on")
    first = page.url.split("edit/")[0]
    answer(page, {"state_conduct": "yes", "uses_force": "yes", "coerces_reserved_domain": "no"})
    page.goto(f"{first}second-coding/")
    page.get_by_label("Whom do you ask?").select_option(label="Cora Weiss")
    press(page, "Ask")
    expect(page.get_by_role("table", name="Who was asked")).to_contain_text("Asked")
    page.goto(f"{first}check/")
    press(page, "Submit")
    sign_out(page)

    signed_in("colleague")
    assert page.goto(first).status == 404  # type: ignore[union-attr]  # a page answers
    page.goto("/assessments/")
    page.locator(".notice", has_text="asked for a second coding").get_by_role("link").click()
    faults = seen(page, page.url)
    press(page, "Accept, and begin")
    answer(page, {"state_conduct": "yes", "uses_force": "contested", "coerces_reserved_domain": "yes"})
    hand_in(page)
    page.goto(f"{first}second-coding/")
    expect(page.get_by_role("heading", name="2 questions answered differently")).to_be_visible()
    hold(page, "facts-uses_force", "Yes", "On reflection, strikes were flown.")
    sign_out(page)

    signed_in("analyst")
    page.goto(f"{first}second-coding/")
    faults += seen(page, page.url)
    hold(page, "facts-uses_force", "Yes", "Strikes were flown for weeks.")
    expect(page.locator('[id="facts-uses_force"]')).to_contain_text("settled: Yes")
    press(page, "Close the round")
    expect(page.locator("main")).to_contain_text("1 settled, 1 left as dissent")
    sign_out(page)

    signed_in("reviewer")
    for part in ("changes/", "dissent/", "review/"):
        faults += seen(page, f"{first}{part}")
    press(page, "Take it up")
    expect(page.locator("#claim")).to_contain_text("You have been reviewing it since")
    expect(page.get_by_role("heading", name="Dissent")).to_be_visible()
    press(page, "Publish")
    expect(page.locator("main")).to_contain_text("Published")
    expect(page.locator("#dissents")).to_contain_text("holding: Yes")
    assert not faults, "\n".join(faults)
