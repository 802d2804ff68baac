"""Asking for a second coding, accepting it, declining it, calling it off. A service module beside services.py."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.assessments import notices
from cases.assessments.models import Assessment, Contributor, SecondCoding
from cases.assessments.models.assessment import Status
from cases.assessments.models.second_coding import BLIND, OPEN, CodingState
from cases.assessments.rules import may, require
from cases.assessments.saving import assessment_lock
from cases.assessments.services import assessment_create
from natoassess.accounts.models import Role, User, Visibility
from natoassess.accounts.selectors import Person
from natoassess.web.audit.services import record


class CoderUnfit(Exception):
    """That person cannot code it a second time; the message says why."""


class RequestClosed(Exception):
    """The request has been answered or called off meanwhile; `state` is what it is now."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(str(CodingState(state).label))


def coders_for(assessment: Assessment, *, asker: User) -> QuerySet[User]:
    """The analysts of the team who can be asked.

    Not its author, its contributors and reviewers, who know its answers, nor whoever once changed one of them; not
    whoever asks; not those asked already.
    """
    known = Q(pk__in=[key for key in _who_know(assessment) if key is not None])
    known |= Q(pk__in=Contributor.objects.filter(assessment=assessment).values("user"))
    known |= Q(pk__in=assessment.answer_changes.filter(by__isnull=False).order_by().values("by"))
    asked = SecondCoding.objects.filter(assessment=assessment, state__in=[*OPEN, CodingState.SETTLED])
    return (
        User.objects.filter(
            memberships__team=assessment.team_id, memberships__role=Role.ANALYST, is_active=True
        )
        .exclude(known | Q(pk=asker.pk) | Q(pk__in=asked.values("coder")))
        .distinct()
        .order_by("display_name", "username")
    )


def _who_know(assessment: Assessment) -> tuple[int | None, ...]:
    return assessment.author_id, assessment.reviewer_id, assessment.under_review_by_id


@transaction.atomic
def second_coding_ask(*, asker: User, assessment: Assessment, coder: User, note: str = "") -> SecondCoding:
    """Ask `coder` to answer the questions of `assessment` anew; from now on they are kept from its answers.

    Raises PermissionDenied, CoderUnfit.
    """
    # Held, so that it is not published, nor somebody asked to answer in it, while the coder is chosen.
    assessment = assessment_lock(assessment)
    require(asker, "ask_second_coding", assessment)
    if not coders_for(assessment, asker=asker).filter(pk=coder.pk).exists():
        raise CoderUnfit(
            _(
                "A second coder is an analyst of the team who has not answered, reviewed or coded this assessment "
                "before, and is somebody else than who asks."
            )
        )
    try:
        with transaction.atomic():
            asked = SecondCoding.objects.create(
                assessment=assessment, coder=coder, asked_by=asker, note=note.strip()
            )
    except IntegrityError as error:
        raise CoderUnfit(_("%(name)s has been asked already.") % {"name": coder.name}) from error
    _record(asker, "asked", asked)
    notices.second_coding_asked(request=asked, by=asker)
    return asked


@transaction.atomic
def second_coding_accept(*, coder: User, request: SecondCoding) -> Assessment:
    """Accept: an empty draft of the same phase, under the same terms. Raises PermissionDenied, RequestClosed."""
    _step(request, coder, from_states=(CodingState.ASKED,), to=CodingState.ACCEPTED)
    first = request.assessment
    coding = assessment_create(
        author=coder,
        phase=first.phase,
        framework=first.framework,
        as_of=first.as_of,
        standpoint=first.standpoint,
        visibility=Visibility.TEAM,
        team=first.team,
    )
    SecondCoding.objects.filter(pk=request.pk).update(coding=coding, answered_at=timezone.now())
    _record(coder, "accepted", request)
    return coding


@transaction.atomic
def second_coding_decline(*, coder: User, request: SecondCoding) -> None:
    """Decline, or give it back before it is handed in; a draft already begun stays with the coder, private.

    Raises PermissionDenied, RequestClosed.
    """
    _hold_draft(request)
    _step(request, coder, from_states=BLIND, to=CodingState.DECLINED)
    _let_go(request)
    _record(coder, "declined", request)


@transaction.atomic
def second_coding_cancel(*, editor: User, request: SecondCoding) -> None:
    """Call the request off before it is handed in; a reviewer also later, where the coders do not close the round.

    A coding that was handed in stays what it is, and is neither reviewed nor published. Raises PermissionDenied,
    RequestClosed.
    """
    require(editor, "ask_second_coding", request.assessment)
    _hold_draft(request)
    reviews = may(editor, "open_review", request.assessment)
    if reviews and request.state == CodingState.SUBMITTED:
        _step(request, None, from_states=(CodingState.SUBMITTED,), to=CodingState.CANCELLED)
    else:
        _step(request, None, from_states=BLIND, to=CodingState.CANCELLED)
        _let_go(request)
    _record(editor, "cancelled", request)


def requests_for(user: Person) -> QuerySet[SecondCoding]:
    """What `user` is asked to code, or is coding: newest first. Nothing for a visitor."""
    if not isinstance(user, User):
        return SecondCoding.objects.none()
    return (
        SecondCoding.objects.filter(coder=user, assessment__trashed_at__isnull=True)
        .select_related("assessment__phase__case", "assessment__framework", "asked_by", "coding")
        .order_by("-asked_at", "-pk")
    )


def _step(
    request: SecondCoding, coder: User | None, *, from_states: tuple[CodingState, ...], to: CodingState
) -> None:
    """Compare and swap the state, so that of two answers exactly one counts."""
    if coder is not None and request.coder_id != coder.pk:
        raise PermissionDenied
    here = SecondCoding.objects.filter(pk=request.pk, state__in=from_states)
    if not here.update(state=to, answered_at=timezone.now()):
        raise RequestClosed(SecondCoding.objects.values_list("state", flat=True).get(pk=request.pk))


def _hold_draft(request: SecondCoding) -> None:
    """Hold the coder's draft before the request, as handing it in does: in another order the two would deadlock."""
    draft = SecondCoding.objects.filter(pk=request.pk).values("coding")
    list(Assessment.objects.select_for_update(no_key=True).filter(pk__in=draft).values_list("pk"))


def _let_go(request: SecondCoding) -> None:
    """Untie a draft that was begun: it becomes an ordinary one of its coder's."""
    draft = SecondCoding.objects.values_list("coding", flat=True).get(pk=request.pk)
    SecondCoding.objects.filter(pk=request.pk).update(coding=None)
    Assessment.objects.filter(pk=draft, status=Status.DRAFT).update(visibility=Visibility.PRIVATE, team=None)


def _record(actor: User, step: str, request: SecondCoding) -> None:
    record(
        actor=actor,
        action=f"second_coding.{step}",
        subject=request.assessment,
        detail={"second_coding": request.pk, "coder": request.coder_id},
    )
