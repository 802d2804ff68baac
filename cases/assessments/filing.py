"""Filing by program: whole bodies, checked together, saved together or not at all.

A service module beside services.py. `parts` is what a caller sends of a body: facts, ratings and sovereignty in the
form of POST /score/, where evidence may also have citation, url and note, and a null answer takes the answer back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from cases.assessments.answers import Answer
from cases.assessments.evaluation import KINDS, body_of
from cases.assessments.limits import CITATION_LENGTH, MOST_SOURCES, NOTE_LENGTH, REASON_LENGTH, URL_LENGTH
from cases.assessments.models import Assessment
from cases.assessments.models.finding import FindingKind
from cases.assessments.saving import answers_clear
from cases.assessments.services import (
    Description,
    assessment_create,
    findings_save,
    scenario_create,
    scenario_describe,
)
from cases.studies.models import Phase
from frameworks.models import Framework
from frameworks.scenarios import graded
from frameworks.services import FindingsInvalid, findings_parse
from natoassess.accounts.models import Team, User
from natoassess.web.problems import pointer

GRADES = ("reliability", "credibility")
TEXTS = {"citation": CITATION_LENGTH, "url": URL_LENGTH, "note": NOTE_LENGTH}
"""What evidence has besides its grades, and how many characters each may have."""


@dataclass(frozen=True)
class FilingFault:
    """One thing to mend in what was filed: a JSON pointer into the body, and the cure."""

    pointer: str
    detail: str


class FilingInvalid(Exception):
    """What was filed cannot stand; `faults` lists every reason and nothing was written."""

    def __init__(self, faults: list[Any]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults))


@dataclass(frozen=True)
class Terms:
    """How an assessment judges, and who may see it."""

    framework: Framework
    description: Description
    team: Team | None


@transaction.atomic
def assessment_file(
    *, author: User, phase: Phase | None, terms: Terms, parts: Mapping[str, Any]
) -> Assessment:
    """Make a draft with its first answers: of `phase`, or without one of the scenario that `terms` describe.

    Raises FilingInvalid, and then nothing was written.
    """
    if phase is None:
        draft = scenario_create(
            author=author, description=terms.description, framework=terms.framework, team=terms.team
        )
    else:
        draft = assessment_create(
            author=author,
            phase=phase,
            framework=terms.framework,
            as_of=terms.description.as_of,
            standpoint=terms.description.standpoint,
            visibility=terms.description.visibility,
            team=terms.team,
        )
    return _answer(editor=author, assessment=draft, expected_version=draft.version, parts=parts)


@transaction.atomic
def assessment_edit(
    *,
    editor: User,
    assessment: Assessment,
    expected_version: int,
    terms: Terms | None,
    parts: Mapping[str, Any],
) -> Assessment:
    """Change the terms where given, and the answers that `parts` name; all others stay as they are.

    Raises PermissionDenied, StaleVersion, or FilingInvalid; then nothing was written.
    """
    if terms is not None:
        assessment = scenario_describe(
            editor=editor,
            assessment=assessment,
            expected_version=expected_version,
            description=terms.description,
            framework=terms.framework,
            team=terms.team,
        )
        expected_version = assessment.version
    return _answer(editor=editor, assessment=assessment, expected_version=expected_version, parts=parts)


def _answer(
    *, editor: User, assessment: Assessment, expected_version: int, parts: Mapping[str, Any]
) -> Assessment:
    faults = filing_faults(
        framework=assessment.framework,
        standpoint=assessment.standpoint,
        parts=parts,
        assessment=assessment,
    )
    if faults:
        raise FilingInvalid(faults)
    if not any(parts.get(part) for part in KINDS):
        return assessment
    saved = findings_save(
        editor=editor,
        assessment=assessment,
        expected_version=expected_version,
        answers=list(answers_from(parts)),
    )
    for part, kind in KINDS.items():
        taken_back = [code for code, given in parts.get(part, {}).items() if given is None]
        places = [(str(kind), code) for code in taken_back]
        answers_clear(editor=editor, assessment=assessment, places=places)
    return saved


def filing_faults(
    *, framework: Framework, standpoint: str, parts: Mapping[str, Any], assessment: Assessment | None = None
) -> list[Any]:
    """Everything wrong with `parts` laid over the answers that `assessment` already has; each has pointer, detail."""
    body = body_of(assessment) if assessment else {part: {} for part in KINDS}
    body["standpoint"] = standpoint
    faults: list[Any] = []
    for part in KINDS:
        given = parts.get(part, {})
        if not isinstance(given, Mapping):
            body[part] = given
            continue
        for code, answer in given.items():
            if answer is None and code in body[part]:
                del body[part][code]
            elif answer is not None:
                body[part][code] = graded(answer)
                faults += _text_faults(answer, (part, code))
    try:
        findings_parse(framework=framework, body=body)
    except FindingsInvalid as error:
        faults = [*error.faults, *faults]
    return faults


def _text_faults(answer: Any, path: tuple[str, str]) -> Iterator[FilingFault]:
    if not isinstance(answer, Mapping):
        return
    why = answer.get("why")
    if isinstance(why, str) and len(why) > REASON_LENGTH:
        yield FilingFault(pointer(*path, "why"), _too_long(REASON_LENGTH))
    given_items = answer.get("evidence")
    items = given_items if isinstance(given_items, list) else []
    if len(items) > MOST_SOURCES:
        yield FilingFault(
            pointer(*path, "evidence"), _("an answer takes at most %(most)d sources") % {"most": MOST_SOURCES}
        )
    for position, item in enumerate(items):
        for name, length in TEXTS.items():
            given = item.get(name) if isinstance(item, Mapping) else None
            where = pointer(*path, "evidence", position, name)
            if given is not None and not isinstance(given, str):
                yield FilingFault(where, _("must be text"))
            elif given is not None and len(given) > length:
                yield FilingFault(where, _too_long(length))
            elif name == "url" and given and not _is_address(given):
                yield FilingFault(where, _("must be an address that begins with https:// or http://"))


def _is_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True


def _too_long(length: int) -> str:
    return _("is too long; at most %(length)d characters") % {"length": length}


def answers_from(parts: Mapping[str, Any]) -> Iterator[Answer]:
    """The answers of `parts`, which were checked before."""
    for part, kind in KINDS.items():
        for code, given in parts.get(part, {}).items():
            if given is not None:
                yield _answer_from(kind, code, {"value": given} if isinstance(given, str) else given)


def _answer_from(kind: FindingKind, code: str, given: Mapping[str, Any]) -> Answer:
    value = given["value"] if kind == FindingKind.FACT else given["level"]
    return Answer(
        kind=kind,
        code=code,
        value="unknown" if value is None else str(value),
        why=given.get("why") or "",
        confidence=given.get("confidence", ""),
        provisions=tuple(given.get("provisions", ())),
        fixed=given.get("fixed", False),
        evidence=tuple(
            {**{name: item[name] for name in GRADES}, **{name: item.get(name) or "" for name in TEXTS}}
            for item in given.get("evidence", ())
        ),
    )
