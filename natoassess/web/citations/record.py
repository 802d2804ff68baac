"""What is cited, apart from any style: one plain record of whatever kind of thing it is. Pure: no Django, no rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

SITE = "natoassess"
"""Who publishes what is made here."""
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Kind(StrEnum):
    """What kind of thing is cited; each style says what it makes of it."""

    TREATY = "treaty"
    COUNCIL_RESOLUTION = "Security Council resolution"
    ASSEMBLY_RESOLUTION = "General Assembly resolution"
    DRAFT_RESOLUTION = "draft resolution"
    DECISION = "decision of the International Court of Justice"
    CODIFICATION = "codification"
    UN_DOCUMENT = "UN document"
    NATO_DOCUMENT = "NATO document"
    REPORT = "report"
    BOOK = "book"
    EXCHANGE = "diplomatic exchange"
    CASE = "case record"
    PHASE = "phase of a case"
    ASSESSMENT = "assessment"
    PUBLICATION = "published assessment"
    FRAMEWORK = "framework"
    RELEASE = "release of the data"


OWN_KINDS = frozenset(
    {Kind.CASE, Kind.PHASE, Kind.ASSESSMENT, Kind.PUBLICATION, Kind.FRAMEWORK, Kind.RELEASE}
)
"""What the site itself has made: cited with the site as publisher and by its address."""


@dataclass(frozen=True)
class Citation:
    """One thing to cite. What is empty or None is not known, and no style makes it up.

    `key` is its id on the site ("unsc-1973#op4"). `authors` are names as they are written, of people or of bodies; they
    are not taken apart, for nobody has said which part is a family name. `number` is the symbol of a document, the
    number of a resolution's document or of a publication; `volume`, `series` and `page` say where a text is printed
    ("34", "UNTS", "243"; "ICJ Rep", "14"). `stage` is what a decision decided ("Merits"), or what became of a draft
    ("not adopted"). `issued` is the day of adoption, signature, decision or publication. `pinpoint` is the part cited,
    as a lawyer writes it ("art 51").
    """

    key: str
    kind: Kind
    title: str
    short_title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    number: str = ""
    volume: str = ""
    series: str = ""
    page: str = ""
    stage: str = ""
    issued: date | None = None
    in_force: date | None = None
    version: str = ""
    pinpoint: str = ""
    url: str = ""
    note: str = ""

    def at(self, *, key: str, pinpoint: str) -> Citation:
        """The same with a part of it pointed at."""
        return replace(self, key=key, pinpoint=pinpoint)


def day_words(day: date) -> str:
    """A day as citations have it in whatever language the page is: "17 March 2011"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def kind_words(kind: Kind) -> str:
    """The kind as a style writes it beside its own types; empty for a book, which every style has a type for."""
    return "" if kind is Kind.BOOK else kind.value[0].upper() + kind.value[1:]


def one_line(text: str) -> str:
    """A text without line ends and other control characters: they would end a field, or begin another."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())
