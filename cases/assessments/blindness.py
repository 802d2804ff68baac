"""Who may not see what, so that a second coding is made without knowledge of the first, and the other way round.

A coder is kept from the assessment that they are to code again, and from every other second coding of it, from the
moment they are asked until they have handed in their own. Whoever answers in the first is kept from a second coding
until the first was submitted. Selectors apply `kept_from`, so that lists, pages, exports and API all obey.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.assessments.models import Assessment, Contributor, SecondCoding
from cases.assessments.models.assessment import Status
from cases.assessments.models.second_coding import BLIND, OPEN, CodingState
from natoassess.accounts.models import User
from natoassess.web.audit.services import record


def kept_from(user: User) -> Q:
    """The assessments that `user` may not see, as long as a coding of one phase is still blind."""
    blind = SecondCoding.objects.filter(coder=user, state__in=BLIND).values("assessment")
    others = SecondCoding.objects.filter(assessment__in=blind, coding__isnull=False).exclude(coder=user)
    answering = Q(assessment__author=user) | Q(
        assessment__in=Contributor.objects.filter(user=user).values("assessment")
    )
    # A first coding that was returned can still change: its author may not look at the second one meanwhile.
    before_own = (
        SecondCoding.objects.filter(
            answering, assessment__status__in=[Status.DRAFT, Status.RETURNED], coding__isnull=False
        )
        .exclude(coder=user)
        .exclude(state=CodingState.SETTLED)
    )
    return Q(pk__in=blind) | Q(pk__in=others.values("coding")) | Q(pk__in=before_own.values("coding"))


def open_codings(assessment: Assessment) -> QuerySet[SecondCoding]:
    """The second codings that `assessment` still waits for: asked, under way, or not settled yet."""
    return assessment.second_codings.filter(state__in=OPEN)


def coding_handed_in(*, actor: User, coding: Assessment) -> SecondCoding | None:
    """Note that a second coding was submitted; None where the assessment is none. The caller holds the transaction."""
    under_way = SecondCoding.objects.filter(coding=coding, state=CodingState.ACCEPTED)
    found = under_way.first()
    # Compared and swapped: one that was called off a moment ago stays so, and nobody waits for it for ever.
    if found is None or not under_way.filter(pk=found.pk).update(
        state=CodingState.SUBMITTED, submitted_at=timezone.now()
    ):
        return None
    found.refresh_from_db()
    record(
        actor=actor,
        action="second_coding.submitted",
        subject=found.assessment,
        detail={"second_coding": found.pk, "coding": coding.pk},
    )
    return found
