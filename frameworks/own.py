"""Frameworks that people make of published ones: made, changed, deleted; never by the loader of the library.

A service module. What may be changed are title, note, weights and the team that may use it; all else is that of the
framework it is made from, so that results stay comparable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from frameworks.compile import checksum_of_row
from frameworks.dimensions import dimensions_of
from frameworks.models import Framework
from frameworks.models.framework import OWN_PREFIX, FrameworkKind
from frameworks.weighing import Elicited, WeightFault, read_elicited, shares, weights_from, zero_faults
from natoassess.accounts.models import Team, User
from natoassess.accounts.selectors import Person, team_ids
from natoassess.web.audit.services import record
from natoassess.web.concurrency import StaleVersion

TITLE_LENGTH, NOTE_LENGTH = 120, 2000
SAME = (
    *("catalogue", "concept", "dimensions", "doctrine_from", "doctrine_until", "readings", "bands"),
    *("dimension_floor", "minimum_coverage", "kappa", "competence_provisions"),
)
"""What an own framework has in common with the one that it is made from."""


class OwnInvalid(Exception):
    """What was given for an own framework cannot stand; `faults` lists every reason and nothing was written."""

    def __init__(self, faults: list[WeightFault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults))


class FrameworkInUse(Exception):
    """A framework that something relies on is not deleted."""


@dataclass(frozen=True)
class Weighing:
    """A title, a note, how dimensions and criteria are weighed, and the team that may use it (None: nobody else)."""

    title: str
    note: str
    dimensions: Elicited
    criteria: Elicited
    team: Team | None


def members_of(base: Framework) -> dict[str, list[str]]:
    """The criteria of each dimension of `base`, by code."""
    return {part.code: [row.code for row in part.criteria] for part in dimensions_of(base)}


def elicited_of(row: Framework) -> tuple[Elicited, Elicited]:
    """How the weights of `row` were given, for its dimensions and its criteria; neutral ones are all 1."""
    members = members_of(row)
    if row.elicited:
        dimensions, criteria = (row.elicited[part] for part in ("dimensions", "criteria"))
        return Elicited(**dimensions), Elicited(**criteria)
    given: Mapping[str, Mapping[str, float]] = {} if row.weights == "neutral" else row.weights
    criteria = [code for codes in members.values() for code in codes]
    return (
        Elicited("weights", {code: given.get("dimensions", {}).get(code, 1.0) for code in members}),
        Elicited("weights", {code: given.get("criteria", {}).get(code, 1.0) for code in criteria}),
    )


def read_levels(
    base: Framework, given: Mapping[str, Any], faults: list[WeightFault]
) -> tuple[Elicited, Elicited]:
    """What `given` says of dimensions and criteria, each as in `read_elicited`; what is left out is as in
    `base`.
    """
    members = members_of(base)
    dimensions, criteria = elicited_of(base)
    if "dimensions" in given:
        dimensions = read_elicited(
            given["dimensions"], "dimensions", list(members), faults, before=dimensions
        )
    if "criteria" in given:
        codes = [code for codes in members.values() for code in codes]
        criteria = read_elicited(given["criteria"], "criteria", codes, faults, before=criteria)
    if not faults:
        faults += zero_faults(dimensions, criteria, members)
    return dimensions, criteria


def normalised(base: Framework, dimensions: Elicited, criteria: Elicited) -> dict[str, dict[str, float]]:
    """The shares that follow: of dimensions among each other, of criteria within their dimension; each adds up to 1."""
    members = members_of(base)
    weights = weights_from(dimensions, criteria, members)
    within: dict[str, float] = {}
    for codes in members.values():
        within |= shares({code: weights["criteria"][code] for code in codes})
    return {"dimensions": shares(weights["dimensions"]), "criteria": within}


@transaction.atomic
def framework_make(*, owner: User, base: Framework, weighing: Weighing) -> Framework:
    """Make an own framework of `base`. Raises OwnInvalid, or PermissionDenied for a team of others."""
    _may_share(owner, weighing.team)
    slug = slugify(weighing.title)[:24].strip("-") or "framework"
    row = Framework(
        code=f"{OWN_PREFIX}{slug}-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}",
        version=1,
        kind=FrameworkKind.OWN,
        owner=owner,
        made_from=base,
        **{name: getattr(base, name) for name in SAME},
    )
    _fill(row, weighing)
    row.save()
    record(actor=owner, action="framework.made", subject=row, detail=_named(row))
    return row


@transaction.atomic
def framework_change(
    *, editor: User, framework: Framework, expected_version: int, weighing: Weighing
) -> Framework:
    """Change an own framework: in place while nothing relies on it, else as its next version.

    A change of title, note or team alone never makes a version: it changes no evaluation. `framework` is the newest
    version, `expected_version` the `lock_version` that the editor read. Raises PermissionDenied for anybody but its
    owner, StaleVersion where it changed meanwhile, OwnInvalid.
    """
    if not may_change(editor, framework):
        raise PermissionDenied
    _may_share(editor, weighing.team)
    _swap(framework, expected_version)
    row = Framework.objects.get(pk=framework.pk)
    before = row.checksum
    _fill(row, weighing)
    if row.checksum != before and is_used(framework):
        row.pk = None
        row._state.adding = True
        row.version += 1
        row.is_cited = False
        row.checksum = checksum_of_row(row)
    row.save()
    others = Framework.objects.filter(code=row.code).exclude(pk=row.pk)
    others.update(title=row.title, summary=row.summary, team=row.team)
    record(actor=editor, action="framework.changed", subject=row, detail=_named(row))
    return row


@transaction.atomic
def framework_delete(*, editor: User, framework: Framework, expected_version: int) -> None:
    """Delete an own framework with all its versions.

    Raises PermissionDenied for anybody but its owner, StaleVersion, FrameworkInUse where anything relies on it.
    """
    if not may_change(editor, framework):
        raise PermissionDenied
    _swap(framework, expected_version)
    rows = list(Framework.objects.filter(code=framework.code))
    if any(is_used(row) for row in rows):
        raise FrameworkInUse
    for row in rows:
        record(actor=editor, action="framework.deleted", subject=row, detail=_named(row))
        row.delete()


def framework_cite(*, framework: Framework) -> None:
    """Note that an evaluation under an own framework was frozen: from now on this version never changes."""
    if framework.is_own and not framework.is_cited:
        Framework.objects.filter(pk=framework.pk).update(is_cited=True)


def may_change(user: Person, framework: Framework) -> bool:
    """Whether `user` may change or delete it: its owner alone, also for site administrators."""
    return framework.is_own and framework.owner_id is not None and framework.owner_id == user.pk


def is_used(framework: Framework) -> bool:
    """Whether anything relies on this version: an assessment, a framework made of it, a frozen evaluation."""
    relations = (field for field in Framework._meta.related_objects if field.one_to_many)
    return framework.is_cited or any(
        field.related_model._base_manager.filter(**{field.field.name: framework}).exists()
        for field in relations
    )


def _named(row: Framework) -> dict[str, Any]:
    """What the audit log says of a framework."""
    return {"code": row.code, "version": row.version, "team": row.team.slug if row.team else None}


def _fill(row: Framework, weighing: Weighing) -> None:
    """Write what was given into `row`, unsaved. Raises OwnInvalid where the engine refuses it."""
    members = members_of(row)
    faults = zero_faults(weighing.dimensions, weighing.criteria, members)
    if faults:
        raise OwnInvalid(faults)
    row.title = weighing.title
    row.summary = weighing.note
    row.team = weighing.team
    row.weights = weights_from(weighing.dimensions, weighing.criteria, members)
    row.elicited = {
        "dimensions": weighing.dimensions.as_dict(),
        "criteria": weighing.criteria.as_dict(),
    }
    row.checksum = checksum_of_row(row)


def _may_share(person: User, team: Team | None) -> None:
    if team is not None and team.pk not in team_ids(person):
        raise PermissionDenied


def _swap(framework: Framework, expected_version: int) -> None:
    """Compare and swap in one statement, so that of two editors exactly one goes on."""
    newer = Framework.objects.filter(code=framework.code, version__gt=framework.version)
    read = Framework.objects.filter(pk=framework.pk, lock_version=expected_version)
    if newer.exists() or not read.update(lock_version=F("lock_version") + 1):
        current = Framework.objects.filter(code=framework.code).order_by("-version").first()
        raise StaleVersion(current.lock_version if current else 0)
