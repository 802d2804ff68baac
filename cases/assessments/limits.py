"""What any filing must keep to, by page or by program: days that the Charter governs, texts that a form can hold."""

from __future__ import annotations

import unicodedata
from datetime import date

from django.utils.translation import gettext as _

CHARTER = date(1945, 10, 24)
"""The Charter entered into force; acts before it cannot be judged by it."""

LATEST = date(2100, 12, 31)

REASON_LENGTH = 6_000
CITATION_LENGTH = 600
NOTE_LENGTH = 1_000
URL_LENGTH = 400
SUMMARY_LENGTH = 4_000
COMMENT_LENGTH = 4_000
MOST_COMMENTS = 1_000
"""Comments of one assessment; what is longer is a debate for another place."""

MOST_SOURCES = 20
"""Sources of one answer."""


def day_fault(day: date) -> str | None:
    """Why nothing can be judged as of `day`; None where it can."""
    if day < CHARTER:
        return _(
            "The Charter entered into force on 24 October 1945, and nothing earlier can be judged by it."
        )
    if day > LATEST:
        return _("Give a day up to the end of the year 2100.")
    return None


def is_visible(text: str) -> bool:
    """Whether `text` shows anything: more than spaces, joiners and other marks without a shape."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)
