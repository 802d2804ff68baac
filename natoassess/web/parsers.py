"""Reading request bodies strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework import renderers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

MAXIMUM_DEPTH = 40
TEXT_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
"""A text of JSON, also one that never ends, or a bracket outside of all texts."""
HALF_A_PAIR = "\\ud"
"""How the escape of half a character (a lone surrogate) begins; as a pair they are one character."""


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 has it: no NaN, no duplicate names, no half characters, no deeper than `MAXIMUM_DEPTH`."""

    media_type = "application/json"
    renderer_class = renderers.JSONRenderer

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The parsed body; ParseError (400) says what is wrong with it."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise RequestDataTooBig
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ParseError(_("The body is not UTF-8.")) from error
        if "\x00" in text or "\\u0000" in text:
            raise ParseError(_("The body holds a null character."))
        _refuse_depth(text)
        try:
            parsed = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON: %(why)s") % {"why": error}) from error
        if HALF_A_PAIR in text.lower():
            _refuse_half_a_character(parsed)
        return parsed


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise ValueError(f'"{twice}" stands twice in one object')
    return members


def _refuse_half_a_character(parsed: Any) -> None:
    """Half a character can be neither stored nor sent back."""
    try:
        json.dumps(parsed, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ParseError(_("The body holds half of a character (a lone surrogate).")) from error


def _refuse_depth(text: str) -> None:
    """Refuse deep nesting before json.loads can exhaust the stack on it."""
    depth = 0
    for found in TEXT_OR_BRACKET.finditer(text):
        mark = found[0]
        if mark in "[{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise ParseError(_("The body is nested deeper than %(n)d levels.") % {"n": MAXIMUM_DEPTH})
        elif mark in "]}":
            depth -= 1
