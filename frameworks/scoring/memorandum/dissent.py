"""The dissent: the readings that come out differently, and what one must accept to follow them."""

from __future__ import annotations

from collections.abc import Iterator

from frameworks.scoring.memorandum.brief import Brief, Paragraph, paragraph, state
from frameworks.scoring.memorandum.wording import Clauses, Statement
from frameworks.scoring.values import HEADLINE, READINGS, VERDICTS


def dissent(brief: Brief) -> Iterator[Paragraph | None]:
    """The readings that come out differently, and what one must accept to follow them."""
    if not brief.is_applicable:
        return
    answers = brief.legality["readings"]
    ends = {(answer["at_least"], answer["at_most"]) for answer in answers.values()}
    if len(ends) == 1:
        settled = brief.legality["verdict"] in VERDICTS
        text = (
            "The strict, the prevailing, and the permissive reading agree, so the answer does not turn on which "
            "doctrines one accepts."
            if settled
            else "All three readings leave the answer equally open."
        )
        yield paragraph("dissent", state("dissent.none" if settled else "dissent.open", text))
        return
    for name in READINGS:
        answer = answers[name]
        if name == HEADLINE or (answer["at_least"], answer["at_most"]) == (
            brief.legality["at_least"],
            brief.legality["at_most"],
        ):
            continue
        yield paragraph(f"dissent.{name}", _finds(brief, name), *_accepts(brief, name))


def _finds(brief: Brief, name: str) -> Statement:
    answer = brief.legality["readings"][name]
    if answer["verdict"] in VERDICTS:
        text = "The {reading} reading finds the conduct {verdict}."
        return state("dissent.finds", text, reading=name, verdict=answer["verdict"])
    text = "The {reading} reading leaves the answer open, anywhere from {at_least} to {at_most}."
    ends = {"at_least": answer["at_least"], "at_most": answer["at_most"]}
    return state("dissent.leaves_open", text, reading=name, **ends)


def _accepts(brief: Brief, name: str) -> Iterator[Statement]:
    """What sets the reading apart: the doctrines it counts for more, or for less, than the prevailing one does."""
    caps = brief.framework.readings
    carrying = name if name == "permissive" else HEADLINE
    for standing in ("contested", "minority"):
        if caps[name][standing] == caps[HEADLINE][standing]:
            continue
        codes = [code for code in brief.route(carrying) if brief.tests[code]["standing"] == standing]
        if not codes:
            continue
        law = tuple(dict.fromkeys(p for code in codes for p in brief.tests[code]["provisions"]))
        if name == "permissive":
            text = (
                "To follow it one must accept {tests}, which is {standing} doctrine ({law})."
                if len(codes) == 1
                else "To follow it one must accept {tests}, each of which is {standing} doctrine ({law})."
            )
        else:
            text = (
                "To follow it one must give no weight to {tests}, which is {standing} doctrine ({law})."
                if len(codes) == 1
                else "To follow it one must give no weight to {tests}, each of which is {standing} doctrine ({law})."
            )
        names = brief.names("tests", codes, "or" if name == "permissive" else "and")
        yield state(f"dissent.{name}", text, tests=names, standing=standing, law=Clauses(law))
