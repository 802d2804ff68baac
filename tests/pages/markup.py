"""Reading a page as its reader does: text without tags, links by their address."""

from __future__ import annotations

import html
import re
from typing import Any

_TAG = re.compile(r"<[^>]+>")
_FORBIDDEN = re.compile(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)


def text_of(response: Any) -> str:
    """The words of a page, with single blanks."""
    return " ".join(html.unescape(_TAG.sub(" ", response.content.decode())).split())


def rows_with(response: Any, words: str) -> list[str]:
    """The table rows of a page in which `words` stand, as text."""
    rows = re.findall(r"<tr\b.*?</tr>", response.content.decode(), re.DOTALL)
    texts = [" ".join(html.unescape(_TAG.sub(" ", row)).split()) for row in rows]
    return [text for text in texts if words in text]


def ids_of(response: Any) -> list[str]:
    """All ids of a page, in order."""
    return re.findall(r'\sid="([^"]+)"', response.content.decode())


def forbidden_markup(response: Any) -> list[str]:
    """What the content security policy would refuse: inline style, handlers, scripts without a source."""
    return _FORBIDDEN.findall(response.content.decode())
