"""What instruments and provisions are called on a page; how they are cited is in cited.py."""

from __future__ import annotations

import re
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from frameworks.models import Instrument, Provision
from natoassess.web.presentation.words import capitalise

KINDS: dict[str, tuple[Promise, Promise]] = {
    "treaty": (gettext_lazy("treaty"), gettext_lazy("Treaties")),
    "UNSC resolution": (
        gettext_lazy("Security Council resolution"),
        gettext_lazy("Security Council resolutions"),
    ),
    "UNSC draft (not adopted)": (
        gettext_lazy("Security Council draft, not adopted"),
        gettext_lazy("Security Council drafts, not adopted"),
    ),
    "GA resolution": (
        gettext_lazy("General Assembly resolution"),
        gettext_lazy("General Assembly resolutions"),
    ),
    "ICJ decision": (
        gettext_lazy("decision of the International Court of Justice"),
        gettext_lazy("Decisions of the International Court of Justice"),
    ),
    "NATO strategic concept": (
        gettext_lazy("NATO Strategic Concept"),
        gettext_lazy("Strategic Concepts of the Alliance"),
    ),
    "codification": (
        gettext_lazy("codification"),
        gettext_lazy("Codifications of the International Law Commission"),
    ),
    "custom/diplomatic": (gettext_lazy("diplomatic exchange"), gettext_lazy("Diplomatic exchanges")),
    "commission report": (gettext_lazy("report of a commission"), gettext_lazy("Reports of commissions")),
    "expert report": (gettext_lazy("expert report"), gettext_lazy("Expert reports")),
    "expert manual": (gettext_lazy("expert manual"), gettext_lazy("Expert manuals")),
    "UN report": (
        gettext_lazy("report of the Secretary-General"),
        gettext_lazy("Reports of the Secretary-General"),
    ),
    "State proposal": (gettext_lazy("proposal of a State"), gettext_lazy("Proposals of States")),
}
"""Label and heading of each kind, in the order in which the list shows them."""

CONFIDENCES: dict[str, Promise] = {
    "verified": gettext_lazy("Checked against a source"),
    "partly-verified": gettext_lazy("Checked against a source in part"),
    "knowledge-high": gettext_lazy(
        "Expert knowledge, not yet checked against a source; check before quoting"
    ),
    "expert-knowledge": gettext_lazy(
        "Expert knowledge, not yet checked against a source; check before quoting"
    ),
    "unverified": gettext_lazy("Not verified"),
}

AS_OF = "as_of"
"""The parameter of every page of the law that shows the law of a day."""

COURT = "International Court of Justice"

#: Symbols by which an instrument is known; the others only say where it is printed.
_SPOKEN = re.compile(r"^S/")


def kind_label(kind: str) -> str:
    """The kind of an instrument in words."""
    return str(KINDS[kind][0]) if kind in KINDS else kind


def kind_heading(kind: str) -> str:
    """The heading over all instruments of a kind."""
    return str(KINDS[kind][1]) if kind in KINDS else capitalise(kind)


def kind_position(kind: str) -> int:
    """The place of a kind in the list; kinds nobody has placed come last."""
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def confidence_label(code: str) -> str:
    """How far an entry was checked, in words."""
    return str(CONFIDENCES[code]) if code in CONFIDENCES else capitalise(code.replace("-", " "))


def short_name(instrument: Instrument) -> str:
    """What to call an instrument in a line: its symbol where people speak of it by that, else its title."""
    return instrument.symbol if _SPOKEN.match(instrument.symbol) else instrument.title


def reference_name(item: Instrument | Provision) -> str:
    """What to call an instrument or a clause in a line: "S/RES/1973 (2011), OP4"."""
    if isinstance(item, Provision):
        return f"{short_name(item.instrument)}, {item.label}"
    return short_name(item)


def vote_counts(instrument: Instrument) -> str:
    """For, against and abstaining: "10–0–5"; "12–4" in the Court, where nobody abstains; empty if not counted."""
    vote = instrument.vote or {}
    if vote.get("for") is None:
        return ""
    counted = [vote["for"], vote.get("against") or 0]
    if vote.get("abstain") is not None and instrument.body != COURT:
        counted.append(vote["abstain"])
    return "–".join(str(count) for count in counted)


def law_address(item: Instrument | Provision) -> str:
    """The page of an instrument, at the clause where one is meant."""
    if isinstance(item, Provision):
        return f"{reverse('law:detail', args=[item.instrument_id])}#{item.slug}"
    return reverse("law:detail", args=[item.pk])


def with_day(url: str, day: date | None) -> str:
    """`url` with the day in it, before the anchor if it has one."""
    if day is None:
        return url
    address, mark, anchor = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{AS_OF}={day.isoformat()}{mark}{anchor}"
