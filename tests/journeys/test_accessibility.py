"""Every kind of page: axe finds nothing in light and dark, and nothing sticks out at 320 px."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.journey

PUBLIC = (
    "/",
    "/method/",
    "/method/frameworks/",
    "/method/frameworks/iciss-2001/",
    "/law/",
    "/law/unsc-1973/",
    "/law/nat/",
    "/law/unsc-1973/?as_of=2011-11-01",
    "/law/unsc-1973/op4/",
    "/law/actors/?member_of=nato&on=1999-03-24",
    "/law/actors/united-states/",
    "/law/actors/un-security-council/?as_of=1965-09-20",
    "/law/concepts/?as_of=1999-03-24",
    "/law/concepts/",
    "/law/organisations/",
    "/law/ladder/",
    "/cases/",
    "/cases/?view=timeline",
    "/cases/consistency/",
    "/cases/agreement/",
    "/cases/kosovo-1999/?phase=allied-force",
    "/cases/libya-2011/?phase=later-phase&ledger=case",
    "/cases/kosovo-1999/allied-force/agreement/",
    "/cases/kosovo-1999/allied-force/doctrines/",
    "/assessments/",
    "/assessments/1/precedents/",
    "/assessments/1/sources/",
    "/research/",
    "/compare/",
    "/compare/?item=kosovo-1999/allied-force&item=kosovo-1999/kfor&item=libya-2011/later-phase",
    "/search/",
    "/search/?q=intervention&kind=provision&kind=claim",
    "/search/?q=-&kind=fact",
    "/accounts/login/",
    "/accounts/reset/",
    "/accounts/reset/sent/",
    "/api/v1/docs/",
    "/nowhere/",
)
PRIVATE = (
    "/overview/",
    "/teams/",
    "/accounts/notices/",
    "/method/frameworks/new/?from=iciss-2001",
    "/accounts/",
    "/accounts/profile/",
    "/accounts/sessions/",
    "/accounts/tokens/",
    "/accounts/export/",
    "/assessments/",
    "/assessments/new/",
    "/assessments/import/",
    "/research/batches/",
    "/research/studies/",
    "/assessments/new/?phase=kosovo-1999/kfor",
)
RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
}


def look(page: Page, path: str) -> list[str]:
    """What is wrong with a page: axe in both schemes, and width at 320 px."""
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": 1280, "height": 900})
        if scheme == "light":
            page.goto(path)
        found = Axe().run(page, options=RULES).response["violations"]
        wrong += [f"{path} {scheme}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wrong + ([f"{path}: {wide} px too wide at 320 px"] if wide > 0 else [])


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(page: Page, complaints: Any, path: str) -> None:
    """What a visitor sees."""
    complaints.mean(400, 404)
    found = look(page, path)
    assert not found, "\n".join(found)


def test_private_pages(signed_in: Callable[[str], Page]) -> None:
    """What an analyst sees: the account, the lists, the form with its steps, the check, the result."""
    page = signed_in("analyst")
    page.goto("/assessments/new/?phase=kosovo-1999/kfor")
    page.get_by_role("button", name="Save and go on").click()
    draft = page.url.split("/edit/")[0]
    steps = (
        "edit/facts-action/",
        "edit/legitimacy-cause/",
        "edit/sovereignty/",
        "edit/open/",
        "history/facts-uses_force/",
        "edit/describe/",
    )
    paths = [
        *PRIVATE,
        *(f"{draft}/{step}" for step in steps),
        f"{draft}/check/",
        f"{draft}/delete/",
        f"{draft}/sources/",
        f"{draft}/sources/new/",
        f"{draft}/",
    ]
    found = [fault for path in paths for fault in look(page, path)]
    assert not found, "\n".join(found)


def test_a_result_and_its_review(signed_in: Callable[[str], Page]) -> None:
    """The page with the most on it: a library assessment, whole."""
    page = signed_in("reviewer")
    page.goto("/cases/kosovo-1999/?phase=allied-force")
    page.get_by_role("link", name="Read the reasoning").first.click()
    result = page.url
    changed = "what-if/?as_of=2011-10-31&reading=strict&fact.council_authorises_force=yes&weight.cause=2"
    found = [
        fault for path in (result, f"{result}what-if/", f"{result}{changed}") for fault in look(page, path)
    ]
    page.get_by_role("link", name="Memorandum", exact=True).click()
    found += look(page, page.url)
    assert not found, "\n".join(found)
