"""What is checked of one case: that it holds together, that everything is cited, that its dates agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frameworks.library.context import LAW, Context
from frameworks.library.reading import Document

RECORDS = ("events", "claims", "ledger", "figures", "holdings", "criticisms")
CITED = frozenset({"events", "claims", "ledger", "figures"})
"""The records that must say where they come from; holdings and criticisms name who spoke."""
RESERVED = frozenset({"agreement", "consistency", "timeline"})
"""Addresses below /cases/ that are pages of their own."""
QUESTIONS = 3
OPEN = "9999-12-31"
_LINK = re.compile(r"\]\((instrument|provision):([a-z0-9#-]+)\)")


def records(data: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every entry of the record of a case: its part, its JSON pointer and itself."""
    for part in RECORDS:
        for index, row in enumerate(data.get(part, [])):
            yield part, f"/{part}/{index}", row


def check_case(context: Context, document: Document) -> None:
    """Note every fault of one case that can be seen without its assessments."""
    data = document.data
    _check_head(context, document)
    phases = {phase["id"]: phase for phase in data["phases"]}
    seen: set[tuple[str, str]] = set()
    for part, where, row in records(data):
        _check_references(context, document, where, row)
        _check_cited(context, document, part, where, row)
        _check_day(context, document, where, row, phases)
        if "id" in row and (part, row["id"]) in seen:
            context.fault(
                document, f"{where}/id", f"{part} has {row['id']} already; give one of them another id"
            )
        seen.add((part, row.get("id", where)))
    _check_phases(context, document)
    _check_claims(context, document)
    for index, row in enumerate(data.get("ledger", [])):
        _check_ledger_entry(context, document, f"/ledger/{index}", row)
    for index, row in enumerate(data["figures"]):
        _check_figure(context, document, f"/figures/{index}", row)


def _check_head(context: Context, document: Document) -> None:
    """The id, the actors, the sources, the questions and the links of the narrative."""
    data = document.data
    context.define("case", data["id"], document)
    if document.path.stem != data["id"]:
        context.fault(document, "/id", f"the file is called {document.path.stem}; id and name must agree")
    if data["id"] in RESERVED:
        context.fault(document, "/id", f"{data['id']} is the address of a page; choose another id")
    context.expect(("actor",), data["target"], document, "/target")
    for index, row in enumerate(data["actors"]):
        context.expect(("actor",), row["actor"], document, f"/actors/{index}/actor")
    for index, source in enumerate(data["sources"]):
        context.define("source", f"{data['id']}/{source['id']}", document, f"/sources/{index}/id")
    if data["ends_on"] and data["ends_on"] < data["starts_on"]:
        context.fault(
            document,
            "/ends_on",
            f"the case ends on {data['ends_on']}, before it begins; mend one of the days",
        )
    opening = data.get("opens_with")
    if opening and opening not in {phase["id"] for phase in data["phases"]}:
        context.fault(document, "/opens_with", f"the case has no phase {opening}; name one of its phases")
    if len(data["questions"]) != QUESTIONS:
        detail = f"{len(data['questions'])} questions for a class; every case has {QUESTIONS}"
        context.fault(document, "/questions", detail)
    for index, paragraph in enumerate(data["narrative"]):
        for kind, identity in _LINK.findall(paragraph):
            context.expect((kind,), identity, document, f"/narrative/{index}")


def _check_references(context: Context, document: Document, where: str, row: dict[str, Any]) -> None:
    """What an entry names is there."""
    case = document.data["id"]
    for kind in ("phase", "source"):
        if row.get(kind):
            context.expect((kind,), f"{case}/{row[kind]}", document, f"{where}/{kind}")
    if row.get("provision"):
        context.expect(LAW, row["provision"], document, f"{where}/provision")
    if row.get("actor"):
        context.expect(("actor",), row["actor"], document, f"{where}/actor")
    context.expect_all(LAW, row.get("provisions"), document, f"{where}/provisions")
    if isinstance(row.get("by"), list):
        context.expect_all(("actor",), row["by"], document, f"{where}/by")


def _check_cited(context: Context, document: Document, part: str, where: str, row: dict[str, Any]) -> None:
    if part not in CITED or row.get("source"):
        return
    if part == "claims":
        context.fault(document, where, "uncited: name the source in which it was made")
    elif not row.get("provision") and row.get("known") != "expert knowledge":
        context.fault(document, where, "uncited: name its source, or say known: expert knowledge")


def _check_day(
    context: Context, document: Document, where: str, row: dict[str, Any], phases: dict[str, dict[str, Any]]
) -> None:
    """An event of a phase happens in it; no event happens after the case but where it says of which phase it is."""
    if not where.startswith("/events/"):
        return
    phase = phases.get(row.get("phase") or "")
    if phase and not phase["starts_on"] <= row["on"] <= (phase["ends_on"] or OPEN):
        detail = (
            f"{row['on']} lies outside the phase {phase['id']}, {phase['starts_on']} to "
            f"{phase['ends_on'] or 'today'}; correct the day, or say phase: null"
        )
        context.fault(document, f"{where}/on", detail)


