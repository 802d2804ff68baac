"""Publish, cite, revise, supersede, retract, in a real browser, by an analyst and a reviewer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_accessibility import look
from tests.support.chromium import Complaints

pytestmark = pytest.mark.journey
REASON = "The answers rest on a report that its publisher has withdrawn."


def submit(page: Page) -> str:
    """Hand in the draft that is open; the address of its result."""
    page.get_by_role("link", name="Check and submit").first.click()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".messages")).to_contain_text("Submitted")
    return page.url


def publish(page: Page, result: str) -> str:
    """As a reviewer; the address of the publication."""
    page.goto(f"{result}review/")
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name=re.compile(r"^NA-\d{4}-\d{4}$")).click()
    return page.url


def test_what_is_published_is_cited_revised_and_retracted(
    signed_in: Callable[[str], Page], complaints: Complaints
) -> None:
    page = signed_in("analyst")
    page.goto("/cases/kosovo-1999/")
    page.get_by_role("link", name="Read the reasoning").click()
    page.get_by_role("button", name="Start from these answers").click()
    page.get_by_label("Who may see it").select_option("public")
    page.get_by_role("button", name="Save and go on").click()
    result = submit(page)

    page = signed_in_again(page, signed_in, "reviewer")
    first = publish(page, result)
    number = first.rstrip("/").rsplit("/", 1)[1]
    for style in ("In words", "OSCOLA", "BibTeX"):
        expect(page.locator("#cite")).to_contain_text(style)
    expect(page.locator("#cite pre")).to_contain_text(f"@techreport{{{number},")
    expect(page.get_by_role("link", name="Revise")).to_have_count(0)

    page = signed_in_again(page, signed_in, "analyst")
    page.goto(first)
    page.get_by_role("link", name="Revise").click()
    page.get_by_role("button", name="Begin the revision").click()
    expect(page.locator(".messages")).to_contain_text(number)
    result = submit(page)

    page = signed_in_again(page, signed_in, "reviewer")
    second = publish(page, result)
    later = second.rstrip("/").rsplit("/", 1)[1]
    page.goto(first)
    expect(page.locator(".notice").first).to_contain_text(f"Superseded by {later}")

    complaints.mean(410, 422)
    retract(page, second)
    page.goto("/published/")
    expect(page.locator("main")).not_to_contain_text(later)
    paths = [
        "/published/?state=all",
        first,
        f"{first}rescored/",
        f"{first}retract/",
        second,
        f"{result}audit/",
    ]
    assert [fault for path in paths for fault in look(page, path)] == []


def retract(page: Page, address: str) -> None:
    """Withdraw what was published there: first without a reason, which is refused."""
    page.goto(address)
    page.get_by_role("link", name="Retract").click()
    page.get_by_role("button", name="Retract for good").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say why")
    page.get_by_label("Why it is withdrawn").fill(REASON)
    page.get_by_label("I understand").check()
    page.get_by_role("button", name="Retract for good").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text(REASON)
    expect(page.locator(".answers")).to_have_count(0)


def signed_in_again(page: Page, signed_in: Callable[[str], Page], role: str) -> Page:
    """Out, and in as another."""
    page.get_by_role("button", name="Sign out").click()
    return signed_in(role)
