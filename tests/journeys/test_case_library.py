"""A visitor reads the case library in a browser: from the list to a phase, its ledger, its precedents, its codings."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.journey

LATER = "To the fall of the government"


def library(page: Page) -> Locator:
    """The table of the library's phases, without the scenarios below it."""
    return page.get_by_role("table", name="Phases of the cases of the library")


def narrow_to_unlawful(page: Page) -> None:
    """Ask the list for unlawful phases only."""
    page.get_by_label("Legality").select_option("unlawful")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("verdict=unlawful"))


def cells(page: Page, label: str) -> list[str]:
    """What the column with this label says, from the top down."""
    return library(page).locator(f'td[data-label="{label}"]').all_inner_texts()


def indices(page: Page) -> list[float]:
    """The legitimacy indices of the table, from the top down."""
    return [float(text.split()[0]) for text in cells(page, "Legitimacy")]


def test_a_visitor_reads_the_library(page: Page) -> None:
    """From all cases to one phase and what stands behind its answers; no account is needed."""
    page.goto("/")
    page.get_by_role("link", name="Cases", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases")
    order_by_a_heading(page)
    open_from_the_time_line(page)
    read_the_ledger(page)
    follow_a_precedent_and_come_back(page)
    see_what_the_answers_were_settled_from(page)


def order_by_a_heading(page: Page) -> None:
    """Unlawful phases alone, then by legitimacy, the highest first, then the lowest."""
    narrow_to_unlawful(page)
    expect(page.get_by_role("status")).to_contain_text("phases found")
    assert set(cells(page, "Legality")) == {"unlawful"}
    heading = library(page).get_by_role("columnheader", name="Legitimacy")
    heading.get_by_role("link").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    highest_first = indices(page)
    assert highest_first == sorted(highest_first, reverse=True)
    assert len(set(highest_first)) > 5
    assert set(cells(page, "Legality")) == {"unlawful"}
    heading.get_by_role("link").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert indices(page) == sorted(highest_first)


def open_from_the_time_line(page: Page) -> None:
    """The time line keeps to what was asked for; all of it has Libya's later phase, with the drift of its mandate."""
    page.get_by_role("link", name="Time line", exact=True).click()
    expect(page.get_by_role("link", name="Operation Allied Force")).to_be_visible()
    expect(page.get_by_role("link", name=LATER)).to_have_count(0)
    page.get_by_role("link", name="Show all").click()
    page.get_by_role("link", name="Time line", exact=True).click()
    era = page.get_by_role("region", name="Strategic Concept of 2010")
    era.get_by_role("link", name=LATER).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Libya 2011")
    over_time = page.get_by_role("region", name="Lawful, then arguable")
    expect(over_time.locator('[aria-current="true"]')).to_contain_text(LATER)
    over_time.get_by_text("The same as a table").click()
    table = over_time.get_by_role("table")
    expect(table.get_by_role("row", name="Protection of civilians")).to_contain_text("lawful")
    expect(table.get_by_role("row", name=LATER)).to_contain_text("arguable")


def read_the_ledger(page: Page) -> None:
    """By a deep link to the ledger, the vote by name in it, then the ledger of the whole case."""
    page.get_by_role("navigation", name="On this page").get_by_role(
        "link", name="Authorisation ledger"
    ).click()
    expect(page).to_have_url(re.compile("#ledger$"))
    expect(page.locator("#ledger")).to_be_in_viewport()
    ledger = page.get_by_role("region", name="Authorisation ledger")
    vote = ledger.locator("details", has=page.get_by_text("The vote on S/RES/1973 (2011), by name"))
    expect(vote.get_by_text("Brazil")).to_be_hidden()
    vote.locator("summary").click()
    expect(vote.get_by_text("Brazil")).to_be_visible()
    expect(vote).to_contain_text("10 + 0 + 5 = 15 seats")
    ledger.get_by_role("link", name="The ledger of the case as a whole").click()
    expect(page.get_by_role("heading", name="Authorisation ledger of the case")).to_be_in_viewport()
    days = page.get_by_role("region", name="Authorisation ledger of the case").get_by_text("Day judged:")
    expect(days).to_have_text(["Day judged: 19 March 2011", "Day judged: 15 April 2011"])


def follow_a_precedent_and_come_back(page: Page) -> None:
    """The nearest precedent is a phase of another page; the way back ends where one left."""
    here = page.url
    precedents = page.get_by_role("region", name="Precedents, and what sets them apart")
    link = precedents.get_by_role("article").first.get_by_role("heading", level=3).get_by_role("link")
    case, _colon, phase = link.inner_text().partition(": ")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(case)
    expect(page.get_by_role("heading", level=2, name=phase)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(here)


def see_what_the_answers_were_settled_from(page: Page) -> None:
    """The codings with a reason for each difference, then whether like cases are treated alike."""
    page.get_by_role("link", name="The codings it was settled from").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(LATER)
    settled = page.get_by_role("table", name="How their differences were settled")
    reasons = settled.locator('td[data-label="Why"]').all_inner_texts()
    assert reasons
    assert "no reason is recorded" not in reasons
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Cases").click()
    page.get_by_role("link", name="Are like cases treated alike?").click()
    expect(page.get_by_role("heading", name="Worth a look")).to_be_visible()
    pair = page.get_by_role("region", name="Worth a look").get_by_role("table").first
    expect(pair.get_by_role("rowheader")).to_have_count(2)


def test_the_table_is_ordered_by_keyboard_alone(page: Page) -> None:
    """Tab reaches the heading, Enter orders, Enter again turns the order round."""
    page.goto("/cases/?verdict=unlawful")
    heading = library(page).get_by_role("columnheader", name="Legitimacy")
    for wanted in ("descending", "ascending"):
        page.locator("#id_verdict").focus()
        for _press in range(30):
            page.keyboard.press("Tab")
            if heading.locator("a:focus").count():
                break
        expect(heading.locator("a:focus-visible")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(heading).to_have_attribute("aria-sort", wanted)
    lowest_first = indices(page)
    assert lowest_first == sorted(lowest_first)
    assert len(set(lowest_first)) > 5
