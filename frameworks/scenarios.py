"""Scenario files: the body of POST /score/ as YAML, with what describes it, evaluated and put in words.

The form of the file is that of docs/scenario.schema.json, in which assessments are exported and imported; to be
evaluated it needs no more than as_of, and may have the `weights` of POST /score/ as well.

A service module like stateless.py: it reads a file and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frameworks.library.reading import Document, UnreadableFile, read
from frameworks.memoranda import Written, memorandum_score
from frameworks.services import FindingsInvalid
from natoassess.web.presentation.words import long_date

HEAD = ("title", "label", "summary", "target_name", "acting_names", "starts_on", "ends_on")
"""What a scenario file may say beyond the members of POST /score/: texts, and days written as texts."""

FORM = "schema"
"""The member that names the version of the form of the file."""

EVIDENCE_TEXTS = ("citation", "url", "note")
"""What evidence may have besides its grades. It is kept where an assessment is, and never scores."""


class ScenarioInvalid(Exception):
    """A scenario file with faults: each as "file:line: what is wrong, and the cure (at /pointer)"."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__("\n".join(messages))


@dataclass(frozen=True)
class Scenario:
    """What a scenario file comes to."""

    title: str
    label: str
    evaluation: dict[str, Any]
    written: Written

    @property
    def text(self) -> str:
        """The memorandum as plain text of 78 columns."""
        framework = self.evaluation["framework"]
        about = f"Law as of {long_date(self.evaluation['as_of'])}; {framework['code']}, version {framework['version']}."
        return self.written.as_text(self.title, tuple(line for line in (self.label, about) if line))


def scenario_evaluate(*, path: Path, draws: int | None = None, seed: int | None = None) -> Scenario:
    """Evaluate a scenario file; `draws` and `seed` overrule those of the file.

    Raises UnreadableFile where it is no YAML in UTF-8, OSError where it cannot be opened, and ScenarioInvalid with
    every fault and the line on which it stands.
    """
    document = _document(path)
    if not isinstance(document.data, Mapping):
        detail = "must be a mapping that begins with a line such as as_of: 1999-03-24"
        raise ScenarioInvalid([f"{path}:1: {detail}"])
    messages = [
        f"{path}:{document.line(f'/{name}')}: must be a text (at /{name})"
        for name in HEAD
        if not isinstance(document.data.get(name, ""), str)
    ]
    body = body_scored({name: value for name, value in document.data.items() if name not in (*HEAD, FORM)})
    body |= {name: value for name, value in (("draws", draws), ("seed", seed)) if value is not None}
    try:
        evaluation, written = memorandum_score(body=body)
    except FindingsInvalid as error:
        faults = [(document.line(fault.pointer), fault) for fault in error.faults]
        messages += [
            f"{path}:{line}: {fault.detail} (at {fault.pointer or '/'})"
            for line, fault in sorted(faults, key=lambda pair: (pair[0], pair[1].pointer))
        ]
    if messages:
        raise ScenarioInvalid(messages)
    title = str(document.data.get("title") or path.stem.replace("-", " ").capitalize())
    return Scenario(title, str(document.data.get("label") or ""), evaluation, written)


def body_scored(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as the engine takes it: of evidence only what is not one of its texts. Faults stay as they are."""
    return {
        name: {code: graded(answer) for code, answer in part.items()}
        if name in ("facts", "ratings", "sovereignty") and isinstance(part, Mapping)
        else part
        for name, part in body.items()
    }


def graded(answer: Any) -> Any:
    """One answer as the engine takes it."""
    if not isinstance(answer, Mapping) or not isinstance(answer.get("evidence"), list):
        return answer
    items = [
        {name: value for name, value in item.items() if name not in EVIDENCE_TEXTS}
        if isinstance(item, Mapping)
        else item
        for item in answer["evidence"]
    ]
    return {**answer, "evidence": items}


def _document(path: Path) -> Document:
    try:
        return read(path)
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, 1, "is not UTF-8: save it in that encoding") from error
