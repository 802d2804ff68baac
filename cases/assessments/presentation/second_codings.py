"""Two codings as their page shows them: alpha in words, and each question on which they part, with both reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.assessments.agreement import Agreement, Coding
from cases.assessments.consensus import FIRST, Round, RoundItem
from cases.assessments.forms.second_coding import PositionForm
from cases.assessments.models import Assessment
from cases.assessments.phase_answers import PhaseAnswers
from cases.assessments.presentation.agreement import AgreementShown, agreement_shown
from cases.assessments.presentation.differences import effects_in_words
from cases.assessments.steps import Question, Questionnaire, questionnaire_of
from natoassess.web.presentation import words


@dataclass(frozen=True)
class CodedAnswer:
    """One coder's answer: its value for the marks, the words for it, how sure, why, and on what."""

    value: str
    word: str
    confidence: str
    why: str
    provisions: str
    evidence: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Position:
    """What a coder holds in the round; empty words while they have not spoken."""

    value: str
    word: str
    why: str


@dataclass(frozen=True)
class ItemShown:
    """A question on which the two part."""

    name: str
    part: str
    label: str
    text: str
    first: CodedAnswer
    second: CodedAnswer
    effects: tuple[str, ...]
    positions: tuple[Position, Position]
    settled: str
    form: PositionForm | None

    @property
    def is_open(self) -> bool:
        """Whether the two do not hold the same yet."""
        return not self.settled


@dataclass(frozen=True)
class RoundShown:
    """The whole page of two codings."""

    round: Round
    agreement: AgreementShown | None
    codings: tuple[Coding, ...]
    items: tuple[ItemShown, ...]
    same_terms: bool

    @property
    def left(self) -> int:
        """On how many questions they still part."""
        return sum(item.is_open for item in self.items)


def round_shown(found: Round, *, side: str, bound: PositionForm | None = None) -> RoundShown:
    """The round in words; with forms for whoever speaks for `side`. `bound` is a form that was sent and refused."""
    first = found.request.assessment
    asked = questionnaire_of(first.framework, first.standpoint)
    codings = _codings(found)
    agreement = agreement_shown(Agreement(first.phase, codings, found.compared))
    coding = found.request.coding
    return RoundShown(
        round=found,
        agreement=agreement,
        codings=codings,
        items=tuple(
            _item(found, item, asked, side if found.is_open else "", bound)
            for item in found.items
            if item.name in asked.by_name
        ),
        same_terms=coding is not None and _terms(first) == _terms(coding),
    )


def _terms(assessment: Assessment) -> tuple[Any, ...]:
    return assessment.framework_id, assessment.as_of, assessment.standpoint


def _codings(found: Round) -> tuple[Coding, ...]:
    pairs = ((found.request.assessment, found.first), (found.request.coding, found.second))
    return tuple(
        Coding(
            row.author.name if row.author else "–",
            row,
            PhaseAnswers(row.phase, row, dict(snapshot.summary)),
            0,
            turns,
        )
        for (row, snapshot), turns in zip(pairs, found.compared.turns, strict=True)
        if row is not None
    )


def _item(
    found: Round, item: RoundItem, asked: Questionnaire, side: str, bound: PositionForm | None
) -> ItemShown:
    question, stand, change = asked.by_name[item.name], item.stand, item.change
    said = (stand.first_value, stand.second_value) if stand else ("", "")
    whys = (stand.first_why, stand.second_why) if stand else ("", "")
    return ItemShown(
        name=item.name,
        part=item.coded.item.part,
        label=question.label,
        text=question.text,
        first=_coded(question, change.before if change else None, item.values[0]),
        second=_coded(question, change.after if change else None, item.values[1]),
        effects=effects_in_words(found.change.first, change.alone if change else None),
        positions=(
            Position(said[0], question.word(said[0]) if said[0] else "", whys[0]),
            Position(said[1], question.word(said[1]) if said[1] else "", whys[1]),
        ),
        settled=question.word(item.settled_value) if item.settled_value else "",
        form=_form(item, question, side, bound) if side else None,
    )


def _form(item: RoundItem, question: Question, side: str, bound: PositionForm | None) -> PositionForm:
    if bound is not None and bound.prefix == item.name:
        return bound
    stand = item.stand
    value, why = ("", "")
    if stand is not None:
        value, why = (
            (stand.first_value, stand.first_why) if side == FIRST else (stand.second_value, stand.second_why)
        )
    return PositionForm(
        question=question, initial={"version": item.version, "value": value or None, "why": why}
    )


def _coded(question: Question, answer: Mapping[str, Any] | None, value: str) -> CodedAnswer:
    given = answer or {}
    confidence = given.get("confidence")
    return CodedAnswer(
        value=value,
        word=question.word(value),
        confidence=words.word(words.CONFIDENCES, confidence) if confidence else "",
        why=str(given.get("why", "")),
        provisions=", ".join(given.get("provisions", ())),
        evidence=tuple(given.get("evidence", ())),
    )
