"""An evaluation as a memorandum: numbered paragraphs of sentences that a test holds against the numbers.

    found = evaluation.as_dict()
    document = memorandum(framework, found, confidences=confidence_counts(findings, found))
    for section in document.sections:
        for paragraph in section.paragraphs:
            print(" ".join(say(statement) for statement in paragraph.statements))

Likelihood is put in the words of ICD 203 (section D.6.e.(2)(a)) and never shares a sentence with confidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frameworks.scoring.confidence import confidence
from frameworks.scoring.findings import Findings
from frameworks.scoring.memorandum import changes, dissent, frame, indices, legality
from frameworks.scoring.memorandum.brief import (
    DOCTRINE,
    Brief,
    Paragraph,
    Section,
    Yardstick,
    section,
)
from frameworks.scoring.memorandum.wording import Statement, Voice, plain, say
from frameworks.scoring.values import Framework

__all__ = [
    "Memorandum",
    "Paragraph",
    "Section",
    "Statement",
    "Voice",
    "Yardstick",
    "confidence_counts",
    "memorandum",
    "plain",
    "say",
]


@dataclass(frozen=True, slots=True)
class Memorandum:
    """The sections in the order in which they are read."""

    sections: tuple[Section, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every sentence, in order."""
        return tuple(
            statement
            for part in self.sections
            for paragraph in part.paragraphs
            for statement in paragraph.statements
        )

    @property
    def citations(self) -> tuple[str, ...]:
        """Every provision cited, each once, in the order of the first citation."""
        return tuple(dict.fromkeys(name for statement in self.statements for name in statement.citations))


def memorandum(
    framework: Framework,
    evaluation: Mapping[str, Any],
    *,
    yardstick: Yardstick = DOCTRINE,
    confidences: Mapping[str, int] | None = None,
    is_project_coding: bool = False,
) -> Memorandum:
    """The memorandum of an evaluation (as `Evaluation.as_dict` gives it) that was made under `framework`.

    `yardstick` says whose framework it is. `confidences` counts the ratings by the confidence that counts for them
    (see `confidence_counts`); an evaluation does not hold it, so without it nothing is said of confidence.
    `is_project_coding` says that the answers are the project's own and unreviewed.
    """
    brief = Brief(framework, evaluation, yardstick)
    sections = (
        section("question", "The question", "", frame.question(brief)),
        section("answer", "Short answer", "", frame.short_answer(brief)),
        section("law", "The law of the day", "", frame.law_of_the_day(brief)),
        section("need", "Legality: what has to be justified", "legality", legality.need(brief)),
        section("route", "Legality: the justifications", "legality", legality.justifications(brief)),
        section("dissent", "Legality: the dissent", "legality", dissent.dissent(brief)),
        section("changes", "Legality: what would change the answer", "legality", changes.changes(brief)),
        section("open", "Legality: what is open", "legality", changes.open_questions(brief)),
        section("beside", "Beside the verdict", "legality", changes.beside(brief)),
        section("legitimacy", "Legitimacy", "legitimacy", indices.legitimacy(brief, confidences)),
        section("sovereignty", "Sovereignty", "sovereignty", indices.sovereignty(brief)),
        section("warnings", "The law relied on", "", frame.warnings(brief)),
        section("method", "Method and limits", "", frame.method(brief, is_project_coding)),
    )
    return Memorandum(tuple(part for part in sections if part is not None))


def confidence_counts(findings: Findings, evaluation: Mapping[str, Any]) -> dict[str, int]:
    """How many of the ratings behind the index are held with high, moderate and low confidence.

    Behind it are those that contribute: a criterion without weight does not. Their evidence bounds the confidence.
    """
    behind = (findings.ratings[row["criterion"]] for row in evaluation["legitimacy"]["contributions"])
    return dict(Counter(confidence(rating) for rating in behind))
