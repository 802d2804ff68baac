"""What it takes to file Kosovo by keyboard alone: every key that is pressed is counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.journey, pytest.mark.once]

ROOT = Path(__file__).resolve().parents[2]
CODED = ROOT / "cases" / "assessments" / "library" / "kosovo-1999.allied-force.yaml"
KEYS = {"yes": "y", "no": "n", "contested": "c", "unknown": "u", "na": "-"}
MOST_KEYS = 130
"""80 answers, a key to go on from each of 16 pages, and what it takes to get in and out."""


class Keyboard:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        """Press each of `keys` in turn."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def key_of(answer: object) -> str:
    """The key of an answer of the library: a word, or a mapping with `value` or `level`."""
    given = answer.get("value", answer.get("level")) if isinstance(answer, dict) else answer
    value = "unknown" if given is None else str(given)
    return KEYS.get(value, value)


def test_kosovo_is_filed_by_keyboard_alone(signed_in: Callable[[str], Page]) -> None:
    """From "New" to submitted, with the 80 answers of the reference coding."""
    coded = yaml.safe_load(CODED.read_text(encoding="utf-8"))
    answers = {
        f"{part}-{code}": key_of(given)
        for part in ("facts", "ratings", "sovereignty")
        for code, given in coded[part].items()
    }
    page = signed_in("analyst")
    page.goto("/assessments/new/?phase=kosovo-1999/allied-force")
    keyboard, begun = Keyboard(page), time.monotonic()
    keyboard.press("Tab", "Enter", "Tab")
    expect(page.locator("main form :focus")).to_have_count(1)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is being done")
    keyboard.press("Tab", "Enter", "Tab", "Enter")

    given: set[str] = set()
    while page.locator("fieldset.question").count():
        expect(
            page.locator("fieldset.question:focus, fieldset.question :focus, [data-folded] > summary:focus")
        ).to_have_count(1)
        step = page.url
        for name in answer_page(page, keyboard, answers):
            given.add(name)
        expect(page.locator("button[name=then][value=next]")).to_be_focused()
        keyboard.press("Enter")
        page.wait_for_function("left => location.pathname !== left", arg=urlsplit(step).path)
        page.wait_for_load_state()  # its questions have come
    assert given == set(answers), "every question was asked and answered"

    keyboard.press("Tab", "Enter", "Tab", "Enter", "Tab", "Tab")
    expect(page.get_by_role("button", name="Submit")).to_be_focused()
    keyboard.press("Enter")
    expect(page.locator(".answers")).to_contain_text("Unlawful")
    seconds = time.monotonic() - begun
    print(f"\nKosovo by keyboard: {len(given)} answers, {keyboard.pressed} keys, {seconds:.0f} s")
    own = page.request.get(f"/api/v1/assessments/{page.url.rstrip('/').rsplit('/', 1)[1]}/").json()
    stored = {
        f"{part}-{code}": key_of(answer)
        for part in ("facts", "ratings", "sovereignty")
        for code, answer in own["findings"][part].items()
    }
    asked = {name: key for name, key in answers.items() if key != "u"}
    assert {name: key for name, key in stored.items() if key != "u"} == asked
    assert keyboard.pressed <= MOST_KEYS


def answer_page(page: Page, keyboard: Keyboard, answers: dict[str, str]) -> list[str]:
    """Answer all that the page asks, also what it has folded away as settled; the names of the questions."""
    visible = page.locator("fieldset.question").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
    )
    for name in visible:
        keyboard.press(answers[name])
    folded: list[str] = page.locator("[data-folded] fieldset.question").evaluate_all(
        "all => all.map(one => one.id)"
    )
    if folded:
        expect(page.locator("[data-folded] > summary")).to_be_focused()
        keyboard.press("Enter")
        expect(page.locator(f"#{folded[0]} input:focus")).to_have_count(1)
        for name in folded:
            keyboard.press(answers[name])
    return [*visible, *folded]
