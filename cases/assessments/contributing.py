"""Who answers beside the author, and handing the whole to somebody else. Every function is atomic."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.assessments import notices
from cases.assessments.models import Assessment, Contributor, SecondCoding
from cases.assessments.rules import require
from cases.assessments.steps import questionnaire_of
from cases.studies.models import Case
from natoassess.accounts.models import User
from natoassess.web.audit.models import AuditEntry
from natoassess.web.audit.services import entries_about, record

REVIEWED = ("assessment.returned", "assessment.published")
"""What the audit log calls the decisions of a reviewer."""


class ContributingRefused(Exception):
    """Something stands against it; `code` is for programs, `member` names what is at fault, the text is for people."""

    def __init__(self, code: str, member: str, detail: str) -> None:
        self.code = code
        self.member = member
        super().__init__(detail)


def asked_of(assessment: Assessment, user: User) -> Contributor | None:
    """What `user` was asked to answer; None for who is no contributor."""
    return Contributor.objects.filter(assessment=assessment, user=user).first()


def people_of_team(assessment: Assessment) -> QuerySet[User]:
    """Those who could be asked to answer, or be handed the whole: members of its team other than the author.

    Nobody who has decided on it as a reviewer: whoever judged an assessment does not write it. And nobody who codes
    it again.
    """
    if assessment.team_id is None:
        return User.objects.none()
    members = User.objects.filter(memberships__team=assessment.team_id, is_active=True)
    judged = decided_by(assessment) | coding_again(assessment)
    return members.exclude(pk__in=[*judged, assessment.author_id or 0]).distinct().order_by("username")


def decided_by(assessment: Assessment) -> set[int]:
    """Those who once returned or published it."""
    entries: QuerySet[AuditEntry] = entries_about(assessment).filter(action__in=REVIEWED)
    found = {actor for actor in entries.values_list("actor_id", flat=True) if actor is not None}
    return found | ({assessment.reviewer_id} if assessment.reviewer_id is not None else set())


def coding_again(assessment: Assessment) -> set[int]:
    """Those who were asked to code it again, whatever came of it: they do not see how it is answered meanwhile."""
    asked = SecondCoding.objects.filter(assessment=assessment).values_list("coder_id", flat=True)
    return {coder for coder in asked if coder is not None}


@transaction.atomic
def contributor_add(
    *, author: User, assessment: Assessment, user: User, steps: Iterable[str] = (), note: str = ""
) -> Contributor:
    """Ask a member of the team to answer: `steps` by their slugs, all where there are none. Asked again, replaced.

    Raises PermissionDenied for anybody but the author of what may still change; ContributingRefused for a private
    assessment, for who is not of its team, and for an unknown step.
    """
    require(author, "manage_contributors", assessment)
    if assessment.team_id is None:
        raise ContributingRefused(
            "private", "user", _("A private assessment has no team. Share it with a team first.")
        )
    if not people_of_team(assessment).filter(pk=user.pk).exists():
        raise ContributingRefused("not_of_the_team", "user", _why_not(assessment, user))
    asked = list(dict.fromkeys(steps))
    known = [step.slug for step in questionnaire_of(assessment.framework, assessment.standpoint).steps]
    unknown = [slug for slug in asked if slug not in known]
    if unknown:
        raise ContributingRefused(
            "unknown_step",
            "steps",
            _("There is no step %(unknown)s; there are %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(known)},
        )
    in_order = [slug for slug in known if slug in asked]
    contributor, made = Contributor.objects.update_or_create(
        assessment=assessment,
        user=user,
        defaults={"steps": in_order, "note": note},
        create_defaults={"steps": in_order, "note": note, "added_by": author},
    )
    record(
        actor=author,
        action="contributor.added" if made else "contributor.asked",
        subject=assessment,
        detail={"user": user.pk, "steps": in_order},
    )
    notices.assigned(assessment=assessment, by=author, contributor=user)
    return contributor


@transaction.atomic
def contributor_remove(*, author: User, assessment: Assessment, user: User) -> None:
    """End a person's contributing; what they answered stays. Nothing happens where they were none.

    Raises PermissionDenied for anybody but the author of what may still change.
    """
    require(author, "manage_contributors", assessment)
    removed, _rows = Contributor.objects.filter(assessment=assessment, user=user).delete()
    if removed:
        record(actor=author, action="contributor.removed", subject=assessment, detail={"user": user.pk})


@transaction.atomic
def assessment_hand_over(*, author: User, assessment: Assessment, to: User) -> Assessment:
    """Make a member of the team the author; the former author stays as a contributor.

    The scenario goes along where nobody else's assessment hangs on the former owner. Raises PermissionDenied;
    ContributingRefused for who is not of the team or has decided on it, and where it changed hands or was submitted
    meanwhile.
    """
    require(author, "hand_over_assessment", assessment)
    if assessment.team_id is None:
        raise ContributingRefused(
            "private", "to", _("A private assessment has no team. Share it with a team first.")
        )
    if not people_of_team(assessment).filter(pk=to.pk).exists():
        raise ContributingRefused("not_of_the_team", "to", _why_not(assessment, to))
    read = Assessment.objects.filter(pk=assessment.pk, author=author, status=assessment.status)
    if not read.update(author=to, version=F("version") + 1, changed_at=timezone.now()):
        raise ContributingRefused(
            "changed", "to", _("It changed hands or was submitted meanwhile. Load the page anew.")
        )
    Contributor.objects.filter(assessment=assessment, user=to).delete()
    Contributor.objects.get_or_create(assessment=assessment, user=author, defaults={"added_by": author})
    case = assessment.phase.case
    if not Assessment.objects.filter(phase__case=case).exclude(pk=assessment.pk).exists():
        Case.objects.filter(pk=case.pk, owner=author).update(owner=to)
    record(
        actor=author,
        action="assessment.handed_over",
        subject=assessment,
        detail={"from": author.pk, "to": to.pk},
    )
    notices.handed_over(assessment=assessment, by=author, to=to)
    return Assessment.objects.get(pk=assessment.pk)


def _why_not(assessment: Assessment, user: User) -> str:
    """Why a person cannot be asked."""
    if user.pk == assessment.author_id:
        return _("That is its author.")
    if user.pk in decided_by(assessment):
        return _("Whoever has reviewed an assessment does not write it.")
    if user.pk in coding_again(assessment):
        return _("Whoever codes an assessment again does not write it.")
    return _("Only members of its team can be asked.")
