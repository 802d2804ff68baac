"""What a scenario says of itself, as the service takes it."""

from __future__ import annotations

from cases.assessments.models import Assessment
from cases.assessments.services import Description


def description_of(draft: Assessment) -> Description:
    """The description of a draft as it is stored."""
    phase, case = draft.phase, draft.phase.case
    return Description(
        title=case.title,
        summary=case.deck,
        target_name=case.target_name,
        acting_names=phase.acting_names,
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        as_of=draft.as_of,
        standpoint=draft.standpoint,
        visibility=draft.visibility,
    )
