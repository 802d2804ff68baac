"""Instruments, provisions and frameworks as records to cite. References to treaty series and reports are those that the
library has: where it has none, the citation has none."""

from __future__ import annotations

import re

from django.urls import reverse

from frameworks.models import Framework, Instrument, Provision
from frameworks.pinpoints import label_written
from natoassess.web.citations import Citation, Kind, oscola_line

KINDS: dict[str, Kind] = {
    "treaty": Kind.TREATY,
    "UNSC resolution": Kind.COUNCIL_RESOLUTION,
    "UNSC draft (not adopted)": Kind.DRAFT_RESOLUTION,
    "GA resolution": Kind.ASSEMBLY_RESOLUTION,
    "ICJ decision": Kind.DECISION,
    "NATO strategic concept": Kind.NATO_DOCUMENT,
    "NATO summit text": Kind.NATO_DOCUMENT,
    "codification": Kind.CODIFICATION,
    "custom/diplomatic": Kind.EXCHANGE,
    "commission report": Kind.REPORT,
    "expert manual": Kind.BOOK,
}
"""The kind of citation of each kind of instrument; others are documents or reports, as they have a symbol or not."""

_UNTS = re.compile(r"(?P<volume>\d+) UNTS (?P<page>[\dXVI]+)$")
_ICJ = re.compile(r"ICJ Reports (?P<year>\d{4}),? p\. (?P<page>\d+)")
_SHORT = re.compile(r"\s*\((?P<short>[A-Z][^()]*)\)$")
_FATE = re.compile(r"\((?P<fate>not [^()]*)\)$")
#: How the library names what was decided, after the name of the case: "…, Merits", "… Advisory Opinion".
_STAGE = re.compile(
    r",? (?P<stage>Merits|Advisory Opinion|Orders|Preliminary Objections|Order on .*|Judgment on .*)$"
)
_NAMED = re.compile(r"Declaration|Definition|Outcome|Uniting for Peace")
_AUTHORS = {
    "UN Security Council": ("United Nations Security Council",),
    "UN General Assembly": ("United Nations General Assembly",),
    "International Court of Justice": ("International Court of Justice",),
    "International Law Commission; annexed to GA 56/83": ("International Law Commission",),
}
"""Bodies by the name that a bibliography has them under; others as the library has them."""


def instrument_cited(instrument: Instrument) -> Citation:
    """The record of an instrument."""
    kind = KINDS.get(instrument.kind) or (Kind.UN_DOCUMENT if instrument.symbol else Kind.REPORT)
    title, short, stage = _title(instrument, kind)
    volume, series, page = _printed(instrument)
    judged = kind is Kind.DECISION
    return Citation(
        key=instrument.pk,
        kind=kind,
        title=title,
        short_title=short,
        authors=() if kind in {Kind.TREATY, Kind.EXCHANGE} else _authors(instrument, kind),
        number="" if volume or (judged and not page) else instrument.symbol,
        volume=volume,
        series=series,
        page=page,
        stage=stage,
        issued=instrument.adopted_on,
        in_force=instrument.in_force_from if kind is Kind.TREATY else None,
        url=instrument.url,
    )


def provision_cited(provision: Provision) -> Citation:
    """The record of its instrument, with the clause pointed at."""
    whole = instrument_cited(provision.instrument)
    pinpoint = label_written(provision.label, brackets=whole.kind is Kind.DECISION)
    return whole.at(key=provision.pk, pinpoint=pinpoint)


def law_cited(row: Instrument | Provision) -> Citation:
    """The record of either."""
    return provision_cited(row) if isinstance(row, Provision) else instrument_cited(row)


def citation_line(row: Instrument | Provision) -> str:
    """One line to cite it by: "UNSC Res 1973 (17 March 2011) UN Doc S/RES/1973, para 4"."""
    return oscola_line(law_cited(row))


def framework_address(framework: Framework, site: str) -> str:
    """The page of this version."""
    return f"{site}{reverse('method-framework', args=[framework.code])}?version={framework.version}"


def framework_cited(framework: Framework, url: str) -> Citation:
    """The record of one version of a framework, which its checksum identifies."""
    owner = framework.owner.name if framework.is_own and framework.owner else ""
    return Citation(
        key=f"{framework.code}-v{framework.version}",
        kind=Kind.FRAMEWORK,
        title=framework.title,
        authors=(owner,) if owner else (),
        number=framework.code,
        version=f"version {framework.version}",
        url=url,
        note=f"Checksum {framework.checksum}",
    )


def _title(instrument: Instrument, kind: Kind) -> tuple[str, str, str]:
    """Title, short title and stage, as the library's one title holds them."""
    title = instrument.title
    if kind is Kind.TREATY and (short := _SHORT.search(title)):
        return title[: short.start()], short["short"], ""
    if kind is Kind.DRAFT_RESOLUTION:
        fate = _FATE.search(title)
        return title, "", fate["fate"] if fate else ""
    if kind is Kind.DECISION:
        stage = _STAGE.search(title)
        name = (title[: stage.start()] if stage else title).replace(" v. ", " v ")
        return name, "", stage["stage"] if stage else ""
    if kind is Kind.ASSEMBLY_RESOLUTION and _NAMED.search(title):
        return title, title, ""
    return title, "", ""


def _authors(instrument: Instrument, kind: Kind) -> tuple[str, ...]:
    if kind is Kind.UN_DOCUMENT and instrument.kind == "memorandum":
        return ()
    return _AUTHORS.get(instrument.body, (instrument.body,) if instrument.body else ())


def _printed(instrument: Instrument) -> tuple[str, str, str]:
    """Volume, series and page: of the treaty series, of the Court's reports, whose volumes are years."""
    treaty = _UNTS.match(instrument.symbol)
    if treaty:
        return treaty["volume"], "UNTS", treaty["page"]
    report = _ICJ.match(instrument.symbol)
    return (report["year"], "ICJ Rep", report["page"]) if report else ("", "", "")
