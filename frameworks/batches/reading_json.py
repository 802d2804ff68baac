"""JSONL: each line an object in the form of POST /score/, with an id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from frameworks.batches.identity import Identified
from frameworks.batches.reading import Bad, Context, Full, Good, id_fault
from frameworks.batches.slots import ANSWER, MODERATE, NA, SURENESS, UNRATED
from frameworks.scoring import Fault
from frameworks.scoring.confidence import CONFIDENCE_ORDER, TOP
from frameworks.scoring.faults import FaultLog
from frameworks.scoring.findings import STANDPOINTS, is_visible
from frameworks.stateless import day_in

_MEMBERS = frozenset(("id", "as_of", "facts", "ratings", "sovereignty", "standpoint"))
_NO, _CONTESTED, _YES = ANSWER["no"], ANSWER["contested"], ANSWER["yes"]
_STEPS = len(CONFIDENCE_ORDER)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number in JSON")


_decode = json.JSONDecoder(parse_constant=_no_number).decode


class JsonReader:
    """Reads lines of JSON."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.slots = context.slots
        self.day = context.day
        self.standpoint = context.plan.standpoint

    def read(self, number: int, text: str) -> Good | Full | Bad | None:
        """The row on this line; None where the line is blank."""
        try:
            body = _decode(text)
        except RecursionError:
            return Bad(number, None, (Fault("", "is nested too deeply"),))
        except ValueError as error:
            if not text.strip():
                return None
            return Bad(number, None, (Fault("", f"is no JSON: {_told(error)}"),))
        if "\\u" in text and (half := _not_storable(text, body)):
            return Bad(number, None, (Fault("", half),))
        return self._quick(number, body) or Full(number, body)

    def _quick(self, number: int, body: Any) -> Good | None:
        """The row, where it holds nothing but plain answers that are known to be right; else None."""
        if not isinstance(body, dict) or not body.keys() <= _MEMBERS:
            return None
        name, standpoint = body.get("id"), body.get("standpoint", self.standpoint)
        day = self._day(body)
        if day is None or id_fault(name) or standpoint not in STANDPOINTS:
            return None
        slots = self.slots
        row = bytearray(slots.empty)
        try:
            places = slots.facts
            for code, value in body.get("facts", {}).items():
                row[places[code]] = ANSWER[value if type(value) is str else _value(value)]
            _rate(row, slots.ratings, body.get("ratings", {}), slots.optional)
            _rate(row, slots.sovereignty, body.get("sovereignty", {}), frozenset())
        except (KeyError, TypeError, AttributeError, ValueError):
            return None
        if row[slots.conduct] == _CONTESTED:
            return None
        if row[slots.force] != _NO and any(row[place] == NA for place in slots.last_resort):
            return None
        if standpoint == "ex_ante" and row[slots.endorsed] in (_CONTESTED, _YES):
            return None
        return Good(number, name, Identified(bytes(row), day, standpoint, None))

    def _day(self, body: dict[str, Any]) -> str | None:
        """The day of the row as text; None where there is none, or one to mend."""
        if "as_of" not in body:
            return self.day
        given, days = body["as_of"], self.context.days
        if not isinstance(given, str):
            return None
        if given not in days:
            if day_in(body, FaultLog()) is None:
                return None
            days[given] = given
        return days[given]


def _value(given: Any) -> Any:
    """The answer in an object that has no more than a reason beside it. Raises one of four errors for another."""
    value = given["value"]
    if len(given) != 1 and (len(given) != 2 or not isinstance(given["why"], str)):
        raise ValueError
    return value


def _rate(row: bytearray, places: Mapping[str, int], given: Any, optional: frozenset[int]) -> None:
    """Write plain ratings into their slots. Raises one of four errors for any that are not plain."""
    for code, rating in given.items():
        level = rating["level"]
        sure = MODERATE
        if len(rating) != 1:
            said = 1
            if "confidence" in rating:
                sure = SURENESS[rating["confidence"]]
                said = 2
            if len(rating) != said and (len(rating) != said + 1 or not isinstance(rating["why"], str)):
                raise ValueError
        if type(level) is int and 0 <= level <= TOP:
            row[places[code]] = 1 + _STEPS * level + sure
        elif level is None or level == "unknown":
            row[places[code]] = UNRATED
        elif level == "na" and places[code] in optional and is_visible(rating["why"]):
            row[places[code]] = NA
        else:
            raise ValueError


def _not_storable(text: str, body: Any) -> str | None:
    """What an escape stands for that no database keeps and no answer sends, as in POST /score/; else None."""
    if "\\u0000" in text:
        return "holds a null character"
    if "\\ud" in text.lower():
        try:
            json.dumps(body, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return "holds half of a character (a lone surrogate)"
    return None


def _told(error: ValueError) -> str:
    """What is wrong with the JSON and where, without the line number, which is always 1."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    return str(error)
