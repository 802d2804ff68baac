"""What changes the register of sources of an assessment. A service module beside services.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.assessments.answers import Answer, answer_of, evidence_form
from cases.assessments.evidence_rows import one_line
from cases.assessments.file_store import files_discard
from cases.assessments.limits import CITATION_LENGTH
from cases.assessments.models import Assessment, CitedSource, Evidence, Finding
from cases.assessments.rules import require
from cases.assessments.saving import assessment_lock
from cases.assessments.services import findings_save
from natoassess.accounts.models import User
from natoassess.web.audit.services import record

MOST_REGISTERED = 500
"""Sources of one assessment."""


@dataclass(frozen=True)
class SourceDetails:
    """What a source is. Without a `citation` one is composed of author, title, publisher and date."""

    reliability: str
    citation: str = ""
    author: str = ""
    title: str = ""
    publisher: str = ""
    dated: str = ""
    kind: str = ""
    url: str = ""
    accessed_on: date | None = None


class SourceInUse(Exception):
    """A source that answers rest on; `uses` are the pieces of evidence that name it."""

    def __init__(self, uses: list[Evidence]) -> None:
        self.uses = uses
        super().__init__(f"{len(uses)} answers rest on it")


class SourceInvalid(Exception):
    """A source that cannot be kept; `faults` says why, by the name of the field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__("; ".join(faults.values()))


def composed(details: SourceDetails) -> str:
    """The citation in full: as it was given, else "Author, Title, Publisher, date"."""
    if one_line(details.citation):
        return one_line(details.citation)
    parts = (details.author, details.title, details.publisher, details.dated)
    return ", ".join(one_line(part) for part in parts if one_line(part))


def details_of(source: CitedSource) -> SourceDetails:
    """What a source is, as it can be given again: a citation that is made of the rest is left to be made."""
    given = SourceDetails(**{field.name: getattr(source, field.name) for field in fields(SourceDetails)})
    made = composed(replace(given, citation=""))
    return replace(given, citation="") if made == source.citation else given


def source_faults(
    *, assessment: Assessment, details: SourceDetails, source: CitedSource | None = None
) -> dict[str, str]:
    """Why a source cannot be kept so, by field; empty where it can."""
    citation = composed(details)
    if not citation:
        return {"title": _("Say what it is: a title, or the citation in full.")}
    if len(citation) > CITATION_LENGTH:
        long = _("Together this is longer than %(most)d characters; shorten it.")
        return {"citation": long % {"most": CITATION_LENGTH}}
    others = assessment.cited_sources.exclude(pk=source.pk if source else 0)
    if source is None and others.count() >= MOST_REGISTERED:
        return {"title": _("An assessment takes at most %(most)d sources.") % {"most": MOST_REGISTERED}}
    if any(
        one_line(text) == citation and url == details.url
        for text, url in others.values_list("citation", "url")
    ):
        return {"title": _("This source is in the register already.")}
    return {}


@transaction.atomic
def source_add(*, editor: User, assessment: Assessment, details: SourceDetails) -> CitedSource:
    """Put a source into the register, to be cited later. Raises PermissionDenied, SourceInvalid."""
    held = _held(editor, assessment)
    _refuse(source_faults(assessment=held, details=details))
    source = CitedSource.objects.create(assessment=held, added_by=editor, is_kept=True, **_values(details))
    record(actor=editor, action="source.added", subject=held, detail={"source": source.pk})
    return source


@transaction.atomic
def source_change(
    *, editor: User, source: CitedSource, expected_version: int, details: SourceDetails
) -> CitedSource:
    """Change what a source is. A new reliability holds in every use of it, each of which changes its answer.

    Raises PermissionDenied, SourceInvalid, or StaleVersion where the assessment was saved since `expected_version`.
    """
    held = _held(editor, source.assessment)
    _refuse(source_faults(assessment=held, details=details, source=source))
    was = source.reliability
    CitedSource.objects.filter(pk=source.pk).update(is_kept=True, **_values(details))
    source.refresh_from_db()
    regraded = source.reliability != was
    answers = [answer_regraded(finding, source) for finding in _resting(source)] if regraded else []
    # Without an answer to change, this still finds out whether somebody saved meanwhile.
    findings_save(editor=editor, assessment=held, expected_version=expected_version, answers=answers)
    record(
        actor=editor,
        action="source.changed",
        subject=held,
        detail={"source": source.pk, "reliability": [was, source.reliability]},
    )
    return source


@transaction.atomic
def source_remove(*, editor: User, source: CitedSource) -> None:
    """Take a source that nothing rests on out of the register, with its files.

    Raises PermissionDenied, or SourceInUse, which says where.
    """
    held = _held(editor, source.assessment)
    uses = list(Evidence.objects.filter(cited=source).select_related("finding"))
    if uses:
        raise SourceInUse(uses)
    keys = list(source.attachments.values_list("key", flat=True))
    transaction.on_commit(partial(files_discard, keys))
    record(
        actor=editor, action="source.removed", subject=held, detail={"source": source.pk, "files": len(keys)}
    )
    source.delete()


def answer_regraded(finding: Finding, regraded: CitedSource) -> Answer:
    """The answer as it is stored, with the reliability of one source as the register now has it."""
    evidence = []
    for use in finding.evidence.all():
        new = {"reliability": regraded.reliability} if use.cited_id == regraded.pk else {}
        evidence.append({**evidence_form(use), **new})
    return replace(answer_of(finding), evidence=tuple(evidence))


def _resting(source: CitedSource) -> Iterable[Finding]:
    """The answers that rest on a source, with all their evidence."""
    resting = Finding.objects.filter(evidence__cited=source).distinct()
    return resting.prefetch_related("evidence__source", "evidence__cited")


def _held(editor: User, assessment: Assessment) -> Assessment:
    """The assessment, locked until the transaction ends. Raises PermissionDenied."""
    held = assessment_lock(assessment)
    require(editor, "change_assessment", held)
    return held


def _refuse(faults: Mapping[str, str]) -> None:
    if faults:
        raise SourceInvalid(faults)


def _values(details: SourceDetails) -> dict[str, Any]:
    return {**asdict(details), "citation": composed(details)}
