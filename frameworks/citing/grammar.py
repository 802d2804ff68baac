"""The elements of citations in a text: references to instruments, and clauses. Every pattern is bounded and tried at
one place only, so the time grows with the length of the text and with nothing else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from frameworks.citing.names import Index, is_written
from frameworks.pinpoints import UNIT, Pinpoint, spans_read, unit_of
from frameworks.search.text import Token, words

PLURAL = re.compile(r"(?:s|¶¶|§§)$", re.IGNORECASE)

_RES = r"(?:Res(?:olutions?)?(?![^\W_])\.?)"
_UN = r"(?:(?:UN|U\.N\.|United\sNations)\s?)?"
_RESOLUTION = re.compile(
    rf"""(?<![^\W_/])(?:
      (?P<council>S/RES/|(?:UN)?SCR(?![^\W_])|{_UN}S\.?C\.?[\s/]{_RES}[\s/]?|UNSC[\s/]{_RES}
        |{_UN}Security\sCouncil(?:['’]s)?\s{_RES}|UNSC(?=\s\d{{1,4}}\s?\(\d{{4}}\)))
      |(?P<assembly>A/RES/|(?:UN)?GAR(?![^\W_])|{_UN}G\.?A\.?[\s/]{_RES}[\s/]?|UNGA[\s/]{_RES}
        |{_UN}General\sAssembly(?:['’]s)?\s{_RES})
      |(?P<either>{_UN}{_RES})
    )\s{{0,2}}(?:Nos?\.?\s{{0,2}})?(?=\d|ES-)""",
    re.IGNORECASE | re.VERBOSE,
)
_ASSEMBLY_NUMBER = re.compile(
    r"(?:(?P<number>\d{1,4})\s?(?:[A-Z]\s?)?\((?P<session>[IVXL]{1,7})\)|(?P<plain>(?:ES-)?\d{1,3}/\d{1,4})(?![\d/]))"
)
_DAY = r"(?:\d{1,2}\s[A-Z][a-z]{2,8}\s)?"
_NUMBER = re.compile(
    r"(?P<number>\d{1,4})(?![\d/.]\d|\d|[^\W\d_])"
    rf"(?:\s?\({_DAY}(?P<year>\d{{4}})\)|\s(?:of|adopted\son)\s{_DAY}(?P<of>\d{{4}})(?!\d))?"
)
_MORE = re.compile(r"\s?(?:,|and|&|;)\s(?:and\s)?(?=\d{3,4}(?![\d/.]))")
_SYMBOL = re.compile(
    r"(?<![^\W_/])[SA]/(?:(?:PV\.|PRST/|INF/|HRC/|ES-)?\d{1,5})(?:/(?:Rev\.|Add\.|Corr\.)?\d{1,5}){0,3}(?![\d])"
)
_ICJ = re.compile(
    r"(?<![^\W_])(?:\[?(?P<before>\d{4})\]?,?\s)?I\.?C\.?J\.?\s(?:Rep(?:orts?|\.)?\s)?"
    r"(?:\[?(?P<after>\d{4})\]?,?)?\s?(?:p\.?\s?)?(?P<page>\d{1,4})?(?!\d)"
)
_UNTS = re.compile(
    r"(?<![^\W_])(?P<volume>\d{1,4})\s(?:UNTS|U\.N\.T\.S\.)\s(?P<page>\d{1,5}|[XVI]{1,6})(?![^\W_])"
)
#: What makes another thing of a name: an organisation, a charter of something else, a protocol.
_ORGANISATION = re.compile(r"\sOrgani[sz]ation", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\s(?:of|on|for)\s")
_ANOTHER = re.compile(
    r"(?<![.;:]\s)(?<![^\s])(?!(?:The|UN|Under|See|Cf|In|By|Of|To|And)\s)[A-Z][\w’'-]{2,20}\s$"
)
_PROTOCOL = re.compile(r"Protocol\sto\s(?:the\s)?$")
_SIGNS = re.compile(r"[¶§]{1,2}")
_TEN = 10


@dataclass(frozen=True)
class Reference:
    """An instrument named at a place: the ids that may be meant, and how it was understood.

    `year` is the year that was written with a number; `doubt` says why it may be another one; empty where it cannot.
    """

    start: int
    end: int
    ids: frozenset[str]
    understood: str
    year: int | None = None
    doubt: str = ""


@dataclass(frozen=True)
class Part:
    """Clauses named at a place; `written` as they stand in the text."""

    start: int
    end: int
    pinpoint: Pinpoint
    written: str


Element = Reference | Part


def elements(text: str, index: Index) -> list[Element]:
    """All references and clauses in `text`, in order; none overlaps another."""
    tokens = list(words(text))
    starts = [token.start for token in tokens]
    places = sorted({*starts, *(found.start() for found in _SIGNS.finditer(text)), *_brackets(text)})
    found: list[Element] = []
    end = 0
    for place in places:
        if place < end:
            continue
        for element in _at(text, place, tokens, bisect_left(starts, place), index):
            found.append(element)
            end = element.end
    return found


def _brackets(text: str) -> Iterator[int]:
    """Where a bracketed year begins: [1986] ICJ Rep."""
    return (found.start() for found in re.finditer(r"\[(?=\d{4}\])", text))


def _at(text: str, place: int, tokens: list[Token], position: int, index: Index) -> list[Element]:
    """What stands at `place`; several where a list of resolutions does."""
    for read in (_decision, _treaty):
        element = read(text, place, index)
        if element:
            return [element]
    named = _name(text, tokens, position, index) if _is_here(tokens, position, place) else None
    resolutions = _resolutions(text, place, index)
    if resolutions and (named is None or resolutions[0].end >= named.end):
        return list(resolutions)
    if named:
        return [named]
    symbol = _symbol(text, place, index)
    if symbol:
        return [symbol]
    part = _part(text, place)
    return [part] if part else []


def _is_here(tokens: list[Token], position: int, place: int) -> bool:
    return position < len(tokens) and tokens[position].start == place


def _name(text: str, tokens: list[Token], position: int, index: Index) -> Reference | None:
    """The longest name that begins at this word."""
    known = index.names.get(tokens[position].stem, {})
    for name in sorted(known, key=len, reverse=True):
        here = tokens[position : position + len(name)]
        if tuple(token.stem for token in here) != name:
            continue
        start, end = here[0].start, here[-1].end
        written = text[start:end]
        if not is_written(name, written) or _is_another(text, start, end, name):
            continue
        if _PROTOCOL.search(text, max(0, start - 16), start):
            said = _("a protocol to the %(treaty)s") % {"treaty": written}
            return Reference(start, end, frozenset(), said)
        return Reference(start, end, frozenset(known[name]), written)
    return None


def _is_another(text: str, start: int, end: int, name: tuple[str, ...]) -> bool:
    """Whether the words around a name make another thing of it: the North Atlantic Treaty Organization, the Charter of
    Paris, the African Charter."""
    if name[-1] == "treati" and _ORGANISATION.match(text, end):
        return True
    if name != ("charter",):
        return False
    return bool(_OF_ANOTHER.match(text, end) or _ANOTHER.search(text[max(0, start - 24) : start]))


def _resolutions(text: str, place: int, index: Index) -> list[Reference]:
    """A resolution, or after the plural each of a list."""
    head = _RESOLUTION.match(text, place)
    if head is None:
        return []
    several = bool(re.search(r"s\.?\s{0,2}$|Nos", head[0], re.IGNORECASE)) and not head[0].upper().endswith(
        "RES/"
    )
    found: list[Reference] = []
    at, start = head.end(), place
    while True:
        reference = _resolution(text, start, at, head, index)
        if reference is None:
            return found
        found.append(reference)
        more = _MORE.match(text, reference.end) if several else None
        if more is None:
            return found
        at = start = more.end()


def _resolution(text: str, start: int, at: int, head: re.Match[str], index: Index) -> Reference | None:
    assembly = None if head["council"] else _ASSEMBLY_NUMBER.match(text, at)
    if assembly:
        number = (
            f"{assembly['number']}({assembly['session']})"
            if assembly["number"]
            else assembly["plain"].upper()
        )
        said = _("General Assembly resolution %(number)s") % {"number": number.replace("(", " (")}
        return Reference(start, assembly.end(), frozenset(index.assembly.get(number, ())), said)
    found = _NUMBER.match(text, at)
    if found is None:
        return None
    number, year = found["number"].lstrip("0"), found["year"] or found["of"]
    council, plenary = index.council.get(number, set()), index.assembly.get(number, set())
    base = Reference(start, found.end(), frozenset(), "", int(year) if year else None)
    if head["assembly"]:
        said = _("General Assembly resolution %(number)s") % {"number": number}
        return replace(base, ids=frozenset(plenary), understood=said, year=None)
    if head["council"] or year:
        said = _("Security Council resolution %(number)s") % {"number": number}
        return replace(base, ids=frozenset(council), understood=said)
    if len(number) < len(str(_TEN)):
        return None
    said = _("resolution %(number)s, of the Security Council or of the General Assembly") % {"number": number}
    doubt = _(
        "The Security Council and the General Assembly each count their resolutions: say which, or give the year or "
        "the session."
    )
    return replace(base, ids=frozenset(council | plenary), understood=said, doubt=doubt)


def _symbol(text: str, place: int, index: Index) -> Reference | None:
    found = _SYMBOL.match(text, place)
    if found is None:
        return None
    ids = index.by_symbol.get(found[0].upper(), set())
    return Reference(place, found.end(), frozenset(ids), _("UN document %(symbol)s") % {"symbol": found[0]})


def _decision(text: str, place: int, index: Index) -> Reference | None:
    found = _ICJ.match(text, place)
    year = found and (found["before"] or found["after"])
    if found is None or not year:
        return None
    page = found["page"] or ""
    said = _("a decision in the Reports of the International Court of Justice of %(year)s") % {"year": year}
    if page:
        said = _("%(decision)s, page %(page)s") % {"decision": said, "page": page}
    end = found.end() - (len(found[0]) - len(found[0].rstrip(" ,")))
    doubt = "" if page else _("A volume holds several decisions: give the page or the name.")
    return Reference(place, end, frozenset(index.reports.get((year, page), ())), said, doubt=doubt)


def _treaty(text: str, place: int, index: Index) -> Reference | None:
    found = _UNTS.match(text, place)
    if found is None:
        return None
    ids = index.treaties.get((found["volume"], found["page"]), set())
    return Reference(
        place, found.end(), frozenset(ids), _("a treaty printed at %(place)s") % {"place": found[0]}
    )


def _part(text: str, place: int) -> Part | None:
    """A unit and its numbers; the preamble has none."""
    unit_found = UNIT.match(text, place)
    if unit_found is None:
        return None
    unit = unit_of(unit_found)
    several = bool(PLURAL.search(unit_found["word"]))
    spans, end = spans_read(text, unit_found.end(), unit, lists=several)
    if not spans and unit != "preamble":
        return None
    if not spans:
        end = unit_found.end("word")
    return Part(place, end, Pinpoint(unit, spans), text[place:end])
