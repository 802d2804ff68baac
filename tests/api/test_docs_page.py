"""Swagger UI works offline, under the content security policy of the whole site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.api.conftest import ROOT

pytestmark = pytest.mark.journey


def test_a_score_can_be_tried_on_the_docs_page(page: Page) -> None:
    """The fixture fails the test on any console error, breach of policy or request to another host."""
    page.goto(f"{ROOT}/docs/")
    operation = page.locator(".opblock-post", has_text="Score findings without storing them")
    expect(operation).to_be_visible()
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    expect(operation.locator(".live-responses-table")).to_contain_text("evaluation_id")
