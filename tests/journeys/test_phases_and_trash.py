"""A second phase, its report in both forms, the trash and back: in a real browser, the main parts by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.filing import describe
from tests.journeys.test_accessibility import look
from tests.support.papers import docx_of, headings_of, pdf_of

pytestmark = pytest.mark.journey
TITLE = "Ruritania 2028, the pass"


def downloaded(page: Page, name: str) -> bytes:
    """The file behind a link of that name."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_bytes()


def test_a_second_phase_is_filed_reported_thrown_away_and_restored(signed_in: Callable[[str], Page]) -> None:
    page = signed_in("analyst")
    page.set_viewport_size({"width": 1280, "height": 900})
    describe(page, TITLE, "2028-03-01")
    page.get_by_role("link", name="What is assessed").first.click()
    page.get_by_role("link", name="Add a phase").click()
    found = look(page, page.url)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("The phase so far is called").fill("The shelling")
    page.get_by_label("This phase is called").fill("The crossing")
    page.get_by_label("First day").fill("2028-06-01")
    page.get_by_label("Start from the answers of").select_option(index=1)
    page.get_by_role("button", name="Add the phase").press("Enter")
    phases = page.get_by_role("navigation", name="Phases of this scenario")
    expect(phases.get_by_role("link")).to_have_text(["The shelling", "The crossing"])
    found += look(page, page.url)

    page.goto(page.url.split("edit/")[0])
    pdf, docx = downloaded(page, "The report as PDF"), downloaded(page, "The report for Word (DOCX)")
    assert pdf_of(pdf).metadata.title == f"Report: {TITLE}: The crossing"  # type: ignore[union-attr]  # it has one
    assert (1, f"{TITLE}: The crossing") in headings_of(docx_of(docx))

    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Delete this draft").click()
    page.get_by_role("button", name="Move to the trash").press("Enter")
    undo = page.get_by_role("link", name="Undo")
    expect(undo).to_be_visible()
    undo.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trash")
    found += look(page, "/assessments/trash/")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name=f"Restore {TITLE}: The crossing").press("Enter")
    expect(page.get_by_text(f"The draft “{TITLE}: The crossing” is restored.")).to_be_visible()
    expect(phases.get_by_role("link")).to_have_text(["The shelling", "The crossing"])
    assert not found, "\n".join(found)
