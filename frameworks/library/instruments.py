"""What is checked of one instrument by itself, and how it becomes rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from frameworks.council import COUNCIL as COUNCIL_ID
from frameworks.council import PERMANENT, council_rules, members_among, voter_id
from frameworks.library.actors import terms_of
from frameworks.library.context import Context
from frameworks.library.reading import Document
from frameworks.library.writing import day

INSTRUMENT_EXTRAS = ("accessions", "article_5_invocations", "article_4_consultations", "article_4_note")
COUNTS = ("for", "against", "abstain", "absent", "not_participating")
NAMES = ("for_names", "against_names", "abstaining", "absent_names", "not_participating_names")
RESERVED = frozenset({"actors", "concepts", "organisations", "ladder", "search"})
"""Addresses below /law/ that are pages of their own."""
EXPERT = frozenset({"expert-knowledge", "knowledge-high", "unverified"})
"""Confidences that say by themselves that no source was read."""
COUNCIL_BODY = "UN Security Council"


def check_instrument(context: Context, document: Document) -> None:
    """Note every fault of one instrument that can be seen without the others."""
    data = document.data
    context.define("instrument", data["id"], document)
    if document.path.stem != data["id"]:
        context.fault(document, "/id", f"the file is called {document.path.stem}; id and name must agree")
    if data["id"] in RESERVED:
        context.fault(document, "/id", f"{data['id']} is the address of a page; choose another id")
    check_period(context, document, "", data, None)
    check_vote(context, document)
    _check_source(context, document)
    labels: set[str] = set()
    for index, provision in enumerate(data["key_provisions"]):
        where = f"/key_provisions/{index}"
        if provision["label"] in labels:
            context.fault(document, f"{where}/label", f"another clause is called {provision['label']} too")
        labels.add(provision["label"])
        context.define("provision", f"{data['id']}#{provision['slug']}", document, f"{where}/slug")
        check_period(context, document, where, provision, data["in_force_from"])
        _check_provision(context, document, where, provision)


def check_period(
    context: Context, document: Document, where: str, entry: dict[str, Any], inherited: str | None
) -> None:
    """A period runs forward; a provision without a beginning of its own has its instrument's (`inherited`)."""
    start, end = entry.get("in_force_from") or inherited, entry.get("in_force_until")
    if start and end and end < start:
        context.fault(document, f"{where}/in_force_until", f"ends on {end}, before it begins on {start}")


def _check_source(context: Context, document: Document) -> None:
    """What was checked names where; what was not says so."""
    data = document.data
    if not data["source"] and data["confidence"] not in EXPERT:
        detail = (
            f"confidence is {data['confidence']}, but no source is named; name it, or say expert-knowledge"
        )
        context.fault(document, "/source", detail)
    if data["in_force_from"] and data["adopted_on"] and data["in_force_from"] < data["adopted_on"]:
        context.notice(
            document, "/in_force_from", "in force before it was adopted; say in notes why, or mend it"
        )


def _check_provision(context: Context, document: Document, where: str, entry: dict[str, Any]) -> None:
    data = document.data
    if entry.get("known") == "verified" and not data["source"]:
        context.fault(document, f"{where}/known", "verified, but the instrument names no source")
    if not entry.get("known") and data["confidence"] not in EXPERT and not data["source"]:
        context.fault(document, where, "uncited: say verified (with a source) or expert knowledge")
    if entry.get("determines") and (data["body"] != COUNCIL_BODY or "not adopted" in data["kind"]):
        detail = "only the Council determines under Charter Art. 39, by what it adopts; drop determines here"
        context.fault(document, f"{where}/determines", detail)
    authority = entry.get("authority")
    if entry["effect"] != "authorises":
        if authority:
            context.fault(
                document, f"{where}/authority", f"it {entry['effect']}; only what authorises has an authority"
            )
        return
    if not authority:
        context.fault(
            document, where, "it authorises, but no authority says whom and to what; add addressee and task"
        )
        return
    for name in ("addressee", "task"):
        if not authority[name]:
            context.fault(document, f"{where}/authority", f"it authorises, but names no {name}")


