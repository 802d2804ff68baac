"""Two people on one draft, and one person whose connection, tab and session end: no word is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.filing import choose
from tests.support.server import ROOT, environment

pytestmark = [pytest.mark.journey, pytest.mark.once]

Person = Callable[[str], Page]
CONTRIBUTOR = """
from cases.assessments.models import Assessment, Contributor
from natoassess.accounts.models import User
draft = Assessment.objects.get(pk={pk})
Contributor.objects.create(assessment=draft, user=User.objects.get(username="reviewer"), added_by=draft.author)
"""
FORCE, CONDUCT, BREACH = "facts-uses_force", "facts-state_conduct", "facts-breaches_other_obligation"


@pytest.fixture
def shell(site: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], None]:
    """shell(code): run Python beside the served site, on its database."""

    def run(code: str) -> None:
        command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", code]
        folder: Path = next(tmp_path_factory.getbasetemp().glob("site*"))
        subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, capture_output=True)

    return run


@contextmanager
def person(browser: Browser, site: str, role: str) -> Iterator[BrowserContext]:
    """A browser profile in which somebody is signed in; scripts that fail fail the test."""
    context = browser.new_context(base_url=site, locale="en-GB", timezone_id="UTC")
    failed: list[str] = []
    context.on("weberror", lambda error: failed.append(str(error.error)))
    page = context.new_page()
    sign_in(page, role, "/accounts/login/")
    page.close()
    yield context
    context.close()
    assert failed == []


def sign_in(page: Page, role: str, address: str = "") -> None:
    """By the demo button of a role, on the page at `address` or on the one that is open."""
    if address:
        page.goto(address)
    page.locator(f'form:has(input[name="role"][value="{role}"]) button').click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def new_draft(page: Page) -> str:
    """A draft of Kosovo that the team will see; the address of its first questions."""
    page.goto("/assessments/new/?phase=kosovo-1999/allied-force")
    page.get_by_label("Who may see it").select_option("team")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/edit/facts-action/")
    return page.url


def state(page: Page, name: str) -> Locator:
    """What the page says of an answer's saving."""
    return page.locator(f"#{name}-kept")


def chosen(page: Page, name: str, value: str) -> Locator:
    """The button of an answer, if it is the one chosen."""
    return page.locator(f'input[name="{name}"][value="{value}"]:checked')


def stored_in(page: Page) -> int:
    """How many answers the browser keeps."""
    return int(
        page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('natoassess:')).length")
    )


def test_two_people_on_one_draft_lose_no_word(
    browser: Browser, site: str, shell: Callable[[str], None]
) -> None:
    with person(browser, site, "analyst") as one, person(browser, site, "reviewer") as two:
        author, helper = one.new_page(), two.new_page()
        address = new_draft(author)
        number = re.search(r"/assessments/(\d+)/", address)
        assert number is not None
        shell(CONTRIBUTOR.format(pk=number[1]))
        helper.goto(address)
        expect(helper.get_by_role("navigation", name="Steps")).not_to_contain_text("What is assessed")

        # Different answers at once: both stay.
        choose(author, FORCE, "yes")
        choose(helper, CONDUCT, "yes")
        expect(state(author, FORCE)).to_contain_text("Saved")
        expect(state(helper, CONDUCT)).to_contain_text("Saved")
        author.reload()
        expect(chosen(author, CONDUCT, "yes")).to_have_count(1)
        expect(state(author, CONDUCT)).to_contain_text("Saved by Ruth")

        # The same answer: the second sees both and chooses, by keyboard.
        choose(helper, FORCE, "contested")
        expect(state(helper, FORCE)).to_contain_text("answered this differently meanwhile")
        expect(state(helper, FORCE)).to_contain_text("Contested")
        assert stored_in(helper) == 1, "until it is chosen, mine is kept here"
        helper.get_by_role("button", name="Keep mine").focus()
        helper.keyboard.press("Enter")
        expect(state(helper, FORCE)).to_contain_text("Saved")
        expect(chosen(helper, FORCE, "contested")).to_have_count(1)
        author.locator(f"#{FORCE} details summary").first.click()
        author.locator(f'[name="{FORCE}-why"]').fill("Air strikes from 24 March.")
        expect(state(author, FORCE)).to_contain_text("Air strikes from 24 March.")
        author.get_by_role("button", name="Take theirs").click()
        expect(chosen(author, FORCE, "contested")).to_have_count(1)
        assert stored_in(author) == stored_in(helper) == 0

        author.locator(f"#{FORCE}").get_by_role("link", name="History").click()
        expect(author.locator(".changes li")).to_have_count(2)
        refused = helper.request.get(address.replace("facts-action", "describe"))
        assert refused.status == 403, "what is assessed is the author's to say"


def test_a_lost_connection_a_closed_tab_and_an_ended_session_cost_nothing(
    browser: Browser, site: str
) -> None:
    with person(browser, site, "analyst") as context:
        page = context.new_page()
        address = new_draft(page)
        context.set_offline(True)
        choose(page, FORCE, "yes")
        expect(state(page, FORCE)).to_contain_text("Not saved: no connection. Kept in this browser")
        context.set_offline(False)
        expect(state(page, FORCE)).to_contain_text("Saved")
        assert stored_in(page) == 0

        # The server does not answer, the tab is closed; the next page offers what was chosen.
        page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no server')); }")
        choose(page, CONDUCT, "yes")
        expect(state(page, CONDUCT)).to_contain_text("Kept in this browser")
        page.close()
        page = context.new_page()
        page.goto(address)
        expect(chosen(page, CONDUCT, "yes")).to_have_count(0)
        page.locator(f"#{CONDUCT}").get_by_role("button", name="Save it").click()
        expect(state(page, CONDUCT)).to_contain_text("Saved")
        expect(chosen(page, CONDUCT, "yes")).to_have_count(1)

        # The session ends: said so, kept, and offered after signing in.
        context.clear_cookies(name="sessionid")
        choose(page, BREACH, "yes")
        expect(state(page, BREACH)).to_contain_text("you are signed out. Your words are kept in this browser")
        page.get_by_role("link", name="Sign in and come back here").click()
        sign_in(page, "analyst")
        expect(page.locator(f"#{BREACH} .offered")).to_contain_text("Yes")

        # Signing out asks, and then drops what is kept.
        assert stored_in(page) == 1
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(lambda url: "/assessments/" not in url)
        assert stored_in(page) == 0


def test_go_on_goes_on_also_when_everything_is_saved_already(browser: Browser, site: str) -> None:
    with person(browser, site, "analyst") as context:
        page = context.new_page()
        address = new_draft(page)
        for wait_for_saving in (False, True):
            page.goto(address)
            if wait_for_saving:
                choose(page, FORCE, "yes")
                expect(state(page, FORCE)).to_contain_text("Saved")
            page.get_by_role("button", name="Save and go on").click()
            page.wait_for_url("**/edit/facts-council/")


def test_what_completes_an_answer_while_its_half_is_refused_is_sent(browser: Browser, site: str) -> None:
    with person(browser, site, "analyst") as context:
        page = context.new_page()
        page.goto(new_draft(page).replace("facts-action", "legitimacy-purpose"))
        question = page.locator("fieldset.question[data-answer]").first
        question.locator("details:not(.thread) > summary").first.click()
        question.get_by_text("Add a source").first.click()
        question.locator('[name$="evidence-0-citation"]').fill("Report of the mission")
        question.locator('[name$="evidence-0-reliability"]').select_option("E")
        question.locator('[name$="evidence-0-credibility"]').select_option("5")
        expect(question.locator("[data-state]")).to_contain_text("Saved")
