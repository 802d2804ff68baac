"""Cases and phases as records to cite: by their address, for they have no number and change with the library."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from cases.studies.models import Case, Phase
from natoassess.web.citations import Citation, Kind
from natoassess.web.citations.record import day_words

CODING = "Project coding, not reviewed by counsel"
"""What is said of all that the project has coded itself and no named person has signed."""


def case_cited(case: Case, site: str) -> Citation:
    """The record of a case, at `site` ("https://example.org")."""
    return Citation(
        key=case.slug,
        kind=Kind.CASE,
        title=case.title,
        authors=(case.owner.name,) if case.owner else (),
        url=f"{site}{reverse('cases:detail', args=[case.slug])}",
        note=_note(case.starts_on, case.ends_on, is_library=case.owner_id is None),
    )


def phase_cited(phase: Phase, site: str) -> Citation:
    """The record of a phase: an entry of its case, at the place of its page."""
    case = phase.case
    title = phase.title if phase.title == case.title else f"{case.title}: {phase.title}"
    return Citation(
        key=f"{case.slug}/{phase.slug}",
        kind=Kind.PHASE,
        title=title,
        authors=(case.owner.name,) if case.owner else (),
        url=f"{site}{reverse('cases:detail', args=[case.slug])}?phase={phase.slug}",
        note=_note(phase.starts_on, phase.ends_on, is_library=case.owner_id is None),
    )


def _note(starts_on: date, ends_on: date | None, *, is_library: bool) -> str:
    until = f" to {day_words(ends_on)}" if ends_on and ends_on != starts_on else ""
    since = "" if until or ends_on else "from "
    coding = f"; {CODING[0].lower()}{CODING[1:]}" if is_library else ""
    return f"Events {since}{day_words(starts_on)}{until}{coding}"
