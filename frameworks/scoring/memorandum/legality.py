"""The legal answer, test by test: what needs a justification, and what justifies it."""

from __future__ import annotations

from collections.abc import Iterator

from frameworks.scoring.memorandum.brief import ARMS, Brief, Element, Paragraph, paragraph, state
from frameworks.scoring.memorandum.wording import Clauses, Joint, Lead, Param, Statement
from frameworks.scoring.values import (
    BREACHES,
    COERCES,
    HEADLINE,
    READINGS,
    STATE_CONDUCT,
    USES_FORCE,
    VERDICTS,
)

MOST_IN_FULL = 3
"""So many justifications on a route are gone through element by element; of more, the others are only named."""
MOST_MISSING = 3
"""So many missing elements of a failed justification are named."""


def need(brief: Brief) -> Iterator[Paragraph | None]:
    """Which prohibition the conduct meets, and so what has to be justified."""
    scope = brief.law_of([STATE_CONDUCT])
    if not brief.is_applicable:
        text = (
            "The rules on force and on intervention bind States and international organisations, and this conduct is "
            "not theirs."
        )
        yield paragraph("need", state("need.none_bound", text, *scope))
        return
    if brief.answer(STATE_CONDUCT) == "unknown":
        text = (
            "The rules on force and on intervention bind States and international organisations; whether this conduct "
            "is theirs is not known."
        )
        yield paragraph("need.scope", state("need.scope_open", text, *scope))
    if not brief.needs_justification:
        text = "It is not the case {facts}, and so nothing that is done needs a justification."
        facts = brief.facts(ARMS, joint="or")
        yield paragraph("need", state("need.nothing", text, *brief.law_of(ARMS), facts=facts))
        return
    yield paragraph("need.force", _force(brief))
    yield paragraph("need.short_of_force", *_short_of_force(brief))


_FORCE = {
    "yes": (
        "need.force",
        "Force against another State, and the threat of it, are prohibited unless an exception applies; the rule "
        "and its reach follow from {law}.",
    ),
    "contested": (
        "need.force_contested",
        "Whether the action uses or threatens force is contested; if it does, it is prohibited unless an exception "
        "applies, as follows from {law}.",
    ),
    "unknown": (
        "need.force_open",
        "Whether the action uses or threatens force is not known; if it does, it is prohibited unless an exception "
        "applies, as follows from {law}.",
    ),
    "no": (
        "need.no_force",
        "The action neither uses nor threatens force, so the prohibition of force is not engaged.",
    ),
}


def _force(brief: Brief) -> Statement:
    answer = brief.answer(USES_FORCE)
    code, text = _FORCE[answer]
    law = brief.law_of([USES_FORCE])
    return state(code, text, *law) if answer == "no" else state(code, text, law=Clauses(law))


_SHORT: dict[str, tuple[str, str, Lead]] = {
    "yes": (
        "need.breach",
        "It is further found {facts}, and that has to be justified too ({law}).",
        "that",
    ),
    "contested": (
        "need.breach_contested",
        "It is contested {facts}, which would have to be justified as well ({law}).",
        "whether",
    ),
    "unknown": (
        "need.breach_open",
        "It is not known {facts}, which would have to be justified as well ({law}).",
        "whether",
    ),
}


def _short_of_force(brief: Brief) -> Iterator[Statement]:
    arms = (COERCES, BREACHES)
    for answer, (code, text, lead) in _SHORT.items():
        facts = brief.answered(arms, answer)
        if facts:
            said = brief.facts(facts, lead)
            yield state(code, text, facts=said, law=Clauses(brief.law_of(facts)))
    if brief.answered(arms, "no") == arms:
        text = "Nothing short of force calls for a justification of its own."
        yield state("need.only_force", text, *brief.law_of(arms))


# -- the justifications -----------------------------------------------------------------------------


def justifications(brief: Brief) -> Iterator[Paragraph | None]:
    """The tests on the route first, element by element; then the settled ones that fail; the rest in one."""
    if not brief.needs_justification:
        return
    at_issue = [
        code for code, test in brief.tests.items() if test["justifies"] == "force" or not brief.is_forcible
    ]
    routes = {code for reading in READINGS for code in brief.route(reading)}
    on_route = [code for code in brief.tests if code in routes]
    in_full = _in_full(brief, on_route)
    listed = [code for code in on_route if code not in in_full]
    yield paragraph("justification.headline", _headline(brief))
    for code in in_full:
        yield paragraph(f"justification.{code}", *_full(brief, code))
    yield paragraph("justification.open", *_listed(brief, listed))
    rest = [code for code in at_issue if code not in routes]
    settled = [code for code in rest if brief.tests[code]["standing"] == "settled"]
    failed = [code for code in settled if brief.tests[code]["uncapped"]["value"] == "no"]
    for position, code in enumerate(failed):
        yield paragraph(f"justification.{code}", _failed(brief, code, position))
    others = [code for code in rest if code not in failed]
    yield paragraph("justification.others", *_others(brief, others))


