"""The words of a memorandum: sentences whose every number, title and clause comes through a parameter.

A `Statement` is a `Claim` (see explain.py) with parameters that know how they are said: facts as "that …"
clauses, tests as lists, provisions as a lawyer names them, dates in full, shares in per cent. `say` turns them
into text and leaves the sentence itself to `render`. All wording is English; templates can be translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from frameworks.scoring.explain import Claim, render

Joint = Literal["and", "or"]
Lead = Literal["that", "whether"]

_NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
NUMBERS = tuple(_NUMBERS.split(" "))
_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split(" "))
KEEPS_ITS_CAPITAL = (
    "Council",
    "Uniting for Peace",
    "Security Council",
    "General Assembly",
    "Article",
    "Chapter",
)
"""Openings of titles that are names and stay capital inside a sentence."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts by title (each a statement): "that A, that B, and that C", or "whether A"."""

    titles: tuple[str, ...]
    lead: Lead = "that"
    joint: Joint = "and"


@dataclass(frozen=True, slots=True)
class Names:
    """Titles of tests, criteria or dimensions as they stand inside a sentence: "self-defence and consent"."""

    titles: tuple[str, ...]
    joint: Joint = "and"


@dataclass(frozen=True, slots=True)
class Clauses:
    """Provisions or instruments by identifier; the voice says what a lawyer calls them."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A date, ISO 8601: "24 March 1999"."""

    iso: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share of 1: "70 per cent"; beyond the ends "less than 1 per cent", since draws prove neither 0 nor 1."""

    value: float
    places: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number, in words up to twenty."""

    number: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts of a sentence in a row: "A, B, and C"."""

    parts: tuple[Statement, ...]
    joint: Joint = "and"


Param = str | float | Facts | Names | Clauses | Day | Share | Count | Joined
"""What fills a placeholder of a statement."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a memorandum. `rests_on` are provisions it stands on without naming them."""

    code: str
    text: str
    params: Mapping[str, Param] = field(default_factory=dict)
    rests_on: tuple[str, ...] = ()

    @property
    def citations(self) -> tuple[str, ...]:
        """Every provision that it names or rests on, each once, in the order of the sentence."""
        return tuple(dict.fromkeys([*_cited(self.params.values()), *self.rests_on]))


def _cited(params: Any) -> Iterator[str]:
    for param in params:
        if isinstance(param, Clauses):
            yield from param.ids
        elif isinstance(param, Joined):
            for part in param.parts:
                yield from _cited(part.params.values())


@dataclass(frozen=True, slots=True)
class Voice:
    """How things are said: `translate` for templates and words, `cite` for provisions by identifier."""

    translate: Callable[[str], str] = str
    cite: Callable[[tuple[str, ...]], str] = lambda ids: in_a_row(list(ids), "and")


PLAIN = Voice()


def say(statement: Statement, voice: Voice = PLAIN) -> str:
    """The sentence, its first letter capital where the template begins with a parameter."""
    words = {name: _said(param, voice) for name, param in statement.params.items()}
    text = render(Claim(statement.code, statement.text, words), voice.translate)
    return text[:1].upper() + text[1:]


def _said(param: Param, voice: Voice) -> str | float:
    translate = voice.translate
    if isinstance(param, Facts):
        parts = [f"{translate(param.lead)} {_inside(translate(title))}" for title in param.titles]
        return in_a_row(parts, translate(param.joint))
    if isinstance(param, Names):
        return in_a_row([_inside(translate(title)) for title in param.titles], translate(param.joint))
    if isinstance(param, Clauses):
        return voice.cite(param.ids)
    if isinstance(param, Day):
        day = date.fromisoformat(param.iso)
        return f"{day.day} {translate(MONTHS[day.month - 1])} {day.year}"
    if isinstance(param, Share):
        return _share(param, translate)
    if isinstance(param, Count):
        return translate(NUMBERS[param.number]) if param.number < len(NUMBERS) else str(param.number)
    if isinstance(param, Joined):
        parts = [_lowered(say(part, voice)) for part in param.parts]
        return in_a_row(parts, translate(param.joint))
    return param


def in_a_row(parts: list[str], joint: str) -> str:
    """ "A", "A and B", "A, B, and C"; semicolons part members that hold commas themselves."""
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2:
        return f"{parts[0]} {joint} {parts[1]}"
    comma = "; " if any(", " in part for part in parts) else ", "
    return f"{comma.join(parts[:-1])}{comma}{joint} {parts[-1]}"


def _share(share: Share, translate: Callable[[str], str]) -> str:
    if share.value in (0, 1):
        return translate("none") if share.value == 0 else translate("all")
    if share.value < 0.01:
        return translate("less than 1 per cent")
    if share.value > 0.99:
        return translate("more than 99 per cent")
    return translate("{share} per cent").format(share=f"{100 * share.value:.{share.places}f}")


def _inside(title: str) -> str:
    """A title inside a sentence: its first letter small unless it opens with a name."""
    return title if title.startswith(KEEPS_ITS_CAPITAL) else _lowered(title)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def plain(param: Param) -> Any:
    """A parameter as a JSON value, for programs that check or restate a sentence."""
    if isinstance(param, Facts | Names):
        return list(param.titles)
    if isinstance(param, Clauses):
        return list(param.ids)
    if isinstance(param, Day):
        return param.iso
    if isinstance(param, Share):
        return param.value
    if isinstance(param, Count):
        return param.number
    if isinstance(param, Joined):
        return [{name: plain(value) for name, value in part.params.items()} for part in param.parts]
    return param
