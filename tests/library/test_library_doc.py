"""docs/library.md says what the rows say, and why natoassess and authorities part wherever they do."""

import pytest

from cases.assessments.backtest import DIFFERS, WITHIN, library_backtest
from tests.support.library_doc import DOCUMENT, rewritten

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_document_is_up_to_date() -> None:
    """`python -m tests.support.library_doc --write` mends it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == rewritten(text)


def test_every_difference_from_authorities_has_its_reason() -> None:
    apart = [row for row in library_backtest().phases if row.relation in (WITHIN, DIFFERS)]
    assert apart, "authorities are divided on Kosovo at least"
    assert [row.identity for row in apart if not row.why] == []
