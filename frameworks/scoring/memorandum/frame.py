"""What stands around the answers: the question, the short answer, the law of the day, warnings, method."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from frameworks.scoring.explain import prints_alike
from frameworks.scoring.memorandum.brief import ACTION_FACTS, Brief, Paragraph, paragraph, state
from frameworks.scoring.memorandum.wording import Clauses, Day, Joined, Joint, Lead, Names, Share, Statement
from frameworks.scoring.values import HEADLINE, READINGS, STATE_CONDUCT, VERDICTS


def question(brief: Brief) -> Iterator[Paragraph | None]:
    """The three questions, and what the action is taken to be."""
    text = (
        "Three questions are put: whether the conduct is lawful, whether it is legitimate, and what it costs the "
        "sovereignty of the State concerned."
    )
    apart = "They are answered apart. No answer is an input of another, and nothing adds them up."
    yield paragraph("question", state("question.three", text), state("question.apart", apart))
    yield paragraph("question.action", *_action(brief))


_ANSWERED: dict[str, tuple[str, str, Lead, Joint]] = {
    "yes": ("question.yes", "It is found {facts}.", "that", "and"),
    "no": ("question.no", "It is not found {facts}.", "that", "or"),
    "contested": ("question.contested", "It is contested {facts}.", "whether", "and"),
    "unknown": ("question.unknown", "It is not known {facts}.", "whether", "and"),
}


def _action(brief: Brief) -> Iterator[Statement]:
    for value, (code, text, lead, joint) in _ANSWERED.items():
        facts = brief.answered(ACTION_FACTS, value)
        if facts and (brief.is_applicable or STATE_CONDUCT in facts):
            said = brief.facts(facts if brief.is_applicable else (STATE_CONDUCT,), lead, joint)
            yield state(code, text, facts=said)


# -- the short answer -------------------------------------------------------------------------------


def short_answer(brief: Brief) -> Iterator[Paragraph | None]:
    """The three answers, one paragraph each, never added up."""
    yield paragraph("answer.legality", _verdict(brief), *_attributed(brief), *_readings(brief))
    yield paragraph("answer.legitimacy", _legitimacy(brief.evaluation["legitimacy"]))
    yield paragraph("answer.sovereignty", _sovereignty(brief.evaluation["sovereignty"]))


def _verdict(brief: Brief) -> Statement:
    legality = brief.legality
    verdict = legality["verdict"]
    if verdict == "not_applicable":
        text = "Whether the conduct is lawful does not arise, because it is not that of a State or an organisation."
        return state("answer.not_applicable", text)
    if verdict not in VERDICTS:
        text = (
            "Whether the conduct is lawful cannot be said yet: as the open questions are answered, it may turn out "
            "anything from {at_least} to {at_most}."
        )
        return state("answer.undetermined", text, at_least=legality["at_least"], at_most=legality["at_most"])
    return state(
        "answer.verdict", "On the prevailing reading of the law, the conduct is {verdict}.", verdict=verdict
    )


def _attributed(brief: Brief) -> Iterator[Statement]:
    attributed = brief.legality["if_attributed"]
    if attributed is None:
        return
    if attributed["verdict"] in VERDICTS:
        text = "If it is attributed to a State or an organisation, it is {verdict}."
        yield state("answer.if_attributed", text, verdict=attributed["verdict"])
    else:
        text = "Even if it is attributed to a State or an organisation, the answer stays open."
        yield state("answer.if_attributed_open", text)


def _readings(brief: Brief) -> Iterator[Statement]:
    """How the other two readings come out."""
    if not brief.is_applicable:
        return
    headline, answers = brief.legality["verdict"], brief.legality["readings"]
    others = {name: answers[name]["verdict"] for name in READINGS if name != HEADLINE}
    differing = {name: verdict for name, verdict in others.items() if verdict != headline}
    if not differing:
        text = (
            "The strict and the permissive reading come to the same."
            if headline in VERDICTS
            else "No reading settles it."
        )
        yield state("answer.readings_agree" if headline in VERDICTS else "answer.no_reading_settles", text)
    for name, verdict in differing.items():
        if verdict in VERDICTS:
            text = "The {reading} reading finds it {verdict}."
            yield state("answer.reading", text, reading=name, verdict=verdict)
        else:
            yield state("answer.reading_open", "The {reading} reading leaves it open.", reading=name)
    if len(differing) == 1 and headline in VERDICTS:
        (agreeing,) = (name for name in others if name not in differing)
        yield state(
            "answer.reading_agrees", "The {reading} reading agrees with the prevailing one.", reading=agreeing
        )


def _legitimacy(found: Mapping[str, Any]) -> Statement:
    index, band, coverage = found["index"], found["band"], found["coverage"]
    if index is None:
        return state("answer.legitimacy_open", "Its legitimacy is not rated, so that question stays open.")
    if band is None:
        text = "Too little is rated to place its legitimacy in a band: only {coverage} of the weight."
        return state("answer.legitimacy_no_band", text, coverage=Share(coverage))
    if coverage < 1:
        text = "Its legitimacy is {band} as far as it is rated, at {index:.1f} of 100."
        return state("answer.legitimacy_partial", text, band=band, index=index)
    return state(
        "answer.legitimacy", "Its legitimacy is {band}, at {index:.1f} of 100.", band=band, index=index
    )


def _sovereignty(impact: Mapping[str, Any]) -> Statement:
    gross, adjusted = impact["gross"], impact["adjusted"]
    if gross is None:
        return state(
            "answer.sovereignty_open", "Its cost to sovereignty is not rated, so that question stays open."
        )
    if adjusted is None and prints_alike(impact["adjusted_low"], impact["adjusted_high"]):
        text = (
            "Its cost to the sovereignty of the State concerned is {gross:.1f} of 100 in gross, and {low:.1f} once "
            "consent is taken into account, whatever is still open."
        )
        return state("answer.sovereignty_anyway", text, gross=gross, low=impact["adjusted_low"])
    if adjusted is None:
        text = (
            "Its cost to the sovereignty of the State concerned is {gross:.1f} of 100 in gross, and between {low:.1f} "
            "and {high:.1f} once consent is taken into account."
        )
        ends = {"low": impact["adjusted_low"], "high": impact["adjusted_high"]}
        return state("answer.sovereignty_range", text, gross=gross, **ends)
    if adjusted == gross:
        text = "Its cost to the sovereignty of the State concerned is {gross:.1f} of 100; consent takes nothing off."
        return state("answer.sovereignty_same", text, gross=gross)
    text = (
        "Its cost to the sovereignty of the State concerned is {gross:.1f} of 100 in gross, and {adjusted:.1f} once "
        "consent is taken into account."
    )
    return state("answer.sovereignty", text, gross=gross, adjusted=adjusted)


# -- the law of the day -----------------------------------------------------------------------------


def law_of_the_day(brief: Brief) -> Iterator[Paragraph | None]:
    """As of when the law is taken, under which framework, and how far each reading lets a doctrine carry."""
    day = Day(brief.evaluation["as_of"])
    text = "The conduct is judged by the law as it stood on {day}."
    yield paragraph(
        "law.day",
        state("law.day", text, day=day),
        *_YARDSTICKS[brief.yardstick.kind](brief),
        _other_weights(brief),
    )
    yield paragraph("law.readings", *_caps(brief))


def _doctrine(brief: Brief) -> Iterator[Statement]:
    """A doctrine of the Alliance, and whether it was the one in force."""
    text = "The yardstick is version {version} of the framework {framework}, which follows {concept}."
    yield state("law.framework", text, concept=Clauses((brief.framework.concept,)), **_judged_by(brief))
    doctrine = brief.framework.doctrine
    if brief.as_of < doctrine.since:
        text = (
            "The doctrine of that concept dates from {since}, after the day judged; it sets the measure here, and adds "
            "nothing to the law of that day."
        )
        yield state("law.doctrine_later", text, since=Day(doctrine.since.isoformat()))
    elif doctrine.until is not None and brief.as_of >= doctrine.until:
        text = "The doctrine of that concept had given way on {until}; it only sets the measure here."
        yield state("law.doctrine_earlier", text, until=Day(doctrine.until.isoformat()))
    else:
        text = "That was the doctrine in force, since {since}."
        yield state("law.doctrine", text, since=Day(doctrine.since.isoformat()))


def _report(brief: Brief) -> Iterator[Statement]:
    """The criteria of a report, which no day made doctrine."""
    text = (
        "The yardstick is version {version} of the framework {framework}: the criteria of {report}, a report that "
        "never was a doctrine of the Alliance."
    )
    yield state("law.report", text, report=Clauses((brief.framework.concept,)), **_judged_by(brief))
    since = brief.framework.doctrine.since
    if brief.as_of < since:
        text = (
            "That report dates from {since}, after the day judged; it sets the measure here, and adds nothing to the "
            "law of that day."
        )
        yield state("law.report_later", text, since=Day(since.isoformat()))


def _own(brief: Brief) -> Iterator[Statement]:
    """A person's own framework: its title, and what it was made from."""
    text = "The yardstick is version {version} of “{title}” ({framework}), a framework of its maker’s own."
    yield state("law.own", text, title=brief.framework.title, **_judged_by(brief))
    base = brief.yardstick.made_from
    if base:
        text = "It was made from the framework {base}, of which it keeps all but the weights; it is nobody’s doctrine."
        yield state("law.made_from", text, base=base)


