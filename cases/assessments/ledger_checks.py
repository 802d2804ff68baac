"""The arithmetic between answers and the authorisation ledger: what an answer asserts must be on record.

The ledger of a phase is the instruments that the phase lists (authorisations, determinations, vetoed drafts) and the
entries of the case's own ledger (letters, consents, requests, decisions) that are of this phase or of no one phase.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cases.assessments.answer_checks import Library, in_force
from frameworks.library.context import Context
from frameworks.library.reading import Document

REPORT_WITHIN = timedelta(days=30)
"""How far from the first day of a phase the report of Article 51 may lie, where it is not made during the phase."""
COUNCIL = "UN Security Council"
_NO_TEXT = re.compile(r"\b(tabled|no (text|draft))\b", re.IGNORECASE)


@dataclass(frozen=True)
class Ledger:
    """What is on record of one phase, for an assessment by the law of `day`."""

    phase: dict[str, Any]
    day: str
    entries: tuple[dict[str, Any], ...]
    instruments: tuple[dict[str, Any], ...]
    library: Library

    def has(self, kind: str, *, until: str = "") -> bool:
        """Whether there is an entry of `kind`, made on or before the day `until` where one is given."""
        return any(row["kind"] == kind and (not until or row["on"] <= until) for row in self.entries)

    def clauses(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every clause of the instruments of the phase, with its identity."""
        for instrument in self.instruments:
            for clause in instrument["key_provisions"]:
                yield f"{instrument['id']}#{clause['slug']}", clause


Rule = Callable[[Ledger, dict[str, Any]], bool]


def check_ledger(context: Context, document: Document, library: Library) -> None:
    """Note every answer of one reference assessment that the ledger of its phase does not bear out."""
    data = document.data
    case = library.cases.get(data["case"])
    phase = next((row for row in (case or {"phases": []})["phases"] if row["id"] == data["phase"]), None)
    if case is None or phase is None or context.unusable:
        return
    listed = (library.instruments.get(name) for name in phase.get("instruments", []))
    ledger = Ledger(
        phase=phase,
        day=data["as_of"],
        entries=tuple(row for row in case.get("ledger", []) if row.get("phase") in (None, data["phase"])),
        instruments=tuple(found for found in listed if found),
        library=library,
    )
    for code, values, rule, detail in RULES:
        answer = data["facts"].get(code)
        if answer and answer["value"] in values and not rule(ledger, answer):
            context.fault(document, f"/facts/{code}", f"{code} is {answer['value']}, but {detail}")


def _authorised(ledger: Ledger, _answer: dict[str, Any]) -> bool:
    return any(
        clause["effect"] == "authorises" and in_force(ledger.library, name, ledger.day)
        for name, clause in ledger.clauses()
    )


def _determined(ledger: Ledger, _answer: dict[str, Any]) -> bool:
    return any(clause.get("determines") for _name, clause in ledger.clauses())


def _reported(ledger: Ledger, _answer: dict[str, Any]) -> bool:
    start = date.fromisoformat(ledger.phase["starts_on"])
    first, last = (start - REPORT_WITHIN).isoformat(), (start + REPORT_WITHIN).isoformat()
    last = max(last, ledger.phase["ends_on"] or "9999-12-31")
    letters = _of(ledger, "article_51_letter")
    return any(first <= row["on"] <= last for row in letters)


def _consented(ledger: Ledger, _answer: dict[str, Any]) -> bool:
    return any(
        row["on"] <= ledger.day and (not row.get("until") or ledger.day <= row["until"])
        for row in _of(ledger, "consent")
    )


def _requested(ledger: Ledger, _answer: dict[str, Any]) -> bool:
    return ledger.has("request") or ledger.has("consent")


def _blocked(ledger: Ledger, answer: dict[str, Any]) -> bool:
    vetoed = any((each.get("vote") or {}).get("outcome") == "veto" for each in ledger.instruments)
    return vetoed or bool(_NO_TEXT.search(answer["why"]))


def _decided_by_region(ledger: Ledger, _answer: dict[str, Any]) -> bool:
    return ledger.has("regional_decision")


def _decided_by_alliance(ledger: Ledger, _answer: dict[str, Any]) -> bool:
    return ledger.has("alliance_decision")


def _endorsed(ledger: Ledger, answer: dict[str, Any]) -> bool:
    """A clause of the Council that the answer names, or a record of the Council in the case's own ledger."""
    named = (reference.partition("#")[0] for reference in answer.get("provisions", []))
    bodies = (ledger.library.instruments.get(name, {}).get("body") for name in named)
    return ledger.has("council_record") or COUNCIL in bodies


def _of(ledger: Ledger, kind: str) -> Iterable[dict[str, Any]]:
    return (row for row in ledger.entries if row["kind"] == kind)


YES = frozenset({"yes"})
RULES: tuple[tuple[str, frozenset[str], Rule, str], ...] = (
    (
        "council_authorises_force",
        YES,
        _authorised,
        "no instrument of the phase has a clause that authorises and was in force on the day; list it, or answer no",
    ),
    (
        "council_threat_determination",
        YES,
        _determined,
        "no instrument of the phase has a clause with determines; list the resolution, or answer no",
    ),
    (
        "reported_to_council",
        YES,
        _reported,
        "the ledger has no article_51_letter of the phase or within 30 days of its start; enter it, or answer no",
    ),
    (
        "consent_given",
        frozenset({"yes", "contested"}),
        _consented,
        "the ledger has no consent that covers the day; enter it with its terms, or answer no",
    ),
    (
        "victim_requested_help",
        YES,
        _requested,
        "the ledger has no request, nor a consent that asks; enter it",
    ),
    (
        "council_blocked",
        YES,
        _blocked,
        "no vetoed draft is among the instruments; list it, or say in why that no text was tabled, and why",
    ),
    (
        "regional_mandate",
        YES,
        _decided_by_region,
        "the ledger has no regional_decision; enter it, or answer no",
    ),
    (
        "article_5_agreed",
        YES,
        _decided_by_alliance,
        "the ledger has no alliance_decision; enter it, or answer no",
    ),
    (
        "alliance_consensus",
        YES,
        _decided_by_alliance,
        "the ledger has no alliance_decision; enter it, or answer no",
    ),
    (
        "council_endorsed_afterwards",
        YES,
        _endorsed,
        "it names no clause of the Council and the ledger has no council_record; add one, or answer no",
    ),
)
"""A fact, the answers that assert something, what must be on record then, and what to do where it is not."""
