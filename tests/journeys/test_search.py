"""Searching in a browser: as one types, by keyboard, and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.journey


def test_results_come_as_one_types_and_stay_in_the_address(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Search", exact=True).click()
    field = page.get_by_role("searchbox", name="Words")
    field.press_sequentially("all necessary measures")
    status = page.locator("#search-status")
    expect(status).to_contain_text("“all necessary measures”, best first")
    expect(page).to_have_url(re.compile(r"q=all(\+|%20)necessary(\+|%20)measures"))
    expect(field).to_be_focused()
    page.get_by_role("checkbox", name=re.compile("^Provisions")).check()
    expect(page).to_have_url(re.compile("kind=provision"))
    expect(page.locator("#number-provision")).not_to_be_empty()
    found = page.locator(".found li")
    expect(found.first.locator(".tag")).to_have_text("provision")
    address, number = page.url, found.count()
    page.goto(address)
    expect(found).to_have_count(number)
    expect(page.get_by_role("checkbox", name=re.compile("^Provisions"))).to_be_checked()
    link = found.first.get_by_role("link")
    clause = str(link.get_attribute("href")).partition("#")[2]
    link.click()
    expect(page.locator(f'[id="{clause}"]')).to_be_in_viewport()


def test_what_was_typed_before_the_scripts_came_is_found(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/*htmx*.js", hold)
    page.goto("/search/", wait_until="commit")
    field = page.get_by_role("searchbox", name="Words")
    field.fill("all necessary measures")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#search-status")).to_contain_text("“all necessary measures”, best first")
    expect(field).to_have_value("all necessary measures")


def test_a_question_without_a_word_is_refused_in_place(page: Page, complaints: list[str]) -> None:
    complaints.mean(400)  # type: ignore[attr-defined]  # the journeys' own list
    page.goto("/search/?q=force")
    page.get_by_role("searchbox", name="Words").fill("-force")
    expect(page.locator("#results .errors")).to_contain_text("no word to look for")
    page.get_by_role("searchbox", name="Words").fill("forces")
    expect(page.locator(".found li").first).to_be_visible()


def test_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search/")
    page.get_by_role("searchbox", name="Words").fill("intervention")
    page.get_by_role("checkbox", name="Claims").check()
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".found li").last).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_be_visible()
    assert set(page.locator(".found .tag").all_inner_texts()) == {"claim"}
    assert page.locator(".found mark").count() > 0
    context.close()