def _listed(brief: Brief, codes: list[str]) -> Iterator[Statement]:
    """The pleas on a route that are not gone through one by one, by what they come to."""
    for value, kind, text in (
        ("yes", "test.also_met", "On the facts there is as good a case for {tests}."),
        ("contested", "test.also_contested", "There is a case, though not beyond dispute, for {tests}."),
        ("unknown", "test.open", "Still open, and waiting for the facts, is any case for {tests}."),
    ):
        found = [code for code in codes if brief.tests[code]["uncapped"]["value"] == value]
        if found:
            law = tuple(dict.fromkeys(p for code in found for p in brief.tests[code]["provisions"]))
            yield state(kind, text, *law, tests=brief.names("tests", found))


def _in_full(brief: Brief, on_route: list[str]) -> list[str]:
    if len(on_route) <= MOST_IN_FULL:
        return on_route
    return [code for code in on_route if _has_answers(brief, code)][:MOST_IN_FULL]


def _has_answers(brief: Brief, code: str) -> bool:
    return any(e.value in ("yes", "contested") and not e.is_barred for e in brief.elements(code))


def _headline(brief: Brief) -> Statement:
    """What carries the prevailing reading."""
    verdict, route = brief.legality["verdict"], brief.route(HEADLINE)
    if verdict == "unlawful":
        text = "On the prevailing reading no justification is made out, and the conduct is {verdict}."
        return state("route.none", text, verdict=verdict)
    attributed = brief.legality["if_attributed"]
    if verdict == "undetermined" and attributed and attributed["verdict"] in VERDICTS:
        text = (
            "If the conduct is that of a State or an organisation, it is {verdict} on the prevailing reading."
        )
        return state("route.if_attributed", text, verdict=attributed["verdict"])
    if verdict == "undetermined":
        text = "The prevailing reading leaves the answer open, anywhere from {at_least} to {at_most}."
        ends = {"at_least": brief.legality["at_least"], "at_most": brief.legality["at_most"]}
        return state("route.open", text, **ends)
    if route:
        text = "On the prevailing reading the conduct is {verdict}, carried by the plea of {tests}."
        return state("route.tests", text, verdict=verdict, tests=brief.names("tests", route))
    text = "On the prevailing reading the conduct is {verdict}, because that is how far it can be said to need one."
    return state("route.need", text, verdict=verdict)


_ELEMENTS: tuple[tuple[str, bool, Lead, Joint, str, str], ...] = (
    # value, is_barred, lead, joint, code, template
    ("yes", False, "that", "and", "test.met", "It is established {facts}."),
    ("no", True, "that", "or", "test.not_barred", "Nothing defeats it, since it is not the case {facts}."),
    ("contested", False, "whether", "and", "test.contested", "It is contested {facts}."),
    (
        "contested",
        True,
        "whether",
        "and",
        "test.bar_contested",
        "It is also contested {facts}, which would defeat it.",
    ),
    ("unknown", False, "whether", "and", "test.unknown", "It is not known {facts}."),
    (
        "unknown",
        True,
        "whether",
        "and",
        "test.bar_unknown",
        "Nor is it known {facts}, which would defeat it.",
    ),
    ("no", False, "that", "or", "test.missing", "It fails, since it is not the case {facts}."),
    ("yes", True, "that", "and", "test.barred", "It is defeated by the finding {facts}."),
)


_STANDING = {
    "settled": ("test.settled", "The plea of {test} belongs to settled law, and rests on {law}."),
    "contested": ("test.contested_doctrine", "The plea of {test} is contested doctrine, argued from {law}."),
    "minority": (
        "test.minority",
        "The plea of {test} is a doctrine that only a minority accepts, argued from {law}.",
    ),
}


def _full(brief: Brief, code: str) -> Iterator[Statement]:
    """One justification: its standing and law, each element by its answer, what follows, and what is weakest."""
    node = brief.tests[code]
    kind, text = _STANDING[node["standing"]]
    yield state(kind, text, test=brief.names("tests", [code]), law=Clauses(tuple(node["provisions"])))
    elements = brief.elements(code)
    for value, is_barred, lead, joint, kind, template in _ELEMENTS:
        found = [e for e in elements if (e.value, e.is_barred) == (value, is_barred)]
        for group in _groups(found):
            codes = [fact for element in group for fact in element.facts]
            either = len(group) == 1 and len(codes) > 1
            said = brief.facts(codes, lead, "or" if either else joint)
            yield state(kind, template, *brief.law_of(codes), facts=said)
    yield _conclusion(brief, code)
    weakest = _weakest(brief, code)
    if weakest is not None:
        yield weakest


def _groups(elements: list[Element]) -> Iterator[list[Element]]:
    """Single facts together, each set of alternatives by itself."""
    single = [element for element in elements if len(element.facts) == 1]
    if single:
        yield single
    yield from ([element] for element in elements if len(element.facts) > 1)


