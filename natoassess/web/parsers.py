"""Reading request bodies strictly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework import renderers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

MAXIMUM_DEPTH = 40


class StrictJSONParser(BaseParser):
    """JSON as RFC 8259 has it: no NaN, no duplicate names, and no deeper than `MAXIMUM_DEPTH`."""

    media_type = "application/json"
    renderer_class = renderers.JSONRenderer

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The parsed body; ParseError (400) says what is wrong with it."""
        raw = stream.read()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ParseError(_("The body is not UTF-8.")) from error
        if "\x00" in text or "\\u0000" in text:
            raise ParseError(_("The body holds a null character."))
        _refuse_depth(text)
        try:
            return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON: %(why)s") % {"why": error}) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for name, value in pairs:
        if name in seen:
            raise ValueError(f'"{name}" stands twice in one object')
        seen[name] = value
    return seen


def _refuse_depth(text: str) -> None:
    """Refuse deep nesting before json.loads can exhaust the stack on it."""
    depth, inside, escaped = 0, False, False
    for character in text:
        if inside:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                inside = False
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise ParseError(_("The body is nested deeper than %(n)d levels.") % {"n": MAXIMUM_DEPTH})
        elif character in "]}":
            depth -= 1