def _check_phases(context: Context, document: Document) -> None:
    """Phases run forward within the case; the law is that of one of their days; nobody acts twice without reason."""
    data = document.data
    last = data["ends_on"] or OPEN
    for index, phase in enumerate(data["phases"]):
        where, start, end = f"/phases/{index}", phase["starts_on"], phase["ends_on"] or OPEN
        context.expect_all(("actor",), phase["acting"], document, f"{where}/acting")
        context.expect_all(("instrument",), phase.get("instruments"), document, f"{where}/instruments")
        if end < start:
            context.fault(
                document,
                f"{where}/ends_on",
                f"the phase ends on {end}, before it begins; mend one of the days",
            )
            continue
        if start < data["starts_on"] or end > last:
            detail = f"the phase reaches beyond the case, {data['starts_on']} to {data['ends_on'] or 'today'}"
            context.fault(document, f"{where}/starts_on", f"{detail}; mend the days of one of them")
        if not start <= phase["as_of"] <= end:
            detail = (
                f"the law of {phase['as_of']} is not that of a day of the phase; take one from {start} on"
            )
            context.fault(document, f"{where}/as_of", detail)
        for other in data["phases"][:index]:
            _check_overlap(context, document, f"{where}/starts_on", phase, other)


def _check_overlap(
    context: Context, document: Document, where: str, phase: dict[str, Any], other: dict[str, Any]
) -> None:
    """Phases of one time are told apart by who acts, or by the operation that each of them names."""
    meet = other["starts_on"] <= (phase["ends_on"] or OPEN) and phase["starts_on"] <= (
        other["ends_on"] or OPEN
    )
    shared = set(phase["acting"]) & set(other["acting"])
    names = {phase.get("operation"), other.get("operation")}
    if meet and shared and (len(names) == 1 or not all(names)):
        detail = (
            f"overlaps {other['id']}, in which {', '.join(sorted(shared))} acts too; part the phases, or name "
            "the operation of each"
        )
        context.notice(document, where, detail)


def _check_claims(context: Context, document: Document) -> None:
    """A claim has an author; an objection answers claims of its phase, and every claim can be answered."""
    claims = document.data["claims"]
    by_id = {row["id"]: row for row in claims}
    for index, row in enumerate(claims):
        where = f"/claims/{index}"
        if not row.get("actor") and not row.get("by"):
            context.fault(document, where, "a claim names its actor, or says by whom it was made")
        if row["stance"] == "objection" and not row.get("answers"):
            context.notice(document, where, "the objection answers nothing; name the claims under answers")
        if row["stance"] != "objection" and row.get("answers"):
            context.fault(
                document, f"{where}/answers", "only an objection answers; make it one, or drop the list"
            )
        for place, answered in enumerate(row.get("answers", [])):
            _check_answer(context, document, f"{where}/answers/{place}", row, by_id.get(answered), answered)


def _check_answer(
    context: Context,
    document: Document,
    where: str,
    row: dict[str, Any],
    claim: dict[str, Any] | None,
    answered: str,
) -> None:
    if claim is None:
        context.fault(document, where, f"no claim of this case has the id {answered}")
    elif claim["id"] == row["id"]:
        context.fault(document, where, "an objection does not answer itself; name the claim it meets")
    elif row.get("phase") and claim.get("phase") and row["phase"] != claim["phase"]:
        context.fault(
            document, where, f"{answered} is a claim of the phase {claim['phase']}; answer one of this"
        )


def _check_ledger_entry(context: Context, document: Document, where: str, row: dict[str, Any]) -> None:
    """An entry names whom it comes from, ends after it begins, and says what ended it only where it ended."""
    if not row.get("by") and not row.get("by_name"):
        context.fault(document, where, "the entry names nobody it comes from; add by, or by_name in words")
    if row.get("until") and row["until"] < row["on"]:
        context.fault(document, f"{where}/until", f"ends on {row['until']}, before it begins on {row['on']}")
    if row.get("ended_by") and not row.get("until"):
        context.fault(document, f"{where}/ended_by", "ended, but no last day is given; add until")


def _check_figure(context: Context, document: Document, where: str, row: dict[str, Any]) -> None:
    """A figure has a number, in the order low, best, high, and somebody who counted."""
    known = [row[name] for name in ("low", "best", "high") if row.get(name) is not None]
    if not known:
        context.fault(document, where, "a figure without any number; give one, or move it to unknowns")
    if known != sorted(known):
        context.fault(document, where, "a figure's low, best and high must rise")
    if not row["counted_by"].strip():
        context.fault(document, f"{where}/counted_by", "say who counted")
