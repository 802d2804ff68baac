"""Taking up a review and leaving it again, so that two reviewers do not read the same thing at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.assessments.blindness import open_codings
from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from cases.assessments.models.second_coding import CodingState
from cases.assessments.rules import require
from natoassess.accounts.models import User
from natoassess.web.audit.services import record


class ReviewTaken(Exception):
    """Another reviewer has taken the review up; `by` is who, None where nobody has any more."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        super().__init__(_("%(name)s is reviewing it.") % {"name": by.name if by else "–"})


class SecondCodingOpen(Exception):
    """A second coding is asked for, under way or not settled.

    Publishing would undo its blindness or its result. Returning, once both codings are in, would let the author bring
    the first in line with the second before the two are compared.
    """


@transaction.atomic
def review_take(*, reviewer: User, assessment: Assessment, instead_of: int | None) -> None:
    """Take up the review of a submitted assessment.

    `instead_of` is the key of whoever held it as the reviewer saw it, None for nobody: of two who take it up at once
    exactly one does. Raises PermissionDenied, ReviewTaken.
    """
    require(reviewer, "review_assessment", assessment)
    waiting = Assessment.objects.filter(pk=assessment.pk, status=Status.SUBMITTED, under_review_by=instead_of)
    if not waiting.update(under_review_by=reviewer, under_review_since=timezone.now()):
        raise ReviewTaken(_holder(assessment))
    record(actor=reviewer, action="review.taken_up", subject=assessment, detail={"instead_of": instead_of})


@transaction.atomic
def review_leave(*, reviewer: User, assessment: Assessment) -> None:
    """Leave the review to the others. Raises PermissionDenied, ReviewTaken where somebody else holds it by now."""
    require(reviewer, "review_assessment", assessment)
    held = Assessment.objects.filter(pk=assessment.pk, under_review_by=reviewer)
    if not held.update(under_review_by=None, under_review_since=None):
        raise ReviewTaken(_holder(assessment))
    record(actor=reviewer, action="review.left", subject=assessment)


def review_decidable(*, reviewer: User, assessment: Assessment, publish: bool) -> None:
    """Raise ReviewTaken or SecondCodingOpen where the decision is not this reviewer's, or not due yet."""
    holder = _holder(assessment)
    if holder is not None and holder != reviewer:
        raise ReviewTaken(holder)
    codings = open_codings(assessment)
    if codings.filter(state=CodingState.SUBMITTED).exists() or (publish and codings.exists()):
        raise SecondCodingOpen


def _holder(assessment: Assessment) -> User | None:
    return Assessment.objects.select_related("under_review_by").get(pk=assessment.pk).under_review_by
