"""What if in a browser: the answers move in the next breath, the address follows, and without script it works too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.journey


def open_what_if(page: Page) -> None:
    """From the case to the result of its assessment, and on from there."""
    page.goto("/cases/kosovo-1999/?phase=allied-force")
    page.get_by_role("link", name="Read the reasoning").first.click()
    page.get_by_role("link", name="What if?").click()


def test_the_verdict_turns_as_one_chooses(page: Page) -> None:
    open_what_if(page)
    now = page.locator("#what-if-now")
    expect(now).to_contain_text("Unlawful")
    page.get_by_label("The Council authorises these actors to use force").select_option("yes")
    page.get_by_label("The action stays inside what was authorised").select_option("yes")
    expect(now).to_contain_text("Verdict unlawful, now lawful.")
    expect(page).to_have_url(re.compile(r"\?fact\.council_authorises_force=yes&fact\.within_mandate=yes$"))
    page.get_by_label("Reading").select_option("strict")
    expect(now).to_contain_text("Shown under the strict reading.")
    page.locator("summary", has_text="Just cause").click()
    weight = page.get_by_label("Weight of Just cause")
    weight.fill("3")
    weight.press("Tab")
    expect(now).to_contain_text("Legitimacy 69.0, now")
    address = page.url
    page.goto(address)
    expect(weight).to_have_value("3")
    expect(page.locator(".ask", has=weight).get_by_text("changed")).to_be_visible()
    now.locator("li", has_text="stays inside what was authorised").get_by_text("Undo").click()
    expect(page).not_to_have_url(re.compile("within_mandate"))
    expect(now.locator("td").nth(2)).to_contain_text("Unlawful")
    now.get_by_text("Start again").click()
    expect(now).to_contain_text("Nothing is changed yet.")


def test_what_cannot_stand_is_said_in_place(page: Page, complaints: list[str]) -> None:
    complaints.mean(400)  # type: ignore[attr-defined]  # the journeys' own list
    open_what_if(page)
    page.locator("summary", has_text="Just cause").click()
    weight = page.get_by_label("Weight of Just cause")
    weight.fill("101")
    weight.press("Tab")
    expect(page.locator("#what-if-now .errors")).to_contain_text("Weight of Just cause")
    expect(page.locator("#what-if-weight-cause-error")).to_contain_text("100")
    weight.fill("2")
    weight.press("Tab")
    expect(page.locator("#what-if-now .errors")).to_have_count(0)
    expect(page.locator("#what-if-weight-cause-error")).to_be_empty()


def test_what_was_chosen_before_the_scripts_came_counts(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    open_what_if(page)
    address = page.url
    page.route("**/*htmx*.js", hold)
    page.goto(address, wait_until="commit")
    page.get_by_label("Reading").select_option("permissive")
    assert held
    for route in held:
        route.continue_()
    expect(page.locator("#what-if-now")).to_contain_text("Verdict unlawful, now arguable.")


def test_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    open_what_if(page)
    page.get_by_label("Law as of").fill("2011-10-31")
    page.get_by_label("The sole aim is to rescue nationals in imminent danger").select_option("yes")
    page.get_by_role("button", name="Show what moves").click()
    assert re.search(r"\?as_of=2011-10-31&fact\.\w+=yes$", page.url)
    expect(page.locator("#what-if-now")).to_contain_text("Verdict unlawful, now arguable.")
    context.close()
