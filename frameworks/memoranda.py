"""Memoranda as a service: an evaluation under a framework, in sentences, with the law that each of them cites.

A service module like services.py (it may touch the engine); apart from it because only memoranda need clauses by
the names a lawyer gives them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext

from frameworks.cited import citation_line
from frameworks.compile import compile_framework
from frameworks.models import Framework, Instrument, Provision
from frameworks.naming import law_address, with_day
from frameworks.scoring.memorandum import (
    Memorandum,
    Statement,
    Voice,
    Yardstick,
    confidence_counts,
    memorandum,
    plain,
    say,
)
from frameworks.selectors import framework_get, references
from frameworks.services import FindingsInvalid, findings_parse
from frameworks.spoken import spoken
from frameworks.stateless import FINDINGS, score
from natoassess.accounts.selectors import Person

__all__ = ["Cited", "Heading", "Numbered", "Said", "Written", "memorandum_score", "memorandum_write"]

WIDTH = 78
"""Columns of a memorandum as plain text."""


@dataclass(frozen=True)
class Cited:
    """A provision or instrument cited: the number of its note, how it is cited, and its page as of the day judged."""

    number: int
    id: str
    citation: str
    url: str


@dataclass(frozen=True)
class Said:
    """One sentence: the kind of its claim, its words, the values it states, and the notes it carries."""

    code: str
    text: str
    params: Mapping[str, Any]
    citations: tuple[Cited, ...]


@dataclass(frozen=True)
class Numbered:
    """A paragraph under its number, counted through the whole memorandum; `notes` are those of its sentences."""

    number: int
    code: str
    sentences: tuple[Said, ...]

    @property
    def text(self) -> str:
        """Its sentences in a row."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def notes(self) -> tuple[Cited, ...]:
        """The law it cites, each once."""
        return tuple(dict.fromkeys(cited for sentence in self.sentences for cited in sentence.citations))


@dataclass(frozen=True)
class Heading:
    """A section: its code, its heading, the answer it belongs to, and its paragraphs."""

    code: str
    heading: str
    part: str
    paragraphs: tuple[Numbered, ...]


@dataclass(frozen=True)
class Written:
    """A memorandum in words: sections, and all the law cited in the order of the notes."""

    sections: tuple[Heading, ...]
    law: tuple[Cited, ...]

    def as_dict(self) -> dict[str, Any]:
        """As the API gives it: sections → paragraphs → sentences, each with its values and the ids it cites."""
        return {
            "sections": [
                {
                    "code": part.code,
                    "heading": part.heading,
                    "part": part.part or None,
                    "paragraphs": [_paragraph_dict(paragraph) for paragraph in part.paragraphs],
                }
                for part in self.sections
            ],
            "citations": [
                {"number": cited.number, "id": cited.id, "citation": cited.citation, "page": cited.url}
                for cited in self.law
            ],
        }

    def as_text(self, title: str = "", lines: tuple[str, ...] = ()) -> str:
        """Plain text, 78 columns: a title with what stands under it, numbered paragraphs, notes, and their law."""
        blocks = [_headed(title, "=")] if title else []
        blocks += ["\n".join(_wrapped(line) for line in lines)] if lines else []
        for part in self.sections:
            blocks.append(_headed(part.heading, "-"))
            blocks += [_numbered_text(paragraph) for paragraph in part.paragraphs]
        if self.law:
            blocks.append(_headed(gettext("Law cited"), "-"))
            blocks.append("\n".join(_wrapped(cited.citation, f"[{cited.number}]") for cited in self.law))
        return "\n\n".join(blocks) + "\n"


def _paragraph_dict(paragraph: Numbered) -> dict[str, Any]:
    return {
        "number": paragraph.number,
        "code": paragraph.code,
        "text": paragraph.text,
        "claims": [
            {
                "code": said.code,
                "text": said.text,
                "params": dict(said.params),
                "citations": [cited.id for cited in said.citations],
            }
            for said in paragraph.sentences
        ],
    }


def _headed(title: str, line: str) -> str:
    wrapped = _wrapped(title)
    return f"{wrapped}\n{line * min(WIDTH, max(len(row) for row in wrapped.splitlines()))}"


def _wrapped(text: str, lead: str = "") -> str:
    first = f"{lead} ".ljust(5) if lead else ""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _numbered_text(paragraph: Numbered) -> str:
    notes = "".join(f" [{cited.number}]" for cited in paragraph.notes)
    return _wrapped(paragraph.text + notes, f"{paragraph.number}.")


def memorandum_write(
    *,
    framework: Framework,
    evaluation: Mapping[str, Any],
    findings: Mapping[str, Any] | None = None,
    is_project_coding: bool = False,
) -> Written:
    """The memorandum of an evaluation made under `framework`, in the reader's language; two queries for the law.

    `findings`, in the form of POST /score/, let it say with what confidence the ratings are held.
    """
    compiled = compile_framework(framework)
    confidences = None
    if findings is not None:
        body = {name: findings[name] for name in FINDINGS if name in findings}
        try:
            confidences = confidence_counts(findings_parse(framework=framework, body=body), evaluation)
        except FindingsInvalid:  # frozen under an edition of the library that knew other provisions
            confidences = None
    made = memorandum(
        compiled,
        evaluation,
        yardstick=_yardstick(framework),
        confidences=confidences,
        is_project_coding=is_project_coding,
    )
    return _written(made, date.fromisoformat(evaluation["as_of"]))


def _yardstick(framework: Framework) -> Yardstick:
    """Whose framework it is."""
    if framework.is_own:
        return Yardstick("own", framework.made_from.code if framework.made_from else "")
    return Yardstick("doctrine" if framework.is_doctrine else "report")


def memorandum_score(
    *, body: object, user: Person | None = None, is_project_coding: bool = False
) -> tuple[dict[str, Any], Written]:
    """The evaluation of a whole scoring request and its memorandum; `user` as in `score`.

    Raises FindingsInvalid with every fault.
    """
    evaluation = score(body=body, user=user)
    judged_by = evaluation["framework"]
    framework = framework_get(judged_by["code"], judged_by["version"], user=user or AnonymousUser())
    findings = body if isinstance(body, Mapping) else None
    return evaluation, memorandum_write(
        framework=framework, evaluation=evaluation, findings=findings, is_project_coding=is_project_coding
    )


def _written(made: Memorandum, as_of: date) -> Written:
    law = references(made.citations)
    voice = Voice(translate=gettext, cite=lambda ids: spoken(ids, law))
    cited = {
        name: _cited(number, name, law.get(name), as_of)
        for number, name in enumerate(made.citations, start=1)
    }
    number = 0
    sections = []
    for part in made.sections:
        paragraphs = []
        for paragraph in part.paragraphs:
            number += 1
            said = tuple(_said(statement, voice, cited) for statement in paragraph.statements)
            paragraphs.append(Numbered(number, paragraph.code, said))
        sections.append(Heading(part.code, gettext(part.heading), part.part, tuple(paragraphs)))
    return Written(tuple(sections), tuple(cited.values()))


def _said(statement: Statement, voice: Voice, cited: Mapping[str, Cited]) -> Said:
    params = {name: plain(param) for name, param in statement.params.items()}
    return Said(
        statement.code, say(statement, voice), params, tuple(cited[name] for name in statement.citations)
    )


def _cited(number: int, name: str, row: Provision | Instrument | None, as_of: date) -> Cited:
    if row is None:
        return Cited(number, name, name, "")
    return Cited(number, name, citation_line(row), with_day(law_address(row), as_of))
