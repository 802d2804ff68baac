"""Reading a scenario file: YAML or JSON, and whatever in it is not in the published form, each with its place.

What is wrong with the answers themselves is said by the engine (filing.filing_faults).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from rest_framework.exceptions import ParseError

from cases.assessments.limits import day_fault, is_visible
from cases.assessments.scenario_schema import SCENARIO_SCHEMA
from frameworks.library.reading import Document, UnreadableFile, read_foreign
from natoassess.web.parsers import StrictJSONParser
from natoassess.web.problems import pointer

MOST_BYTES = 1_000_000
"""Size of a scenario file."""


@dataclass(frozen=True)
class FileFault:
    """One thing to mend in a file: its line where it is known, a JSON pointer, and the cure."""

    pointer: str
    detail: str
    line: int | None = None

    @property
    def placed_detail(self) -> str:
        """What is wrong, after the line where that is known: for a reader who is given the pointer beside it."""
        placed = _("line %(line)d: %(detail)s") % {"line": self.line or 0, "detail": self.detail}
        return placed if self.line else self.detail

    def __str__(self) -> str:
        where = _("line %(line)d") % {"line": self.line} if self.line else ""
        place = ", ".join(part for part in (where, self.pointer) if part)
        return f"{place}: {self.detail}" if place else self.detail


class ScenarioFileInvalid(Exception):
    """A scenario file that cannot be brought in; `faults` lists every reason, and nothing was written."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


def document_of(content: bytes) -> Document:
    """The file as plain values; of YAML with the lines they stand on. Raises ScenarioFileInvalid."""
    if len(content) > MOST_BYTES:
        raise ScenarioFileInvalid([FileFault("", _("The file is larger than 1 MB."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = _("The file is not UTF-8: save it in that encoding.")
        raise ScenarioFileInvalid([FileFault("", detail)]) from error
    try:
        if text.lstrip().startswith("{"):
            values = StrictJSONParser().parse(BytesIO(text.encode()))
            document = Document(Path("scenario"), _whole(values))
        else:
            document = read_foreign(text, name="scenario")
            document = replace(document, data=_whole(document.data))
    except UnreadableFile as error:
        raise ScenarioFileInvalid([FileFault("", error.detail, error.line)]) from error
    except ParseError as error:
        raise ScenarioFileInvalid([FileFault("", str(error.detail))]) from error
    fault = _text_fault(document.data)
    if fault:
        raise ScenarioFileInvalid([FileFault("", fault)])
    return document


def _whole(data: Any) -> Any:
    """The values with 3.0 as 3: to JSON Schema they are the same."""
    if isinstance(data, dict):
        return {name: _whole(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_whole(value) for value in data]
    return int(data) if isinstance(data, float) and data.is_integer() else data


def _text_fault(data: Any) -> str | None:
    """Why the texts cannot be stored: an escape may stand for what no text can hold."""
    try:
        written = json.dumps(data, ensure_ascii=False)
        written.encode()
    except UnicodeEncodeError:
        return _("The file holds half of a character (a lone surrogate).")
    return _("The file holds a null character.") if "\\u0000" in written else None


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(SCENARIO_SCHEMA, format_checker=FormatChecker(["date"]))


def form_faults(data: Any) -> Iterator[FileFault]:
    """Where the file is not in the published form."""
    if not isinstance(data, Mapping):
        yield FileFault("", _("must be a mapping that begins with a line such as title: Strikes on Ardania"))
        return
    for error in _validator().iter_errors(data):
        yield from _told(_inner(error))


def _inner(error: ValidationError) -> ValidationError:
    """Of the two forms of an answer to a fact, what is wrong with the one that was meant."""
    if error.validator != "oneOf" or not error.context:
        return error
    is_long = isinstance(error.instance, Mapping)
    meant = [inner for inner in error.context if inner.schema_path[0] == (1 if is_long else 0)]
    return meant[0] if meant else error


def _told(error: ValidationError) -> Iterable[FileFault]:
    """A violation of the schema in words, with the cure."""
    where = pointer(*error.absolute_path)
    given: Any = error.instance
    rule: Any = error.validator_value
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        known = list(schema["properties"])
        for name in given:
            if name not in known:
                yield FileFault(f"{where}{pointer(name)}", unknown_member(str(name), known))
    elif error.validator == "required":
        missing = [name for name in rule if name not in given]
        # One error comes for each name that is missing.
        name = next((name for name in missing if error.message.startswith(f"'{name}'")), missing[0])
        yield FileFault(where, _("%(name)s is missing") % {"name": name})
    elif error.validator == "enum":
        choices = ", ".join(str(choice) for choice in rule)
        yield FileFault(where, _("must be one of %(choices)s") % {"choices": choices})
    elif error.validator == "type":
        yield FileFault(where, _("must be %(kind)s") % {"kind": _kinds()[rule]})
    elif error.validator == "format" and rule == "date":
        yield FileFault(where, _("must be a date that exists, such as 1999-03-24"))
    elif error.validator == "maxLength":
        yield FileFault(where, _("is too long; at most %(length)d characters") % {"length": rule})
    elif error.validator == "minLength":
        yield FileFault(where, _("must not be empty"))
    elif error.validator == "const":
        yield FileFault(where, _("must be %(value)s: this program reads no other version") % {"value": rule})
    elif error.validator == "pattern" and where.endswith("/url"):
        yield FileFault(where, _("must be an address that begins with https:// or http://"))
    else:
        yield FileFault(where, error.message[:300])


def _kinds() -> dict[str, str]:
    return {
        "string": _("text"),
        "integer": _("a whole number"),
        "object": _("a mapping"),
        "array": _("a list"),
        "boolean": _("true or false"),
    }


def unknown_member(name: str, known: list[str]) -> str:
    """What is said of a word that is none of `known`, with the one that may have been meant."""
    close = get_close_matches(name[:80], known, n=1)
    if close:
        return _("is not known; did you mean %(name)s?") % {"name": close[0]}
    return _("is not known here; known: %(known)s") % {"known": ", ".join(known)}


def member_faults(data: Mapping[str, Any]) -> Iterable[FileFault]:
    """What no schema says of the description: days that the Charter governs, texts that show something."""
    days = {name: day_of(data.get(name)) for name in ("starts_on", "ends_on", "as_of")}
    for name, day in days.items():
        fault = day_fault(day) if day else None
        if fault:
            yield FileFault(f"/{name}", fault)
    for name in ("title", "target_name"):
        if isinstance(data.get(name), str) and data[name] and not is_visible(data[name]):
            yield FileFault(f"/{name}", _("shows nothing; write something that can be read"))
    first, last = days["starts_on"], days["ends_on"]
    if first and last and last < first:
        yield FileFault("/ends_on", _("lies before starts_on, %(day)s") % {"day": first})


def day_of(given: Any) -> date | None:
    """The day that a member names; None where it names none."""
    try:
        return date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None