def _conclusion(brief: Brief, code: str) -> Statement:
    """What the elements come to, and how far the prevailing reading lets that carry."""
    node = brief.tests[code]
    value, cap = node["uncapped"]["value"], node["cap"]
    standing: dict[str, Param] = {"standing": node["standing"]}
    if value == "yes" and cap == 1:
        return state(
            "test.carries", "The plea is therefore made out, and the prevailing reading counts it in full."
        )
    if value == "yes" and cap:
        text = "The plea would be made out, but as {standing} doctrine it carries no further than arguable."
        return state("test.carries_to_arguable", text, **standing)
    if value == "yes":
        text = (
            "The plea would be made out, but the prevailing reading gives no weight to {standing} doctrine."
        )
        return state("test.carries_nothing", text, **standing)
    if value == "contested" and cap:
        return state("test.arguable", "The plea can therefore be made, though not beyond dispute.")
    if value == "contested":
        text = "The plea could be made on the facts, but the prevailing reading gives no weight to {standing} doctrine."
        return state("test.arguable_but_nothing", text, **standing)
    if value == "no":
        return state("test.fails", "The plea therefore fails.")
    return state("test.stays_open", "Whether the plea is made out stays open until these points are settled.")


def _weakest(brief: Brief, code: str) -> Statement | None:
    """The weakest element, where the verdict is settled: before that, it is whatever nobody has answered."""
    if brief.legality["verdict"] not in VERDICTS:
        return None
    facts = brief.tests[code]["weakest"]
    if not facts:
        return None
    contested = {f for e in brief.elements(code) if e.value == "contested" for f in e.facts}
    if set(facts) == contested:
        return state("test.weakest_is_contested", "What is contested is also what is weakest in it.")
    one = "Its weakest element is {facts}." if len(facts) == 1 else "Its weakest elements are {facts}."
    return state("test.weakest", one, facts=brief.facts(facts))


_FAILED = (
    "The plea of {test} ({law}) cannot succeed, because it is not the case {facts}.",
    "Nor can that of {test} ({law}) succeed: it is not the case {facts}.",
    "That of {test} ({law}) must fail as well, since it is not the case {facts}.",
)
_FAILED_AMONG_OTHERS = (
    "The plea of {test} ({law}) cannot succeed; to name the first points only, it is not the case {facts}.",
    "Nor can that of {test} ({law}) succeed: among other things, it is not the case {facts}.",
    "That of {test} ({law}) must fail on several points, among them that it is not the case {facts}.",
)


def _failed(brief: Brief, code: str, position: int) -> Statement:
    """A settled justification that fails, and on what; the turn of phrase changes from one to the next."""
    node = brief.tests[code]
    elements = brief.elements(code)
    missing = [fact for e in elements if e.value == "no" and not e.is_barred for fact in e.facts]
    params: dict[str, Param] = {
        "test": brief.names("tests", [code]),
        "law": Clauses(tuple(node["provisions"])),
    }
    if not missing:
        bars = [fact for e in elements if e.value == "yes" and e.is_barred for fact in e.facts]
        text = "The plea of {test} ({law}) is defeated by the finding {facts}."
        return state("test.defeated", text, *brief.law_of(bars), **params, facts=brief.facts(bars))
    templates = _FAILED if len(missing) <= MOST_MISSING else _FAILED_AMONG_OTHERS
    named = missing[:MOST_MISSING]
    text = templates[position % len(templates)]
    return state("test.failed", text, *brief.law_of(named), **params, facts=brief.facts(named, joint="or"))


def _others(brief: Brief, codes: list[str]) -> Iterator[Statement]:
    """The doctrines that no reading rests on: those the facts would bear, those still open, and those that fail."""
    by_value: dict[str, list[str]] = {"yes": [], "contested": [], "unknown": [], "no": []}
    for code in codes:
        by_value[brief.tests[code]["uncapped"]["value"]].append(code)
    for value, code, one, several in (
        (
            "yes",
            "others.met",
            "The facts would also bear the plea of {tests}, but no reading needs it.",
            "The facts would also bear these pleas, but no reading needs them: {tests}.",
        ),
        (
            "contested",
            "others.contested",
            "On these facts {tests} could be pleaded too, but no reading rests on that.",
            "On these facts {tests} could be pleaded too, but no reading rests on that.",
        ),
        (
            "unknown",
            "others.open",
            "Whether there is a case for {tests} is open too, but no reading waits for that.",
            "Whether there is a case for {tests} is open too, but no reading waits for that.",
        ),
        (
            "no",
            "others.fail",
            "The remaining plea, {tests}, fails on these facts.",
            "The remaining pleas fail on these facts: {tests}.",
        ),
    ):
        found = by_value[value]
        if found:
            law = tuple(dict.fromkeys(p for test in found for p in brief.tests[test]["provisions"]))
            text = one if len(found) == 1 else several
            yield state(code, text, *law, tests=brief.names("tests", found))
