"""What a retraction takes out of public view: the publication, its assessment, and what nothing else shows."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from cases.assessments.models import Publication
from cases.studies.selectors import cases, phases_shown
from natoassess.accounts.models import Visibility
from natoassess.web.withdrawals.models import How
from natoassess.web.withdrawals.services import withdrawal_record


def withdrawn_record(*, publication: Publication, reason: str) -> None:
    """Write down what the retraction of `publication`, in the transaction of the caller, withdrew from everybody.

    Nothing of what was shared with a team alone: it was never public.
    """
    if publication.visibility != Visibility.PUBLIC:
        return
    successor = publication.successor
    seen = successor is not None and successor.visibility == Visibility.PUBLIC and not successor.is_retracted
    replaced = (successor.number, str(successor.assessment_id)) if seen and successor else ("", "")
    phase = publication.assessment.phase
    gone = [
        ("publication", publication.number, replaced[0]),
        ("assessment", str(publication.assessment_id), replaced[1]),
    ]
    everybody = AnonymousUser()
    if not phases_shown(everybody).filter(pk=phase.pk).exists():
        gone.append(("phase", f"{phase.case.slug}/{phase.slug}", ""))
    if not cases(everybody).filter(pk=phase.case_id).exists():
        gone.append(("case", phase.case.slug, ""))
    for kind, key, replaced_by in gone:
        withdrawal_record(kind=kind, key=key, how=How.RETRACTED, reason=reason, replaced_by=replaced_by)
