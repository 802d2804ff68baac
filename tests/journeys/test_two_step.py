"""Two-step sign-in in a browser: made an account, turned on with the key that the page shows, asked for at sign-in."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from natoassess.accounts.totp import STEP_SECONDS, code_at
from tests.journeys.test_accessibility import look

pytestmark = pytest.mark.journey
NAME, PASSWORD = "vera", "a pass phrase of Vera's"


def account_made(page: Page) -> None:
    """An administrator makes the account, and signs out."""
    page.goto("/admin/accounts/user/add/")
    page.fill("#id_username", NAME)
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    page.locator('input[name="_save"]').click()
    page.wait_for_url("**/change/")
    signed_out(page)


def signed_out(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def password_typed(page: Page) -> None:
    """By keyboard alone, from the first field on."""
    page.goto("/accounts/login/?next=/accounts/sessions/")
    page.get_by_label("Username").focus()
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def test_a_person_turns_it_on_and_signs_in_with_a_code_then_with_a_recovery_code(
    signed_in: Callable[[str], Page],
) -> None:
    page = signed_in("administrator")
    account_made(page)
    password_typed(page)
    page.get_by_role("link", name="Two-step sign-in").click()
    page.get_by_role("link", name="Turn it on").click()
    width = page.get_by_role("img", name="QR code").evaluate("image => image.complete && image.naturalWidth")
    assert width, "the policy of the site lets the picture be shown"
    found = look(page, "/accounts/two-step/on/")
    secret = page.locator(".key").inner_text().replace(" ", "")
    step = int(time.time()) // STEP_SECONDS
    page.get_by_label("Code that the app shows").fill(code_at(secret, step))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = page.locator(".codes li").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as text").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").split()[-10:] == codes
    signed_out(page)

    password_typed(page)
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    found += look(page, page.url)
    later = max(step + 1, int(time.time()) // STEP_SECONDS)  # a clock may be wrong by one step
    page.get_by_label("Code").fill(code_at(secret, later))
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/sessions/")
    expect(page.get_by_text("this one", exact=True)).to_be_visible()
    for path in ("password/", "two-step/", "delete/"):
        found += look(page, f"/accounts/{path}")
    signed_out(page)

    password_typed(page)
    page.get_by_label("Code").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_text("9 are left")).to_be_visible()
    assert not found, "\n".join(found)