_YARDSTICKS = {"doctrine": _doctrine, "report": _report, "own": _own}


def _other_weights(brief: Brief) -> Statement | None:
    """Said where a request brought weights of its own: they are part of the checksum."""
    if brief.evaluation["framework"]["checksum"] == brief.framework.checksum:
        return None
    text = "Legitimacy is weighed here by other weights than those published with that version."
    return state("law.other_weights", text)


def _judged_by(brief: Brief) -> dict[str, Any]:
    """Version and code of the framework."""
    judged_by = brief.evaluation["framework"]
    return {"version": judged_by["version"], "framework": judged_by["code"]}


_CARRIES = {2: "in full", 1: "as far as arguable", 0: "not at all"}


def _caps(brief: Brief) -> Iterator[Statement]:
    """How each reading counts a doctrine by its standing on the day."""
    text = "Each justification counts as far as its standing on that day allows, and three readings measure that."
    yield state("law.standing", text)
    for name in READINGS:
        caps = brief.framework.readings[name]
        parts = [
            state(
                "law.cap", "{standings} doctrine {carries}", standings=Names(standings), carries=_CARRIES[cap]
            )
            for cap in _CARRIES
            if (standings := tuple(standing for standing, own in caps.items() if own == cap))
        ]
        yield state(
            "law.reading", "The {reading} reading counts {parts}.", reading=name, parts=Joined(tuple(parts))
        )
    yield state("law.headline", "The prevailing reading gives the headline; the other two stand beside it.")


