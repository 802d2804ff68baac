"""What would change the legal answer, what is open, and what goes with it without deciding it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from frameworks.scoring.flips import LARGEST_FLIP
from frameworks.scoring.memorandum import elsewhere
from frameworks.scoring.memorandum.brief import Brief, Paragraph, paragraph, state
from frameworks.scoring.memorandum.wording import Count, Joined, Joint, Lead, Statement
from frameworks.scoring.values import STATE_CONDUCT

MOST_TELLING = 4
"""So many sets of changes are told, the smallest first; of the others the number."""
MOST_OF_A_KIND = 2
"""So many of them for one verdict."""
MOST_OPEN = 4
"""So many open questions after the first are named."""

Flip = Mapping[str, Any]


def changes(brief: Brief) -> Iterator[Paragraph | None]:
    """The smallest changes of fact that reach another verdict, then a change of reading, then of the date."""
    if not brief.is_applicable:
        text = "Only if it were established {fact} could the rules on force and intervention come into play."
        fact = brief.facts([STATE_CONDUCT])
        yield paragraph("changes", state("changes.attribution", text, fact=fact))
        return
    flips = brief.legality["flips"]
    told = _most_telling(flips)
    if not flips:
        text = "No change of up to {most} facts reaches another verdict."
        yield paragraph("changes", state("changes.none", text, most=Count(LARGEST_FLIP)))
    else:
        before = [None, *(flip["verdict"] for flip in told)]
        said = [_flip(brief, flip, at, flip["verdict"] == before[at]) for at, flip in enumerate(told)]
        yield paragraph("changes", *said, _others(len(flips) - len(told)))
    yield paragraph("changes.readings", *elsewhere.readings(brief))
    yield paragraph("changes.days", *elsewhere.days(brief))


def _most_telling(flips: list[Flip]) -> list[Flip]:
    """The smallest sets, no more than two for one verdict, in the engine's order within a size."""
    kept: list[Flip] = []
    for flip in sorted(flips, key=lambda flip: len(flip["changes"])):
        same = sum(other["verdict"] == flip["verdict"] for other in kept)
        if same < MOST_OF_A_KIND and len(kept) < MOST_TELLING:
            kept.append(flip)
    return kept


def _others(number: int) -> Statement | None:
    if number < 1:
        return None
    text = (
        "One other set of up to {most} facts reaches another verdict as well."
        if number == 1
        else "Besides these, {number} other sets of up to {most} facts reach another verdict."
    )
    params = {"most": Count(LARGEST_FLIP)} | ({} if number == 1 else {"number": Count(number)})
    return state("changes.others", text, **params)


_CONDITIONS: tuple[tuple[str, bool, Lead, Joint, str], ...] = (
    # to, from unknown, lead, joint, template
    ("yes", False, "that", "and", "it were the case {facts}"),
    ("yes", True, "that", "and", "it turned out {facts}"),
    ("no", False, "that", "or", "it were not the case {facts}"),
    ("no", True, "that", "or", "it turned out not to be the case {facts}"),
    ("contested", False, "whether", "and", "it were contested {facts}"),
    ("contested", True, "whether", "and", "it remained contested {facts}"),
)


_FLIPS = (
    "The conduct would be {verdict} if {conditions}.",
    "It would be {verdict} if {conditions}.",
    "It would likewise be {verdict} if {conditions}.",
)


def _flip(brief: Brief, flip: Flip, position: int, is_repeated: bool) -> Statement:
    """One set of changes: "It would be lawful if it were the case that …"."""
    conditions = []
    for to, was_unknown, lead, joint, template in _CONDITIONS:
        codes = [
            change["fact"]
            for change in flip["changes"]
            if change["to"] == to and (change["from"] == "unknown") == was_unknown
        ]
        if codes:
            facts = brief.facts(codes, lead, joint)
            conditions.append(state(f"changes.to_{to}", template, facts=facts))
    text = _FLIPS[2 if is_repeated else bool(position)]
    return state("changes.flip", text, verdict=flip["verdict"], conditions=Joined(tuple(conditions)))


# -- what is open -----------------------------------------------------------------------------------


