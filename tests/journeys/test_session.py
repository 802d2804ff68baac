"""What becomes of what was typed when the session ends in the middle of filing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.filing import choose, describe
from tests.support.chromium import Complaints

pytestmark = pytest.mark.journey


def test_a_session_that_ends_in_the_middle_costs_nothing(
    signed_in: Callable[[str], Page], complaints: Complaints
) -> None:
    """The question says so instead of showing the sign-in page, and the form can still be sent through signing in."""
    complaints.mean(401, 403)
    page = signed_in("analyst")
    describe(page, "Session ends", "2027-06-01")
    page.context.clear_cookies(name="sessionid")
    choose(page, "facts-uses_force", "yes")
    expect(page.locator("#facts-uses_force-kept")).to_contain_text("Not saved: you are signed out")
    expect(page.locator("#live")).not_to_contain_text("Sign in")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Sign in and keep what I typed").click()
    page.locator('form:has(input[value="analyst"]) button').click()
    page.get_by_role("button", name="Send what I typed").click()
    expect(page.locator('input[name="facts-uses_force"][value="yes"]')).to_be_checked()
    expect(page.get_by_text("Saved.").first).to_be_visible()
