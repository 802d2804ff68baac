"""The part of an instrument that is cited: "art. 2(4)", "OP2-3", "paras 80-84, 122", read and written.

The labels of the library and what people write are read by the same grammar, so that they can be compared. Every
pattern is bounded and anchored where it is tried: no text makes it slow. Pure: no Django, no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from frameworks.search.text import CITED

Path = tuple[str, ...]
"""A number and what is under it: ("53", "1") for 53(1), ("8 bis", "2") for 8 bis(2)."""
MOST_IN_A_RANGE = 60
"""How many numbers of a range are looked up one by one."""
MOST_NUMBERS = 12
"""How many numbers one pinpoint may list."""

UNITS: dict[str, str] = {
    **{word: unit for word, unit in CITED.items() if unit in {"art", "para"}},
    **dict.fromkeys(("op", "ops", "¶", "¶¶", "§", "§§"), "para"),
    **dict.fromkeys(("p", "pp", "page", "pages"), "page"),
    **dict.fromkeys(("rule", "rules", "r", "rr"), "rule"),
    **dict.fromkeys(("principle", "principles"), "principle"),
    **dict.fromkeys(("chapter", "ch", "chapters"), "chapter"),
    **dict.fromkeys(("part", "pt", "parts"), "part"),
    **dict.fromkeys(("measure", "measures"), "measure"),
    **dict.fromkeys(("preamble", "preambular"), "preamble"),
}
"""The unit that each word stands for; the words of the search are among them."""
_WRITTEN: dict[str, tuple[str, str]] = {
    "art": ("art", "arts"),
    "para": ("para", "paras"),
    "page": ("", ""),
    "rule": ("r", "rr"),
    "principle": ("principle", "principles"),
    "chapter": ("ch", "chs"),
    "part": ("pt", "pts"),
    "measure": ("measure", "measures"),
    "preamble": ("preambular para", "preambular paras"),
}
"""How OSCOLA abbreviates each unit: of one, of several (4th edition, 2.4 and appendix 4.2)."""

_WORDS = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
#: A unit word before its number; "operative" and "preambular" may stand before "paragraph".
UNIT = re.compile(
    rf"(?<![^\W_])(?:(?P<adjective>operative|preambular)\s{{1,2}})?(?P<word>{_WORDS})(?![^\W\d_])\.?\s{{0,2}}",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<base>\d{1,4}(?:\.\d{1,3})?|[IVX]{1,6})(?P<letter>[a-z](?![^\W_]))?"
    r"(?:\s?(?P<latin>bis|ter|quater)(?![^\W_]))?(?![^\W_])"
    r"(?P<under>(?:\s?\(\s?(?:\d{1,2}|[a-z]|[ivx]{2,4})\s?\)){0,4})"
)
_UNDER = re.compile(r"\(\s?(\w{1,4})\s?\)")
_LETTER = re.compile(r"(?P<base>[A-Z])(?![^\W_])")
_RANGE = re.compile(r"\s?(?:-|–|—|to\s)\s?(?:(?:OP|paras?\.?|arts?\.?)\s?)?", re.IGNORECASE)
_ELIDED = re.compile(r"\((\w{1,4})\)")
_NEXT = re.compile(r"\s?(?:,|;|and\s|&|or\s)\s?(?:and\s)?")
#: After a unit of one ("Article 2(4) and 51 of"): the next number, where what follows it shows that it is one.
_AND_NEXT = re.compile(
    r"\s(?:and|or|&)\s(?=\d{1,3}(?:\s?\(\w{1,4}\)){0,3}(?:[,.;:)]|\s(?:of|in|to|and|[A-Z])|\s{0,2}$))"
)
_SECTION = re.compile(r"(?P<section>[A-Z])(?:\.|,\s?)(?=\d|OP\d)")
_BRACKETS = re.compile(r"\[(\d{1,4})\](?:\s?[-–—]\s?\[(\d{1,4})\])?")
#: What a number in a list may not be followed by: it is a day, a volume or a document then.
_NOT_A_CLAUSE = re.compile(r"\s?(?:January|February|March|April|May|June|July|August|September|October|November|"
                           r"December|UNTS|ILM|/)")  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10}


class Relation(StrEnum):
    """How a clause of the library stands to what is cited."""

    SAME = "same"
    WIDER = "wider"
    """What is cited is a part of the clause."""
    NARROWER = "narrower"
    """The clause is a part of what is cited."""


@dataclass(frozen=True)
class Span:
    """One number, or the numbers from `first` to `last`; `written` as a lawyer writes it: "53(1)", "2–3"."""

    first: Path
    last: Path
    written: str = field(compare=False)

    def holds(self, path: Path) -> bool:
        """Whether `path` is one of them, or under one of them."""
        at = len(self.first) - 1
        if len(path) <= at or path[:at] != self.first[:at]:
            return False
        return _order(self.first[at]) <= _order(path[at]) <= _order(self.last[at])


@dataclass(frozen=True)
class Pinpoint:
    """Clauses counted alike. `section` is the part of a resolution whose paragraphs are counted anew ("A").

    A `unit` without spans is the preamble as a whole.
    """

    unit: str
    spans: tuple[Span, ...] = ()
    section: str = ""

    def relation(self, cited: Pinpoint) -> Relation | None:
        """How this clause, of the library, stands to what is `cited`; None where they have nothing in common."""
        if self.unit != cited.unit or (cited.section and cited.section != self.section):
            return None
        if not cited.spans or not self.spans:
            return _bare_relation(self, cited)
        if self.spans == cited.spans:
            return Relation.SAME if self.section == cited.section else Relation.NARROWER
        if all(any(_within(one, own) for own in self.spans) for one in cited.spans):
            return Relation.WIDER if self.section == cited.section else Relation.NARROWER
        if all(any(_within(own, one) for one in cited.spans) for own in self.spans):
            return Relation.NARROWER
        return None

    @property
    def heads(self) -> set[tuple[str, str]]:
        """Unit and first number of all that it may share with another: what clauses are looked up by."""
        found = set()
        for span in self.spans:
            first, last = span.first[0], span.last[0]
            if first.isdigit() and last.isdigit():
                found |= {
                    (self.unit, str(number))
                    for number in range(int(first), min(int(last), int(first) + MOST_IN_A_RANGE) + 1)
                }
            found |= {(self.unit, first), (self.unit, last)}
        return found or {(self.unit, "")}

    @property
    def parts(self) -> list[Pinpoint]:
        """One for each number or range that is listed."""
        return [Pinpoint(self.unit, (span,), self.section) for span in self.spans] or [self]

    def written(self, *, brackets: bool = False) -> str:
        """As OSCOLA writes it: "art 2(4)", "paras 2–3"; in `brackets` paragraphs of judgments: "[80]–[84], [122]"."""
        if not self.spans:
            return "preamble"
        numbers = [span.written for span in self.spans]
        if brackets and self.unit == "para":
            return ", ".join("–".join(f"[{end}]" for end in number.split("–")) for number in numbers)
        several = len({path[0] for span in self.spans for path in (span.first, span.last)}) > 1
        word = _WRITTEN[self.unit][several]
        section = f"pt {self.section}, " if self.section else ""
        return f"{section}{word} {', '.join(numbers)}".strip() if word else ", ".join(numbers)


def _bare_relation(held: Pinpoint, cited: Pinpoint) -> Relation:
    if held.spans == cited.spans:
        return Relation.SAME
    return Relation.NARROWER if held.spans else Relation.WIDER


def _within(inner: Span, outer: Span) -> bool:
    return outer.holds(inner.first) and outer.holds(inner.last)


def _order(token: str) -> tuple[int, str, str]:
    """Numbers by their value, then letters; "8 bis" after 8."""
    found = re.match(r"\d{1,4}", token)
    return (int(found[0]), token[found.end() :], "") if found else (10_000, token, "")


def roman(text: str) -> int:
    """The value of a Roman numeral of I, V and X."""
    values = [_ROMAN[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def label_read(label: str) -> Pinpoint | None:
    """The pinpoint that a label of the library says; None for one in words ("withdrawal")."""
    section, at = "", 0
    found = _SECTION.match(label)
    if found:
        section, at = found["section"], found.end()
    unit_found = UNIT.match(label, at)
    if unit_found and unit_found.end() == len(label):
        return Pinpoint("preamble") if unit_found["word"] == "preamble" else None
    unit = unit_of(unit_found) if unit_found else "para"
    spans, end = spans_read(label, unit_found.end() if unit_found else at, unit, lists=True)
    return Pinpoint(unit, spans, section) if spans and end == len(label) else None


def label_written(label: str, *, brackets: bool = False) -> str:
    """A label of the library as OSCOLA writes it; words stay as they are, without the stops of abbreviations."""
    read = label_read(label)
    if read is not None:
        return read.written(brackets=brackets)
    if brackets:
        numbered = re.match(r"para (\d+) (\(.*\))$", label)
        if numbered:
            return f"[{numbered[1]}] {numbered[2]}"
    return label.replace("art. ", "art ")


def unit_of(found: re.Match[str]) -> str:
    """The unit that a match of UNIT names; a preambular paragraph is of the preamble."""
    if (found["adjective"] or "").lower() == "preambular":
        return "preamble"
    if found["word"] == "PP":
        return "preamble"
    return UNITS[found["word"].lower()]


def spans_read(text: str, at: int, unit: str, *, lists: bool) -> tuple[tuple[Span, ...], int]:
    """The numbers at `at` and where they end; nothing where there is no number.

    `lists`: commas may part them, as after "Articles"; without it only "and" does.
    """
    spans: list[Span] = []
    end = at
    for span, after in _spans(text, at, unit, _NEXT if lists else _AND_NEXT):
        if spans and _NOT_A_CLAUSE.match(text, after):
            break
        spans.append(span)
        end = after
        if len(spans) == MOST_NUMBERS:
            break
    return tuple(spans), end


def _spans(text: str, at: int, unit: str, comma: re.Pattern[str]) -> Iterator[tuple[Span, int]]:
    while True:
        found = _number(text, at, unit)
        if found is None:
            return
        first, written, at = found
        last = first
        dash = _RANGE.match(text, at)
        if dash:
            ended = _last(text, dash.end(), unit, first)
            if ended:
                last, words, at = ended
                written = f"{written}–{words}"
        yield Span(first, last, written), at
        following = comma.match(text, at)
        if following is None:
            return
        at = following.end()


def _last(text: str, at: int, unit: str, first: Path) -> tuple[Path, str, int] | None:
    """The end of a range: a whole number, or only what is under the same one: 3(a)-(g)."""
    elided = _ELIDED.match(text, at)
    if elided and len(first) > 1:
        return (*first[:-1], elided[1].lower()), elided[0], elided.end()
    found = _number(text, at, unit)
    return found if found and len(found[0]) == len(first) else None


def _number(text: str, at: int, unit: str) -> tuple[Path, str, int] | None:
    found = _NUMBER.match(text, at)
    if found is None:
        letter = _LETTER.match(text, at) if unit in {"part", "principle"} else None
        return ((letter["base"],), letter["base"], letter.end()) if letter else None
    base = found["base"]
    number = str(roman(base)) if base[0] in _ROMAN else base
    suffix = (found["letter"] or "") + (f" {found['latin']}" if found["latin"] else "")
    under = tuple(token.lower() for token in _UNDER.findall(found["under"]))
    written = f"{base}{suffix}{''.join(f'({token})' for token in under)}"
    return (f"{number}{suffix}", *under), written, found.end()


def brackets_read(text: str, at: int) -> tuple[tuple[Span, ...], int]:
    """Paragraphs of a judgment in square brackets at `at`: [80]–[84], [122]; and where they end."""
    spans: list[Span] = []
    end = at
    while len(spans) < MOST_NUMBERS:
        found = _BRACKETS.match(text, at)
        if found is None:
            break
        first, last = found[1], found[2] or found[1]
        written = first if first == last else f"{first}–{last}"
        spans.append(Span((first,), (last,), written))
        end = found.end()
        comma = _NEXT.match(text, end)
        if comma is None:
            break
        at = comma.end()
    return tuple(spans), end
