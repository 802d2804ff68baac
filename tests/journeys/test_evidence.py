"""Evidence in a browser: a source enters the register with its file, an answer cites it, and the interval widens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.evidence.files import PDF, SVG
from tests.journeys.filing import choose
from tests.journeys.test_accessibility import look
from tests.support.chromium import Complaints

pytestmark = pytest.mark.journey

GRAVITY = "ratings-threat_gravity"


def width(page: Page, draft: str) -> float:
    """The width of the interval as the evidence stands, as the page of sources has it."""
    page.goto(f"{draft}/sources/")
    return float(page.locator("#widths tbody tr").first.locator("td").last.inner_text())


def test_a_weak_source_widens_the_interval(
    signed_in: Callable[[str], Page], tmp_path: Path, complaints: Complaints
) -> None:
    """From an answer without evidence to one on a doubtful report that everyone of the team can read."""
    complaints.mean(422)
    page = signed_in("analyst")
    page.goto("/assessments/new/?phase=kosovo-1999/kfor")
    page.get_by_role("button", name="Save and go on").click()
    draft = page.url.split("/edit/")[0]
    page.goto(f"{draft}/edit/legitimacy-cause/")
    choose(page, GRAVITY, "3")
    question = page.locator(f"#{GRAVITY}")
    question.get_by_label("Confidence").select_option("high")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/edit/legitimacy-authority/")
    before = width(page, draft)
    expect(page.locator("#widths")).to_contain_text("No grade lowers a confidence that is stated.")

    page.get_by_role("link", name="Add a source").click()
    page.get_by_label("Title").fill("A diary from the valley")
    page.get_by_label("Reliability of the source").select_option("D")
    page.get_by_role("button", name="Add the source").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A diary from the valley")
    for name, content in (("diary.svg", SVG), ("diary.pdf", PDF)):
        (tmp_path / name).write_bytes(content)
        page.get_by_label("File", exact=True).set_input_files(tmp_path / name)
        page.get_by_role("button", name="Add the file").click()
        if name.endswith("svg"):
            expect(page.locator(".field.has-error")).to_contain_text("Files of this kind are not kept.")
    with page.expect_download() as download:
        page.get_by_role("link", name="diary.pdf").click()
    assert download.value.path().read_bytes() == PDF
    found = look(page, page.url)
    assert not found, "\n".join(found)
    page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(f"{draft}/edit/legitimacy-cause/#{GRAVITY}")
    question.locator("summary", has_text="Evidence").click()
    question.locator("summary", has_text="Add a source").click()
    question.get_by_label("Source", exact=True).select_option(label="A diary from the valley")
    question.get_by_label("Credibility of what it says").select_option("4")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/edit/legitimacy-authority/")
    assert width(page, draft) > before
    expect(page.locator("#widths")).to_contain_text("counts as low, though high is stated")
    expect(page.locator("#register")).to_contain_text("Used in 1 answer")
