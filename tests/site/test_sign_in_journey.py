"""Signing in and out, in a browser, and what the browser fixtures notice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import Complaints

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("role", ["analyst", "reviewer", "researcher", "instructor", "administrator"])
def test_one_click_signs_in_and_one_out(role: str, signed_in: Callable[[str], Page]) -> None:
    page = signed_in(role)
    page.goto("/accounts/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/accounts/")
    assert "/accounts/login/" in page.url, "the account page is closed again"


def test_scripts_styles_and_hosts_that_are_not_ours_are_refused_and_noticed(
    page: Page, complaints: Complaints
) -> None:
    page.goto("/accounts/login/")
    assert complaints == []
    page.evaluate(
        """() => new Promise(done => {
            document.addEventListener('securitypolicyviolation', done, {once: true});
            const script = document.createElement('script');
            script.textContent = 'window.intruder = true';
            document.body.append(script);
        })"""
    )
    assert page.evaluate("window.intruder") is None
    assert any("Content Security Policy" in complaint for complaint in complaints)
    complaints.clear()
