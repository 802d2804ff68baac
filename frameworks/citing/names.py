"""By what names, symbols and references each instrument of the library is known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from frameworks.models import Instrument, Provision
from frameworks.pinpoints import Pinpoint, label_read, label_written
from frameworks.search.text import stems

NAMES: dict[str, tuple[str, ...]] = {
    "un-charter": ("UN Charter", "U.N. Charter", "United Nations Charter", "Charter of the UN", "Charter"),
    "nat": ("North Atlantic Treaty", "Washington Treaty", "NATO Treaty", "Treaty of Washington", "NAT"),
    "rio-1947": ("Rio Treaty", "Rio Pact", "TIAR", "Treaty of Rio"),
    "genocide-conv": ("Convention on the Prevention and Punishment of the Crime of Genocide",),
    "unclos": ("UNCLOS", "Law of the Sea Convention", "UN Convention on the Law of the Sea", "LOSC"),
    "arab-league": ("Arab League Pact", "Pact of the Arab League", "Pact of the League of Arab States"),
    "oas-charter": ("OAS Charter", "Charter of the OAS"),
    "oau-1963": ("OAU Charter", "Charter of the OAU", "Charter of the Organization of African Unity"),
    "au-act": ("AU Constitutive Act", "Constitutive Act of the AU", "African Union Constitutive Act"),
    "au-psc": ("PSC Protocol", "AU PSC Protocol", "Peace and Security Council Protocol"),
    "cst-1992": ("Collective Security Treaty", "Tashkent Treaty", "CSTO Treaty"),
    "oecs-1981": ("OECS Treaty", "Treaty of Basseterre"),
    "ecowas-1981": ("ECOWAS Protocol on Mutual Assistance on Defence", "ECOWAS Mutual Assistance Protocol"),
    "ecowas-1999": ("ECOWAS Mechanism Protocol", "ECOWAS Mechanism"),
    "ecowas-2001": ("ECOWAS Supplementary Protocol",),
    "rome-8bis": ("Rome Statute", "Rome Statute of the International Criminal Court", "Kampala amendments"),
    "ilc-arsiwa": (
        "ARSIWA",
        "ASR",
        "Articles on State Responsibility",
        "ILC Articles on State Responsibility",
        "Draft Articles on State Responsibility",
        "Draft Articles on Responsibility of States for Internationally Wrongful Acts",
    ),
    "ilc-dario": ("ARIO", "DARIO", "Draft Articles on the Responsibility of International Organizations"),
    "ga-377v": ("Uniting for Peace resolution", "Uniting for Peace"),
    "ga-2625xxv": ("Declaration on Friendly Relations", "Friendly Relations Declaration"),
    "ga-2131xx": ("Declaration on the Inadmissibility of Intervention",),
    "ga-3314xxix": ("Definition of Aggression",),
    "ga-60-1": ("World Summit Outcome", "World Summit Outcome Document", "2005 World Summit Outcome"),
    "icj-nicaragua": (
        "Nicaragua case",
        "Nicaragua judgment",
        "Nicaragua v USA",
        "Nicaragua v United States",
        "Nicaragua v US",
        "Nicaragua v United States of America",
        "Military and Paramilitary Activities",
        "Military and Paramilitary Activities in and against Nicaragua",
        "Nicaragua (Merits)",
    ),
    "icj-corfu": ("Corfu Channel", "Corfu Channel case"),
    "icj-nuclear": (
        "Nuclear Weapons opinion",
        "Legality of the Threat or Use of Nuclear Weapons",
        "Nuclear Weapons case",
    ),
    "icj-oil": ("Oil Platforms", "Oil Platforms case"),
    "icj-wall": ("Wall opinion", "Legal Consequences of the Construction of a Wall", "Wall case"),
    "icj-drc-uganda": (
        "Armed Activities",
        "Armed Activities on the Territory of the Congo",
        "DRC v Uganda",
        "Democratic Republic of the Congo v Uganda",
    ),
    "icj-genocide-2007": ("Bosnian Genocide", "Bosnian Genocide case", "Bosnia v Serbia"),
    "icj-kosovo-ao": (
        "Kosovo Advisory Opinion",
        "Kosovo opinion",
        "Accordance with International Law of the Unilateral Declaration of Independence",
    ),
    "icj-namibia": ("Namibia opinion", "Namibia case"),
    "icj-east-timor": ("East Timor case",),
    "icj-luof-1999": ("Legality of Use of Force",),
    "icj-luof-2004": ("Legality of Use of Force",),
    "icj-ukraine-2022": ("Allegations of Genocide", "Ukraine v Russia", "Ukraine v Russian Federation"),
    "icj-ukraine-2024": ("Allegations of Genocide", "Ukraine v Russia", "Ukraine v Russian Federation"),
    "iciss-2001": ("ICISS report", "International Commission on Intervention and State Sovereignty"),
    "hlp-2004": ("A more secure world", "High-level Panel report"),
    "iick-2000": ("Kosovo Report", "Independent International Commission on Kosovo"),
    "iiffmcg-2009": ("Tagliavini report", "IIFFMCG report"),
    "rwp-2011": ("Responsibility while protecting",),
    "caroline": ("Caroline formula", "Caroline case", "Caroline test"),
    "tallinn2": ("Tallinn Manual", "Tallinn Manual 2.0"),
    "budapest-1994": ("Budapest Memorandum",),
}
"""Names in use beside the titles of the library. What is also the name of a country, of a place or of a doctrine
("Nicaragua", "responsibility to protect") is no name of an instrument by itself."""
CONCEPT = "NATO strategic concept"
_SPEAKING = frozenset({"GA resolution"})
"""Kinds whose titles are no names: "The situation in Grenada" can stand in any sentence."""
_COUNCIL = re.compile(r"S/RES/(\d+)")
_ASSEMBLY = re.compile(r"A/RES/(?:(\d+)\s*\(([IVXL]+)\)|((?:ES-)?\d+/\d+))")
_ICJ = re.compile(r"ICJ Reports (\d{4}),? p\. (\d+)")
_UNTS = re.compile(r"(\d+) UNTS (\w+)$")
_UN_DOCUMENT = re.compile(r"[SA]/(?:\d|RES/)")
_SHORT_LETTERS = 5
"""A name of one word no longer than this is an acronym, and has to be written in capitals."""


@dataclass(frozen=True)
class Clause:
    """A provision as it may be cited: by its number, or by its words."""

    row: Provision
    pinpoint: Pinpoint | None
    words: frozenset[tuple[str, ...]]


@dataclass
class Index:
    """All that texts are compared with. Ids of instruments by symbol, number, reference and name."""

    rows: dict[str, Instrument] = field(default_factory=dict)
    clauses: dict[str, list[Clause]] = field(default_factory=dict)
    by_head: dict[tuple[str, str], list[Clause]] = field(default_factory=lambda: defaultdict(list))
    """Numbered clauses of all instruments by their unit and first number."""
    by_symbol: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    council: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    assembly: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    reports: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Decisions by year and page; by year alone under ("1986", "")."""
    treaties: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, dict[tuple[str, ...], set[str]]] = field(default_factory=dict)
    """Names as stems, under the first of them."""


