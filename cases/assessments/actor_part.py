"""The part of an actor in the cases: roles, phases, claims and objections."""

from __future__ import annotations

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assessments.case_page import ROLES
from cases.assessments.reliance import phase_address
from cases.studies import selectors as studies
from cases.studies.models import CaseActor, Claim
from frameworks import actor_record
from frameworks.actor_record import ClaimOf, Part, RolePlayed
from frameworks.models import Actor
from natoassess.accounts.selectors import Person
from natoassess.web.presentation.words import capitalise


def register() -> None:
    """Let the pages of actors ask here."""
    actor_record.register("cases", part_in_cases)


def part_in_cases(actor: Actor, user: Person) -> Part:
    """The roles and claims of `actor` in the cases that `user` may see."""
    return Part(roles=_roles(actor, user), claims=_claims(actor, user))


def _roles(actor: Actor, user: Person) -> tuple[RolePlayed, ...]:
    rows = (
        CaseActor.objects.filter(actor=actor, case__in=studies.cases(user))
        .select_related("case")
        .order_by("case__starts_on", "case__slug", "position")
    )
    found = [
        RolePlayed(
            title=str(row.case),
            url=reverse("cases:detail", args=[row.case.slug]),
            role=str(ROLES.get(row.role, capitalise(row.role.replace("_", " ")))),
            note=row.note,
        )
        for row in rows
    ]
    phases = studies.phases(user).filter(acting=actor)
    found += [RolePlayed(str(phase), phase_address(phase), _("Acting"), phase.summary) for phase in phases]
    return tuple(found)


def _claims(actor: Actor, user: Person) -> tuple[ClaimOf, ...]:
    rows = (
        Claim.objects.filter(case__in=studies.cases(user))
        .annotate(objectors=Cast("objected_by", TextField()))
        .filter(Q(actor=actor) | Q(objectors__contains=f'"{actor.pk}"'))
        .select_related("case", "phase__case")
        .order_by("case__starts_on", "case", "phase__position", "position")
    )
    return tuple(
        ClaimOf(
            title=str(row.phase or row.case),
            url=phase_address(row.phase) if row.phase else reverse("cases:detail", args=[row.case.slug]),
            stance=row.stance if row.actor_id == actor.pk else "objected",
            text=row.text,
            provisions=tuple(row.provisions),
        )
        for row in rows
    )
