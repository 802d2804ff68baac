"""Provisions as a lawyer names them in a sentence: "Articles 42, 48, and 53(1) of the Charter of the United Nations".

Short names for lines and tables, and citations for footnotes, are in naming.py; these are made to be read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from django.utils.translation import gettext as _

from frameworks.models import Instrument, Provision

UNITS: dict[str, tuple[str, str]] = {
    "art": ("Article", "Articles"),
    "arts": ("Article", "Articles"),
    "para": ("paragraph", "paragraphs"),
    "paras": ("paragraph", "paragraphs"),
    "OP": ("operative paragraph", "operative paragraphs"),
    "R": ("Rule", "Rules"),
    "principle": ("principle", "principles"),
    "part": ("part", "parts"),
    "ch": ("chapter", "chapters"),
    "p": ("page", "pages"),
}
"""What the abbreviations of the library's labels stand for: of one, of several."""

_LABEL = re.compile(
    r"(?P<unit>arts?|paras?|OP|R|principle|part|ch|p)\.?\s*(?P<numbers>[\dIVX][^ ,]*(?:, ?[\d(][^ ,]*)*)$"
)
_COUNCIL = re.compile(r"Security Council resolution (?P<number>\d+ \(\d{4}\))$")


def instrument_spoken(instrument: Instrument) -> str:
    """What to call it in a sentence: "the North Atlantic Treaty", "Security Council resolution 1973 (2011)"."""
    title = instrument.title
    if instrument.kind == "ICJ decision":
        return _decision(title)
    if instrument.kind in {"treaty", "custom/diplomatic"}:
        title = re.sub(r"\s*\([^()]*\)$", "", title)
    if title == "Uniting for Peace":
        return _("General Assembly resolution 377 (V) (Uniting for Peace)")
    if title.startswith(("NATO ", "ECOWAS ", "2005 ", "Tallinn ", "Caroline ")):
        return f"the {title}"
    if instrument.kind in {"treaty", "codification"} or re.search(
        r"(Declaration|Definition|Communiqué)", title
    ):
        return f"the {title}"
    return title


def _decision(title: str) -> str:
    """A decision of the Court: judgments are called so, opinions and orders by their titles."""
    if title.endswith("Advisory Opinion"):
        return f"the {title}"
    if "Order" in title or title.endswith("Preliminary Objections"):
        return title
    return _("the judgment in %(case)s") % {"case": title.removesuffix(", Merits")}


def spoken(ids: Iterable[str], law: Mapping[str, Provision | Instrument]) -> str:
    """The provisions and instruments `ids`, read from `law`, in a row; unknown ids as they are.

    Neighbours of one instrument are taken together, and so are whole resolutions of the Council.
    """
    said = []
    for key, group in groupby(ids, key=lambda name: _together(name, law)):
        names = list(group)
        said += [_resolutions(names, law)] if key == "resolutions" else _of_one_instrument(names, law)
    return _in_a_row(said)


def _together(name: str, law: Mapping[str, Provision | Instrument]) -> str:
    """What neighbours must share to be said in one phrase."""
    row = law.get(name)
    is_whole = isinstance(row, Instrument) and _COUNCIL.match(row.title)
    return "resolutions" if is_whole else name.partition("#")[0]


def _resolutions(names: list[str], law: Mapping[str, Provision | Instrument]) -> str:
    titles = [row.title for name in names if isinstance(row := law.get(name), Instrument)]
    if len(titles) == 1:
        return titles[0]
    numbers = [match["number"] for title in titles if (match := _COUNCIL.match(title))]
    return _("Security Council resolutions %(numbers)s") % {"numbers": _in_a_row(numbers)}


def _of_one_instrument(names: list[str], law: Mapping[str, Provision | Instrument]) -> list[str]:
    """One phrase for the clauses of one instrument that are counted alike; others, and whole instruments, apart."""
    said: list[str] = []
    parsed = [(name, law.get(name)) for name in names]
    for unit, group in groupby(parsed, key=lambda pair: _unit(pair[1])):
        rows = list(group)
        if not unit:
            said += [_single(name, row) for name, row in rows]
            continue
        provisions = [row for _name, row in rows if isinstance(row, Provision)]
        numbers = [number for row in provisions for number in _numbers(row.label)]
        if all(number.isdigit() for number in numbers):
            numbers.sort(key=int)
        title = instrument_spoken(provisions[0].instrument)
        one, several = UNITS[unit]
        is_one = len(numbers) == 1 and _(" to ") not in numbers[0]
        said.append(
            _("%(clauses)s of %(instrument)s")
            % {"clauses": f"{one if is_one else several} {_in_a_row(numbers)}", "instrument": title}
        )
    return said


def _unit(row: Provision | Instrument | None) -> str:
    """The unit by which a clause is counted; empty for what is named otherwise."""
    found = _LABEL.match(row.label) if isinstance(row, Provision) else None
    if found is None:
        return ""
    return {"art": "arts", "para": "paras"}.get(found["unit"], found["unit"])


def _numbers(label: str) -> list[str]:
    found = _LABEL.match(label)
    numbers = found["numbers"] if found else label
    return [re.sub(r"(?<=[\d)])-(?=[\d(])", _(" to "), number.strip()) for number in numbers.split(",")]


def _single(name: str, row: Provision | Instrument | None) -> str:
    if isinstance(row, Instrument):
        return instrument_spoken(row)
    if row is None:
        return name
    title = instrument_spoken(row.instrument)
    if row.label == "preamble":
        return _("the preamble to %(instrument)s") % {"instrument": title}
    if row.label == "passim":
        return title
    return f"{title} ({row.label})"


def _in_a_row(parts: list[str]) -> str:
    """ "A", "A and B", "A, B, and C"; semicolons where a part holds a comma itself."""
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2:
        return _("%(first)s and %(last)s") % {"first": parts[0], "last": parts[1]}
    comma = "; " if any(", " in part for part in parts) else ", "
    rest = comma.join(parts[:-1])
    return _("%(first)s%(comma)sand %(last)s") % {"first": rest, "comma": comma, "last": parts[-1]}