def index_made(instruments: Iterable[Instrument]) -> Index:
    """The index of `instruments`, whose provisions have been read with them."""
    index = Index()
    for row in instruments:
        index.rows[row.pk] = row
        index.clauses[row.pk] = [_clause(item, row) for item in row.provisions.all()]
        for clause in index.clauses[row.pk]:
            for head in clause.pinpoint.heads if clause.pinpoint else ():
                index.by_head[head].append(clause)
        _add_symbol(index, row)
        for name in _names(row):
            words = tuple(stems(name))
            if words:
                index.names.setdefault(words[0], {}).setdefault(words, set()).add(row.pk)
    return index


def _clause(item: Provision, instrument: Instrument) -> Clause:
    item.instrument = instrument
    pinpoint = label_read(item.label)
    judged = instrument.kind == "ICJ decision"
    forms = (
        item.label,
        label_written(item.label, brackets=judged),
        item.label.replace("para ", ""),
        item.label.replace(" pt ", " point "),
    )
    words = frozenset() if pinpoint else frozenset(tuple(stems(form)) for form in forms)
    return Clause(item, pinpoint, words)


def _add_symbol(index: Index, row: Instrument) -> None:
    symbol = row.symbol
    if council := _COUNCIL.match(symbol):
        index.council[council[1]].add(row.pk)
    elif assembly := _ASSEMBLY.match(symbol):
        index.assembly[f"{assembly[1]}({assembly[2]})" if assembly[1] else assembly[3]].add(row.pk)
        if assembly[1]:
            index.assembly[assembly[1]].add(row.pk)
    elif report := _ICJ.match(symbol):
        index.reports[report[1], report[2]].add(row.pk)
        index.reports[report[1], ""].add(row.pk)
    elif treaty := _UNTS.match(symbol):
        index.treaties[treaty[1], treaty[2]].add(row.pk)
    elif _UN_DOCUMENT.match(symbol):
        for part in re.split(r"-(?=[SA]/)", symbol):
            index.by_symbol[part.upper().replace(" ", "")].add(row.pk)


def _names(row: Instrument) -> Iterator[str]:
    """The title with and without what stands in brackets, what the brackets hold, the symbol, and names in use."""
    yield from NAMES.get(row.pk, ())
    if row.kind == CONCEPT:
        yield from ("Strategic Concept", "NATO Strategic Concept", "NATO's Strategic Concept")
    if row.symbol and not _UN_DOCUMENT.match(row.symbol) and not _ICJ.match(row.symbol):
        yield row.symbol
    if row.kind in _SPEAKING or row.title.startswith(("Security Council resolution", "Draft resolution")):
        return
    yield row.title
    yield row.title.removeprefix("The ")
    bare, bracket, rest = row.title.partition(" (")
    if bracket and row.kind in {"treaty", "memorandum", "State proposal", "expert report"}:
        if row.pk != "iciss-2001":
            yield bare
        inside = rest.partition(")")[0]
        if row.kind == "treaty" and inside.startswith(("Rio", "Washington")):
            yield inside
    elif bracket and row.kind == "ICJ decision":
        yield rest.partition(")")[0]


def is_written(words: tuple[str, ...], written: str) -> bool:
    """Whether `written` is a name and not a word that happens to be spelt like one: acronyms stand in capitals."""
    if len(words) > 1:
        return True
    return written.isupper() if len(written) <= _SHORT_LETTERS else written[:1].isupper()
