"""Scenario files brought in, and copies of assessments: each a private draft of a scenario of one's own.

A service module beside services.py. Nothing is written unless all of it can be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.assessments.answers import Answer
from cases.assessments.evaluation import KINDS
from cases.assessments.filing import answers_from, filing_faults
from cases.assessments.limits import SUMMARY_LENGTH
from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Standpoint
from cases.assessments.saving import answers_fill
from cases.assessments.scenario_files import cut, scenario_of, title_of
from cases.assessments.scenario_reading import (
    FileFault,
    ScenarioFileInvalid,
    day_of,
    document_of,
    form_faults,
    member_faults,
    unknown_member,
)
from cases.assessments.scenario_schema import NAME_LENGTH
from cases.assessments.services import Description, scenario_create
from frameworks.library.reading import Document
from frameworks.models import Framework
from frameworks.selectors import framework_get, framework_on, frameworks_visible
from natoassess.accounts.models import User
from natoassess.web.presentation.words import long_date

MOST_FAULTS = 90
"""Faults of one file that are looked up; nobody mends more at once."""


def scenario_import(*, author: User, content: bytes) -> Assessment:
    """Make a private draft of `author`'s from a scenario file, YAML or JSON, in UTF-8.

    Raises ScenarioFileInvalid.
    """
    document = document_of(content)
    faults = list(islice(form_faults(document.data), MOST_FAULTS))
    framework = None
    if isinstance(document.data, Mapping):
        bad = {fault.pointer for fault in faults}
        faults += [fault for fault in member_faults(document.data) if fault.pointer not in bad]
        framework = _framework(author, document.data, faults)
        faults += _answer_faults(document.data, framework, {fault.pointer for fault in faults})
    if faults or framework is None:
        raise ScenarioFileInvalid(_placed(faults, document))
    given: Mapping[str, Any] = document.data
    return _draft(author, _description(given), framework, list(answers_from(_parts(given))))


def assessment_copy(*, author: User, assessment: Assessment) -> Assessment:
    """Make a private draft of `author`'s with all answers, reasons and evidence of an assessment they may see.

    Its description says what it was copied from. Where the framework is another's own and not shared with `author`,
    the doctrine of the day takes its place, and the description says that too.
    """
    scenario = scenario_of(assessment)
    framework, is_same = _framework_for(author, assessment)
    source = _source(assessment, None if is_same else framework)
    summary = "\n\n".join(text for text in (source, scenario.get("summary", "")) if text)
    title = cut(_("Copy of %(title)s") % {"title": title_of(assessment.phase)}, NAME_LENGTH)
    described = {"target_name": _("not named"), **scenario, "title": title}
    described["summary"] = cut(summary, SUMMARY_LENGTH)
    return _draft(author, _description(described), framework, list(answers_from(_parts(scenario))))


def _placed(faults: list[FileFault], document: Document) -> list[FileFault]:
    """The faults with their lines where the file has any; where there are very many, the first of them."""
    if document.text is None:
        placed = faults[:MOST_FAULTS]
    else:
        placed = [replace(fault, line=document.line(fault.pointer)) for fault in faults[:MOST_FAULTS]]
    placed.sort(key=lambda fault: (fault.line or 0, fault.pointer))
    if len(faults) >= MOST_FAULTS:
        placed.append(FileFault("", _("There are more faults; mend these first.")))
    return placed


@transaction.atomic
def _draft(author: User, description: Description, framework: Framework, answers: list[Answer]) -> Assessment:
    """A new draft with its answers."""
    draft = scenario_create(author=author, description=description, framework=framework, team=None)
    answers_fill(assessment=draft, answers=answers, by=author)
    return draft


def _source(assessment: Assessment, instead: Framework | None) -> str:
    """What a copy was made from, in words that name no account."""
    told = {
        "title": title_of(assessment.phase),
        "number": assessment.pk,
        "day": long_date(assessment.as_of),
        "framework": assessment.framework.code,
    }
    if assessment.reference is not None:
        text = _(
            "Copied from the reference assessment of “%(title)s” (/assessments/%(number)d/), law as of %(day)s, "
            "framework %(framework)s."
        )
    else:
        text = _(
            "Copied from the assessment of “%(title)s” (/assessments/%(number)d/), law as of %(day)s, "
            "framework %(framework)s."
        )
    if instead is None:
        return text % told
    note = _("That framework is not shared with its reader, so this is judged by %(code)s.")
    return f"{text % told} {note % {'code': instead.code}}"


def _framework_for(author: User, assessment: Assessment) -> tuple[Framework, bool]:
    """The framework of a copy, and whether it is that of the original."""
    if frameworks_visible(author).filter(pk=assessment.framework_id).exists():
        return assessment.framework, True
    return framework_on(assessment.as_of)[0], False


def _framework(author: User, data: Mapping[str, Any], faults: list[FileFault]) -> Framework | None:
    """The framework that the file names, or the doctrine of its day; None, with a fault, where there is none."""
    code, day = data.get("framework"), day_of(data.get("as_of"))
    if code is None:
        return framework_on(day or date.max)[0]
    if not isinstance(code, str):
        return None
    try:
        return framework_get(code, user=author)
    except Framework.DoesNotExist:
        known = list(dict.fromkeys(frameworks_visible(author).values_list("code", flat=True)))
        faults.append(FileFault("/framework", unknown_member(code, known)))
        return None


def _answer_faults(data: Mapping[str, Any], framework: Framework | None, told: set[str]) -> list[FileFault]:
    """What the engine does not take of the answers, without what was said already of the same place."""
    standpoint = data.get("standpoint", Standpoint.EX_POST)
    if framework is None or standpoint not in Standpoint.values:
        return []
    parts = {part: _shown(given) for part, given in _parts(data).items()}
    found = filing_faults(framework=framework, standpoint=standpoint, parts=parts)
    return [
        FileFault(fault.pointer, fault.detail)
        for fault in found
        if not any(fault.pointer == where or fault.pointer.startswith(f"{where}/") for where in told if where)
    ]


def _shown(part: Any) -> Any:
    """A part without null answers, which take an answer back where there is one, and here are refused by the form."""
    return (
        {code: given for code, given in part.items() if given is not None}
        if isinstance(part, Mapping)
        else part
    )


def _parts(data: Mapping[str, Any]) -> dict[str, Any]:
    return {part: data[part] for part in KINDS if part in data}


def _description(given: Mapping[str, Any]) -> Description:
    """What the file describes; it was checked before."""
    return Description(
        title=given["title"],
        summary=given.get("summary") or given.get("label", ""),
        target_name=given["target_name"],
        acting_names=given.get("acting_names", ""),
        starts_on=date.fromisoformat(given["starts_on"]),
        ends_on=date.fromisoformat(given["ends_on"]) if "ends_on" in given else None,
        as_of=date.fromisoformat(given["as_of"]),
        standpoint=given.get("standpoint", Standpoint.EX_POST),
    )
