"""The answers of a report: what was answered and why, on which law and evidence; and what was not answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.evaluation import PARTS
from cases.assessments.models.finding import FindingKind
from cases.assessments.presentation import Result
from cases.assessments.presentation.answers import Answer, laws_of
from cases.assessments.presentation.labels import Labels
from cases.assessments.reports.matter import Matter
from cases.assessments.reports.sources import Sources, Used
from frameworks.services import confidence_allowed
from natoassess.web.formats.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Run,
    Runs,
    Table,
    said,
)
from natoassess.web.presentation import words
from natoassess.web.presentation.traces import Law


@dataclass(frozen=True)
class Given:
    """One question with the answer that was evaluated; `value` "unknown" where there is none.

    `word` is the answer in words, `meaning` the descriptor of a level, `confidence` as stated.
    """

    kind: str
    code: str
    group: str
    label: str
    question: str
    value: str
    word: str
    meaning: str = ""
    why: str = ""
    confidence: str = ""
    laws: tuple[Law, ...] = ()
    evidence: tuple[Used, ...] = ()

    @property
    def is_said(self) -> bool:
        """Whether there is anything to tell: an answer, or a reason why there is none."""
        return self.value != "unknown" or bool(self.why or self.evidence)

    @property
    def allowed(self) -> str | None:
        """The best confidence that the evidence bears; None where none of it can be judged."""
        return confidence_allowed([(used.reliability, used.credibility) for used in self.evidence])


def given_of(matter: Matter, result: Result) -> list[Given]:
    """Every question of the catalogue in its order, with the answer that was evaluated. Two queries."""
    asked = [(group.title, answer) for group in result.groups for answer in group.answers]
    bodies = [
        matter.answers.get(PARTS[FindingKind(answer.kind)], {}).get(answer.code) for _title, answer in asked
    ]
    laws = laws_of({name for given in bodies if given for name in given.get("provisions", ())})
    return [
        _given(title, answer, given or {}, laws, result.labels)
        for (title, answer), given in zip(asked, bodies, strict=True)
    ]


def _given(
    group: str, answer: Answer, body: Mapping[str, Any], laws: Mapping[str, Law], labels: Labels
) -> Given:
    value = str(body.get("value", body.get("level", "unknown")))
    return Given(
        kind=answer.kind,
        code=answer.code,
        group=group,
        label=answer.label,
        question=answer.question,
        value=value,
        word=_word(answer.kind, value, labels),
        meaning=_meaning(answer, value, labels),
        why=body.get("why", ""),
        confidence=body.get("confidence", "") if answer.kind != FindingKind.FACT else "",
        laws=tuple(laws.get(name) or Law(name, "") for name in body.get("provisions", ())),
        evidence=tuple(Used(**item) for item in body.get("evidence", ())),
    )


def _word(kind: str, value: str, labels: Labels) -> str:
    """ "Yes", "3 · Largely met", "Not known", "Does not apply"."""
    if value.isdigit():
        scale = "sovereignty" if kind == FindingKind.SOVEREIGNTY else "rating"
        title = labels.scales.get(scale, {}).get(int(value), "")
        return f"{value} · {title}" if title else value
    if value == "na":
        return _("Does not apply")
    return words.capitalise(words.word(words.FACT_VALUES, value))


def _meaning(answer: Answer, value: str, labels: Labels) -> str:
    rows: Mapping[str, Any] = labels.criteria if answer.kind == FindingKind.RATING else labels.sovereignty
    levels = rows[answer.code].levels if answer.code in rows and answer.kind != FindingKind.FACT else []
    return str(levels[int(value)]) if value.isdigit() and int(value) < len(levels) else ""


def blocks(given: list[Given], sources: Sources, site: str) -> Iterator[Block]:
    """The answers by group, then what is not answered."""
    yield Heading(2, _("Answers, reasons and evidence"), "given")
    answered = sum(item.value != "unknown" for item in given)
    counted = {"answered": answered, "total": len(given)}
    yield Paragraph(said(_("%(answered)d of %(total)d questions are answered.") % counted))
    yield Paragraph(_code_in_words(), quiet=True)
    for title in dict.fromkeys(item.group for item in given):
        told = [item for item in given if item.group == title and item.is_said]
        if told:
            yield Heading(3, title)
            yield _table(title, told, sources, site)
    yield Heading(3, _("Not answered"))
    silent = [item for item in given if item.value == "unknown"]
    if not silent:
        yield Paragraph(said(_("Every question is answered.")))
        return
    yield Bullets(tuple(_silent(title, silent) for title in dict.fromkeys(item.group for item in silent)))


def _silent(title: str, silent: list[Given]) -> Runs:
    names = "; ".join(item.label for item in silent if item.group == title)
    return Run(f"{title}: ", strong=True), Run(f"{names}.")


def _code_in_words() -> Runs:
    """What the grades mean, once."""
    letters = "; ".join(f"{letter} {str(text).lower()}" for letter, text in words.RELIABILITY.items())
    digits = "; ".join(f"{digit} {text}" for digit, text in words.CREDIBILITY.items())
    text = _(
        "Evidence is graded by the Admiralty code. The letter is the reliability of the source: %(letters)s. The "
        "digit is the credibility of the item: %(digits)s. Numbers in brackets lead to the table of sources."
    )
    return said(text % {"letters": letters, "digits": digits})


def _table(title: str, told: list[Given], sources: Sources, site: str) -> Table:
    # A level carries its descriptor, a fact is a word.
    question, answer = (1.4, 1.4) if any(item.meaning for item in told) else (1.9, 0.8)
    columns = (
        Column(_("Question"), question),
        Column(_("Answer"), answer),
        Column(_("Reason, law and evidence"), 2.8),
    )
    rows = tuple(
        (
            Cell(((Run(item.label, strong=True),), (Run(item.question, quiet=True),))),
            Cell(tuple(_answer(item))),
            Cell(tuple(_reason(item, sources, site))),
        )
        for item in told
    )
    return Table(_("%(group)s: answers with their reasons") % {"group": title}, columns, rows)


def _answer(item: Given) -> Iterator[Runs]:
    yield (Run(item.word, strong=True),)
    if item.meaning:
        yield (Run(item.meaning, quiet=True),)
    if item.confidence:
        level = words.word(words.CONFIDENCES, item.confidence)
        yield (Run(_("%(level)s confidence") % {"level": words.capitalise(level)}),)


def _reason(item: Given, sources: Sources, site: str) -> Iterator[Runs]:
    if not item.why:
        yield (Run(_("No reason given."), quiet=True),)
    for paragraph in item.why.splitlines():
        if paragraph.strip():
            yield (Run(paragraph),)
    if item.laws:
        runs: list[Run] = [Run(_("Law: "), strong=True)]
        for place, law in enumerate(item.laws):
            runs.append(Run("; " if place else ""))
            runs.append(Run(law.label, href=f"{site}{law.url}" if law.url else ""))
        yield tuple(run for run in runs if run.text)
    if item.evidence:
        yield tuple(_cited(item, sources))


def _cited(item: Given, sources: Sources) -> Iterator[Run]:
    yield Run(_("Evidence: "), strong=True)
    for place, used in enumerate(item.evidence):
        number = sources.number(used)
        yield Run(f"[{number}]", href=f"#source-{number}")
        note = f" ({used.note})" if used.note else ""
        yield Run(f" {used.grade}{note}{'; ' if place < len(item.evidence) - 1 else ''}")
