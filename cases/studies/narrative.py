"""The narrative of a case: paragraphs in Markdown, with links into the law, made into safe HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from frameworks.models import Instrument, Provision
from frameworks.naming import law_address

_LINK = re.compile(r"\]\((?:instrument|provision):([a-z0-9#-]+)\)")
_REFERENCE = re.compile(r"^(?:instrument|provision):(.+)$")
_TAGS = {"a", "em", "strong", "code", "br", "q"}


def references_in(paragraphs: Iterable[str]) -> set[str]:
    """The ids of the instruments and provisions that the paragraphs link to."""
    return {found for paragraph in paragraphs for found in _LINK.findall(paragraph)}


def render(paragraph: str, references: Mapping[str, Instrument | Provision]) -> SafeString:
    """One paragraph as HTML: only inline marks and links; a link to law that is not in `references` leads nowhere."""
    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
    tokens = markdown.parseInline(paragraph)
    for token in tokens[0].children or []:
        _resolve(token, references)
    html = markdown.renderer.render(tokens, markdown.options, {})
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http"}, link_rel=None
    )
    return mark_safe(clean)  # noqa: S308  cleaned by nh3 one line above


def _resolve(token: Token, references: Mapping[str, Instrument | Provision]) -> None:
    if token.type != "link_open":
        return
    named = _REFERENCE.match(str(token.attrs.get("href", "")))
    if named:
        item = references.get(named.group(1).replace("%23", "#"))
        if item is None:
            del token.attrs["href"]
        else:
            token.attrs["href"] = law_address(item)
