"""The short name of a scenario's phase: the title, or what of it stands whole within 40 characters."""

from __future__ import annotations

import pytest

from cases.assessments.services import MOST_LABEL, label_of


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Shelling of a port", "Shelling of a port"),
        ("x" * MOST_LABEL, "x" * MOST_LABEL),
        ("Strikes on the northern ports of Ardania", "Strikes on the northern ports of Ardania"),
        ("Strikes on the northern ports of Ardania in May", "Strikes on the northern ports of…"),
        ("Strikes on the northern ports of Ardani in May", "Strikes on the northern ports of Ardani…"),
        ("y" * 60, "y" * (MOST_LABEL - 1) + "…"),
    ],
)
def test_a_label_is_cut_between_words_and_says_so(title: str, label: str) -> None:
    assert label_of(title) == label
    assert len(label) <= MOST_LABEL
