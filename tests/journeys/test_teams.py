"""A manager invites, a new person accepts in another browser, the manager makes them a reviewer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_accessibility import look
from tests.support.chromium import Complaints

pytestmark = pytest.mark.journey


def test_a_manager_invites_a_new_person_accepts_and_becomes_a_reviewer(
    signed_in: Callable[[str], Page], browser: Browser, site: str, complaints: Complaints
) -> None:
    """Two browsers: what the manager does holds for the other at once."""
    page = signed_in("administrator")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your work")
    page.get_by_role("link", name="Demo team").first.click()
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Mail address").fill("nina@example.org")
    page.get_by_label("A few words to them").press_sequentially("Welcome.")
    page.get_by_role("button", name="Send the invitation").focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("textbox", name="The link").input_value()
    assert not look(page, "/teams/demo/"), "the page of the team, with an invitation on it"

    other = browser.new_context(base_url=site, locale="en-GB")
    complaints.fence(other)
    nina = other.new_page()
    complaints.watch(nina)
    assert not look(nina, link)
    nina.get_by_label("Username").fill("nina")
    nina.get_by_label("Name that others see").fill("Nina New")
    nina.get_by_label("Password", exact=True).fill("correct horse battery")
    nina.get_by_label("Password again").fill("correct horse battery")
    nina.get_by_label("Password again").press("Enter")
    expect(nina.get_by_role("heading", level=1)).to_have_text("Your work")
    expect(nina.get_by_text("Begin here")).to_be_visible()
    nina.get_by_role("link", name="Demo team").click()
    expect(nina.get_by_role("row", name="Nina New (you)")).to_contain_text("analyst")

    page.goto("/teams/demo/")
    page.get_by_role("link", name="Change roles of Nina New").click()
    page.get_by_role("checkbox", name="reviewer:").press("Space")
    assert not look(page, page.url)
    page.get_by_role("checkbox", name="reviewer:").check()
    page.get_by_role("button", name="Save the roles").click()
    expect(page.get_by_role("row", name="Nina New")).to_contain_text("analyst, reviewer")
    nina.goto("/overview/")
    expect(nina.get_by_text("Queues of your teams")).to_be_visible()
    expect(nina.get_by_text("Your roles in Demo team have changed")).to_be_visible()
    faults = [
        fault
        for path in ("/overview/", "/accounts/notices/", "/teams/demo/leave/")
        for fault in look(nina, path)
    ]
    assert not faults, "\n".join(faults)
    complaints.mean(404)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This invitation cannot be used")
    other.close()


def test_teams_without_script(browser: Browser, site: str) -> None:
    """The forms need no script."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator('form:has(input[name="role"][value="administrator"]) button').click()
    page.goto("/teams/new/")
    page.get_by_label("Name of the team").fill("Without script")
    page.get_by_role("button", name="Make the team").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Without script")
    page.get_by_role("link", name="Leave the team").click()
    page.get_by_role("button", name="Leave the team").click()
    expect(page.get_by_role("alert")).to_contain_text("Make another member team manager first")
    context.close()
