"""Two people on one assessment: asked, commented at the answer, resolved, and told in the feed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.filing import choose, describe
from tests.journeys.test_accessibility import look
from tests.support import chromium

pytestmark = pytest.mark.journey
THREAD = "#thread-facts-uses_force"


@contextmanager
def signed_in_as(
    browser: Browser, site: str, complaints: chromium.Complaints, role: str, *, script: bool = True
) -> Iterator[Page]:
    """A page of a browser profile of its own, signed in by the demo button of `role`."""
    context = browser.new_context(
        base_url=site, locale="en-GB", timezone_id="UTC", java_script_enabled=script
    )
    complaints.fence(context)
    page = context.new_page()
    complaints.watch(page)
    page.goto("/accounts/login/")
    page.locator(f'form:has(input[name="role"][value="{role}"]) button').click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    yield page
    context.close()


def say(page: Page, text: str) -> None:
    """Open the thread at the answer and add a comment."""
    thread = page.locator(THREAD)
    if thread.get_attribute("open") is None:
        thread.locator("> summary").click()
    thread.get_by_label("New comment").fill(text)
    thread.get_by_role("button", name="Add the comment").click()
    expect(thread.locator(".comment", has_text=text)).to_be_focused()


def asked_to_answer(author: Page) -> str:
    """A draft for the team, in which a colleague is asked for the first step; the address of that step."""
    describe(author, "Talked about", "2026-10-03")
    step = author.url
    here = step.split("edit/")[0]
    author.goto(f"{here}edit/describe/")
    author.get_by_label("Who may see it").select_option("team")
    author.get_by_role("button", name="Save").first.click()
    author.goto(f"{here}people/")
    author.get_by_label("Member of the team").select_option(label="Ravi Lindqvist (researcher)")
    author.get_by_label("What is being done").check()
    author.get_by_label("Note").fill("Please answer these.")
    author.get_by_role("button", name="Ask").click()
    expect(author.get_by_text("Ravi Lindqvist can now answer.")).to_be_visible()
    return step


def test_author_and_contributor(browser: Browser, site: str, complaints: chromium.Complaints) -> None:
    with (
        signed_in_as(browser, site, complaints, "analyst") as author,
        signed_in_as(browser, site, complaints, "researcher") as other,
    ):
        step = asked_to_answer(author)
        here = step.split("edit/")[0]

        other.goto(step)
        expect(other.get_by_text("Please answer these.")).to_be_visible()
        choose(other, "facts-uses_force", "yes")
        say(other, "Which report says so?")
        expect(other.locator('input[name="facts-uses_force"][value="yes"]')).to_be_checked()

        author.goto(step)
        thread = author.locator(THREAD)
        expect(thread.locator("> summary")).to_contain_text("1 comment, 1 open")
        thread.locator("> summary").click()
        thread.locator("summary", has_text="Reply").click()
        thread.get_by_label("Reply", exact=True).fill("The second one.")
        thread.get_by_role("button", name="Send the reply").click()
        expect(thread.locator("> summary")).to_contain_text("2 comments, 1 open")

        other.reload()
        other.locator(f"{THREAD} > summary").click()
        other.locator(THREAD).get_by_role("button", name="Resolve").click()
        expect(other.locator(THREAD)).to_contain_text("Resolved by Ravi Lindqvist")

        complaints.mean(409)
        thread.get_by_role("button", name="Resolve").click()
        expect(thread).to_contain_text("It was resolved already.")
        expect(author.locator("#live-failed")).to_be_hidden()
        author.goto(f"{here}feed/")
        expect(author.locator(".feed > li", has_text="changed an answer")).to_contain_text(
            "from Not known to Yes"
        )
        expect(author.locator(".feed > li", has_text="asked Ravi Lindqvist")).to_be_visible()
        author.get_by_label("What").select_option(label="Comments")
        author.get_by_role("button", name="Show").click()
        told = author.locator(".feed > li")
        expect(told).to_have_count(3)
        for line, words in enumerate(("resolved a comment", "replied", "commented")):
            expect(told.nth(line)).to_contain_text(words)
        found = [fault for page in ("comments", "people", "feed") for fault in look(author, f"{here}{page}/")]
        assert not found, "\n".join(found)


def test_without_script_nothing_is_lost(browser: Browser, site: str, complaints: chromium.Complaints) -> None:
    complaints.mean(403)
    with signed_in_as(browser, site, complaints, "analyst", script=False) as page:
        describe(page, "Without script", "2026-10-03")
        step = page.url
        page.locator(f"{THREAD} > summary").click()
        page.locator(THREAD).get_by_label("New comment").fill("Typed before the session ended")
        page.context.clear_cookies(name="sessionid")
        page.locator(THREAD).get_by_role("button", name="Add the comment").click()
        page.get_by_role("button", name="Sign in and keep what I typed").click()
        page.locator('form:has(input[name="role"][value="analyst"]) button').click()
        page.get_by_role("button", name="Send what I typed").click()
        expect(page.locator(".comment")).to_contain_text("Typed before the session ended")
        page.get_by_role("button", name="Resolve").click()
        expect(page.get_by_text("Resolved by Ana Duarte")).to_be_visible()
        page.goto(step)
        expect(page.locator(f"{THREAD} > summary")).to_contain_text("1 comment")
