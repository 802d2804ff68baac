"""What an analyst does at the form, in words that the journeys use."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page, expect

ACTION = {
    "state_conduct": "yes",
    "uses_force": "yes",
    "coerces_reserved_domain": "no",
    "breaches_other_obligation": "no",
}
"""An armed operation of States: the rest of the law is about whether it may be."""

YES = {"council_threat_determination", "atrocity_crimes", "host_manifestly_failing", "necessity_of_force"}
"""What is so in the scenario besides; every other fact is answered no."""

AUTHORISED = {"council_authorises_force": "yes", "within_mandate": "yes"}


def describe(page: Page, title: str, day: str) -> None:
    """From the list of assessments to the first questions of a new scenario."""
    page.goto("/assessments/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("What happens").fill(
        "A port city is shelled for weeks; neighbouring States answer with air strikes."
    )
    page.get_by_label("State concerned").fill("Ruritania")
    page.get_by_label("Acting States or organisations").fill("Strelsau and two neighbours")
    page.get_by_label("First day").fill(day)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is being done")


def choose(page: Page, name: str, value: str) -> None:
    """Choose an answer as a person does: by its label, which may be folded away as settled."""
    label = page.locator(f'label:has(input[name="{name}"][value="{value}"])')
    label.wait_for(state="attached")
    if not label.is_visible():
        page.locator("[data-folded]:not([open]) > summary").click()
    label.click()


def answer_step(page: Page, part: str, answers: Mapping[str, str], default: str) -> None:
    """Answer every question of the page, then save and go on."""
    radios = page.locator(f'input[type="radio"][name^="{part}-"]')
    names = list(dict.fromkeys(radios.evaluate_all("inputs => inputs.map(input => input.name)")))
    assert names, "the page asks something"
    for name in names:
        choose(page, name, answers.get(name.removeprefix(f"{part}-"), default))
    heading = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Save and go on").click()
    # Every answer of the page is saved on the way.
    expect(page.get_by_role("heading", level=1)).not_to_have_text(heading, timeout=20_000)


def answer_facts(page: Page) -> None:
    """All eight groups of facts: force without the Council, for a population at risk."""
    answers = ACTION | dict.fromkeys(YES, "yes")
    for _group in range(8):
        answer_step(page, "facts", answers, "no")


def rate(page: Page) -> None:
    """All seven dimensions of legitimacy and the ten kinds of harm."""
    for _dimension in range(7):
        answer_step(page, "ratings", {}, "3")
    answer_step(page, "sovereignty", {"physical_damage": "3", "duration": "1"}, "2")