def open_questions(brief: Brief) -> Iterator[Paragraph | None]:
    """The unknown facts that can still decide, in the order worth asking; of the others that they cannot."""
    if not brief.is_applicable:
        return
    decisive, settled = brief.legality["decisive_unknowns"], brief.legality["settled_unknowns"]
    if decisive:
        yield paragraph("open", *_decisive(brief, decisive))
    if settled:
        yield paragraph("open.settled", _settled(brief, settled, bool(decisive)))
    if not decisive and not settled:
        text = "Every question of fact is answered, so nothing that is unknown could change the verdict."
        yield paragraph("open", state("open.nothing", text))


def _settled(brief: Brief, settled: list[str], is_rest: bool) -> Statement:
    if len(settled) == 1:
        text = "Not known, but no longer able to change the verdict, is {facts}."
        return state("open.settled", text, facts=brief.facts(settled, "whether"))
    text = (
        "The other {number} unanswered facts can no longer change the verdict, whatever the answer."
        if is_rest
        else "Of the facts, {number} are unanswered, and none of them can change the verdict any more."
    )
    return state("open.settled", text, number=Count(len(settled)))


def _decisive(brief: Brief, decisive: list[str]) -> Iterator[Statement]:
    first, rest = decisive[0], decisive[1:]
    text = (
        "One unanswered question can still decide the verdict: {fact}."
        if not rest
        else "The question to settle first is {fact}."
    )
    yield state("open.first", text, *brief.law_of([first]), fact=brief.facts([first], "whether"))
    if rest:
        told, more = rest[:MOST_OPEN], len(rest) - MOST_OPEN
        facts = brief.facts(told, "whether")
        yield state("open.next", "After it one would ask {facts}.", *brief.law_of(told), facts=facts)
        if more > 0:
            text = (
                "One further fact is open and could matter too."
                if more == 1
                else "A further {number} facts are open and could matter too."
            )
            yield state("open.more", text, **({} if more == 1 else {"number": Count(more)}))


# -- beside the verdict -----------------------------------------------------------------------------

_DUTIES: dict[str, tuple[str, str, Lead]] = {
    "yes": ("duty.kept", "It is found {fact}, as the duty that goes with {tests} requires.", "that"),
    "no": (
        "duty.broken",
        "It is not the case {fact}, though a duty that goes with {tests} requires it; that is evidence of what the "
        "actor itself believed, and does not change the verdict.",
        "that",
    ),
    "contested": (
        "duty.contested",
        "It is contested {fact}, as a duty that goes with {tests} requires; that does not change the verdict.",
        "whether",
    ),
    "unknown": (
        "duty.unknown",
        "It is not known {fact}, as a duty that goes with {tests} requires; that does not change the verdict.",
        "whether",
    ),
}


def beside(brief: Brief) -> Iterator[Paragraph | None]:
    """Duties, which never change validity, and the Alliance's own competence, which is no part of the verdict."""
    yield paragraph("duties", *(_duty(brief, duty) for duty in brief.legality["duties"]))
    yield paragraph("competence", *_competence(brief))


def _duty(brief: Brief, duty: Mapping[str, Any]) -> Statement:
    code, text, lead = _DUTIES[duty["value"]]
    fact = brief.facts([duty["fact"]], lead)
    return state(code, text, fact=fact, tests=brief.names("tests", duty["tests"]))


_COMPETENCE: dict[str, tuple[str, str, Joint]] = {
    "yes": ("competence.yes", "On these answers it could act on the basis of {bases}.", "and"),
    "contested": (
        "competence.contested",
        "Whether it could act on the basis of {bases} is contested.",
        "and",
    ),
    "unknown": ("competence.unknown", "Whether it could act on the basis of {bases} is not known.", "or"),
    "no": ("competence.no", "It could not act on the basis of {bases}.", "or"),
}


def _competence(brief: Brief) -> Iterator[Statement]:
    found = brief.evaluation["competence"]
    if not found:
        return
    text = "Whether the Alliance is competent to act is a separate question, and no part of the verdict."
    yield state("competence.apart", text)
    provisions = {test.code: test.provisions for test in brief.framework.competence}
    for value, (code, text, joint) in _COMPETENCE.items():
        bases = [basis for basis, answer in found.items() if answer == value]
        if bases:
            law = tuple(dict.fromkeys(p for basis in bases for p in provisions[basis]))
            yield state(code, text, *law, bases=brief.names("competence", bases, joint))