def check_vote(context: Context, document: Document) -> None:
    """Charter Arts. 23 and 27: every seat is accounted for, the result is the one voted, voters were members."""
    data, vote = document.data, document.data["vote"]
    if not vote or data["body"] != COUNCIL_BODY or not data["adopted_on"]:
        return
    on = date.fromisoformat(data["adopted_on"])
    rules = council_rules(on)
    if rules is None:
        context.fault(document, "/adopted_on", "before the Security Council first met, on 17 January 1946")
        return
    counts = {name: vote.get(name) for name in COUNTS}
    whole = all(isinstance(counts[name], int) for name in COUNTS[:3])
    if whole:
        total = sum(count for count in counts.values() if isinstance(count, int))
        if total != rules.seats_filled:
            context.fault(
                document,
                "/vote",
                f"the votes add up to {total}, the Council had {rules.seats_filled} members",
            )
        _check_result(context, document, counts["for"] >= rules.majority, rules.majority)
    for count, names in zip(COUNTS, NAMES, strict=True):
        listed = vote.get(names)
        if isinstance(listed, list) and isinstance(counts[count], int) and len(listed) > counts[count]:
            context.fault(document, f"/vote/{names}", f"{len(listed)} names, but {counts[count]} votes")
    _check_voters(context, document, on, rules.seats_filled)


def _check_result(context: Context, document: Document, carried: bool, majority: int) -> None:
    """A resolution had the votes; a draft that failed had too few, or the negative vote of a permanent member.

    In matters of procedure (`procedural: true` in the vote) no vote is a veto: Charter Art. 27 (2).
    """
    adopted = "not adopted" not in document.data["kind"]
    ids = _ids_by_name(context)
    vetoes = [
        name for name in document.data["vote"].get("against_names") or [] if voter_id(name, ids) in PERMANENT
    ]
    if adopted and not carried:
        context.fault(document, "/vote/for", f"adopted with fewer than {majority} votes")
    if adopted and vetoes and not document.data["vote"].get("procedural"):
        context.fault(document, "/vote/against_names", f"adopted against the vote of {', '.join(vetoes)}")
    if not adopted and carried and document.data["vote"].get("against") == 0:
        context.fault(document, "/vote", "it had the votes and no vote against it, yet it was not adopted")


def _check_voters(context: Context, document: Document, on: date, seats: int) -> None:
    """Each voter named once, known as an actor, and a member on the day."""
    vote = document.data["vote"]
    named = [
        (f"/vote/{names}/{index}", name)
        for names in NAMES
        if isinstance(vote.get(names), list)
        for index, name in enumerate(vote[names])
    ]
    if not named or context.unusable:
        return
    members = members_among(_terms(context), COUNCIL_ID, on)
    if len(members) != seats:
        context.notice(
            document,
            "/vote",
            f"the library knows {len(members)} of {seats} members of that day; voters unchecked",
        )
        return
    ids = _ids_by_name(context)
    seen: dict[str, str] = {}
    for pointer, name in named:
        actor = voter_id(name, ids, members)
        if actor is None:
            context.fault(document, pointer, f"no actor is called {name}; use the name in actors.yaml")
        elif actor not in members:
            context.fault(document, pointer, f"{name} was not a member of the Council on {on}")
        elif actor in seen:
            context.fault(document, pointer, f"{name} is named twice in one vote")
        else:
            seen[actor] = name


def _terms(context: Context) -> list[Any]:
    return [term for document in context.documents["actors"] for term in terms_of(document.data)]


def _ids_by_name(context: Context) -> dict[str, str]:
    return {
        actor["name"]: actor["id"]
        for document in context.documents["actors"]
        for actor in document.data["actors"]
    }


def instrument_values(data: dict[str, Any]) -> dict[str, Any]:
    """The fields of an instrument's row."""
    dates = {name: day(data.get(name)) for name in ("adopted_on", "in_force_from", "in_force_until")}
    names = ("title", "kind", "body", "symbol", "ended_by", "binding", "summary", "confidence", "source")
    return {
        **dates,
        **{name: data.get(name) or "" for name in (*names, "notes", "url")},
        "chapter_vii": data["chapter_vii"],
        "vote": data["vote"],
        "verified_fields": data["verified_fields"],
        "extras": {name: data[name] for name in INSTRUMENT_EXTRAS if name in data},
        "history": _history(data.get("history") or []),
        "deprecated": bool(data.get("deprecated", False)),
    }


def _history(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: entry.get(name) for name in ("on", "what", "by", "note")} for entry in entries]


def provision_values(instrument_id: str, position: int, entry: dict[str, Any]) -> dict[str, Any]:
    """The fields of a provision's row."""
    return {
        "id": f"{instrument_id}#{entry['slug']}",
        "slug": entry["slug"],
        "label": entry["label"],
        "position": position,
        "effect": entry["effect"],
        "summary": entry["summary"],
        "key_phrase": entry.get("key_phrase") or "",
        "in_force_from": day(entry.get("in_force_from")),
        "in_force_until": day(entry.get("in_force_until")),
        "ended_by": entry.get("ended_by") or "",
        "known": entry.get("known") or "",
        "determines": entry.get("determines") or "",
        "authority": entry.get("authority"),
        "deprecated": False,
    }
