"""What is checked of actors and their memberships."""

from __future__ import annotations

from datetime import date
from typing import Any

from frameworks.council import COUNCIL, Term, council_rules, members_among, overlapping
from frameworks.library.context import Context
from frameworks.library.reading import Document

OPEN = "9999-12-31"


def terms_of(data: dict[str, Any]) -> list[Term]:
    """The memberships of an actors file as terms."""
    return [
        Term(
            row["organisation"],
            row["member"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["until"]) if row.get("until") else None,
        )
        for row in data.get("memberships", [])
    ]


def check_memberships(context: Context, document: Document) -> None:
    """Memberships run forward, within the life of both sides, without overlap, and never overfill the Council."""
    rows = document.data.get("memberships", [])
    actors = {actor["id"]: actor for actor in document.data["actors"]}
    terms = terms_of(document.data)
    pointers = {id(term): f"/memberships/{index}" for index, term in enumerate(terms)}
    for index, row in enumerate(rows):
        where = f"/memberships/{index}"
        for side in ("organisation", "member"):
            context.expect(("actor",), row[side], document, f"{where}/{side}")
            _check_life(context, document, where, row, actors.get(row[side]))
        if row.get("until") and row["until"] < row["from"]:
            context.fault(
                document, f"{where}/until", f"ends on {row['until']}, before it begins on {row['from']}"
            )
    for first, second in overlapping(terms):
        detail = (
            f"{second.member} is a member of {second.organisation} already, from {first.starts_on}; "
            "end the one before the other begins"
        )
        context.fault(document, pointers[id(second)], detail)
    _check_council(context, document, terms, pointers)


def _check_life(
    context: Context, document: Document, where: str, row: dict[str, Any], actor: dict[str, Any] | None
) -> None:
    """Nobody belongs to anything before its beginning or after its end."""
    if actor is None:
        return
    if actor.get("from") and row["from"] < actor["from"]:
        context.fault(document, where, f"begins before {actor['name']} does, on {actor['from']}")
    if actor.get("until") and (row.get("until") or OPEN) > actor["until"]:
        context.fault(document, where, f"lasts longer than {actor['name']} did, until {actor['until']}")


def _check_council(context: Context, document: Document, terms: list[Term], pointers: dict[int, str]) -> None:
    """On the first day of each term the Council has no more members than seats."""
    seated = [term for term in terms if term.organisation == COUNCIL]
    for on in sorted({term.starts_on for term in seated}):
        rules = council_rules(on)
        members = members_among(seated, COUNCIL, on)
        if rules is None or len(members) > rules.seats_filled:
            seats = rules.seats_filled if rules else 0
            last = next(term for term in reversed(seated) if term.starts_on == on)
            context.fault(
                document, pointers[id(last)], f"the Council had {seats} seats on {on}, not {len(members)}"
            )