# -- warnings ---------------------------------------------------------------------------------------

_STARTED = re.compile(r"in force from (?P<since>\S+), after ")
_ENDED = re.compile(r"in force until (?P<until>[\d-]+)(, ended by (?P<by>.+))?, before ")


def warnings(brief: Brief) -> Iterator[Paragraph | None]:
    """What to mind about the law relied on; a warning never changes a value."""
    found = brief.evaluation["warnings"]
    if not found:
        text = "Nothing in the law that the answers rely on calls for a warning."
        yield paragraph("warnings", state("warnings.none", text))
        return
    said = [_warning(warning) for warning in found if warning["code"] not in _GROUPED]
    yield paragraph("warnings", *said)
    yield paragraph("warnings.grouped", *_grouped(brief))
    text = "These are warnings about the law relied on; they change no value."
    yield paragraph("warnings.effect", state("warnings.effect", text))


_GROUPED = {
    "later_restatement": (
        "Some answers cite what was written down only after the day judged; it is evidence of what the law was, and "
        "nobody could rely on it that day: {law}."
    ),
    "period_unknown": "Of the following, no date of entry into force is recorded: {law}.",
}


def _warning(warning: Mapping[str, Any]) -> Statement:
    code, detail = f"warnings.{warning['code']}", warning["detail"]
    if warning["code"] == "doctrine_anticipated":
        text = "No public Strategic Concept governed on that day, so the earliest framework stands in for it."
        return state(code, text)
    law = Clauses((warning["provision"],)) if warning["provision"] else Clauses(())
    started, ended = _STARTED.match(detail), _ENDED.match(detail)
    if started:
        text = "An answer relies on {law}, which was not in force that day but only from {since}."
        return state(code, text, law=law, since=Day(started["since"]))
    if ended and ended["by"] and not re.search(r"\s", ended["by"]):
        text = "An answer relies on {law}, which was in force no longer than {until}, when {by} ended it."
        return state(code, text, law=law, until=Day(ended["until"]), by=Clauses((ended["by"],)))
    if ended:
        text = "An answer relies on {law}, which was in force no longer than {until}."
        return state(code, text, law=law, until=Day(ended["until"]))
    return state(code, "Of {law} this is to be minded: {detail}.", law=law, detail=detail)


def _grouped(brief: Brief) -> Iterator[Statement]:
    for code, text in _GROUPED.items():
        law = tuple(w["provision"] for w in brief.evaluation["warnings"] if w["code"] == code)
        if law:
            yield state(f"warnings.{code}", text, law=Clauses(law))


# -- method -----------------------------------------------------------------------------------------


def method(brief: Brief, is_project_coding: bool) -> Iterator[Paragraph | None]:
    """How this was made, and what it is not."""
    made = (
        "A program wrote this memorandum from an evaluation of the answers given, and each of its sentences states "
        "what that evaluation holds."
    )
    advice = "It is not legal advice, and it speaks neither for the Alliance nor for the United Nations."
    coding = "The answers are the coding of the project, which no counsel has reviewed."
    yield paragraph(
        "method",
        state("method.made", made),
        state("method.coding", coding) if is_project_coding else None,
        state("method.advice", advice),
    )
    scope = (
        "Only the resort to force and intervention is judged; how hostilities are conducted enters the criteria on "
        "means, and nothing else."
    )
    unknown = "What is unknown is nowhere counted as no, and who the actors are enters no answer."
    yield paragraph("method.scope", state("method.scope", scope), state("method.unknown", unknown))
    yield paragraph("method.identity", *_identity(brief))


def _identity(brief: Brief) -> Iterator[Statement]:
    text = "The evaluation is known as {id}; version {engine} of the engine made it."
    evaluation = brief.evaluation
    yield state("method.identity", text, id=evaluation["evaluation_id"], engine=evaluation["engine"])
    drawn = evaluation["legitimacy"]["distribution"]
    if drawn:
        text = "It rests on {draws:,} draws with the seed {seed}."
        yield state("method.draws", text, draws=drawn["draws"], seed=drawn["seed"])
