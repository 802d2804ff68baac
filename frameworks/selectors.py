"""What is read of the law and the yardstick. All of it is public, but for the frameworks that people made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from frameworks.models import Actor, Catalogue, Framework, Instrument, LibraryEdition, Provision
from frameworks.models.framework import FrameworkKind
from frameworks.services import ENGINE_VERSION
from natoassess.accounts.models import User
from natoassess.accounts.selectors import Person, team_ids

MOST_OWN = 6
"""How many of a person's own frameworks stand beside those of the library where none is named."""


def actors() -> QuerySet[Actor]:
    """All actors with their memberships, by name."""
    return Actor.objects.prefetch_related("membership_rows").order_by("name", "pk")


def instruments() -> QuerySet[Instrument]:
    """All instruments with their provisions."""
    return Instrument.objects.prefetch_related("provisions").order_by("adopted_on", "id")


def provisions() -> QuerySet[Provision]:
    """All provisions with their instruments."""
    return Provision.objects.select_related("instrument").order_by(
        "instrument__adopted_on", "instrument", "position"
    )


def frameworks() -> QuerySet[Framework]:
    """All frameworks of the library, oldest first."""
    return _ordered(Framework.objects.exclude(kind=FrameworkKind.OWN))


def doctrines() -> QuerySet[Framework]:
    """The doctrines of the Alliance that are not deprecated, oldest first."""
    return frameworks().filter(kind=FrameworkKind.DOCTRINE, deprecated=False)


def frameworks_visible(user: Person) -> QuerySet[Framework]:
    """The frameworks of the library, and of people's own those that are `user`'s or shared with a team of theirs."""
    return _ordered(Framework.objects.filter(~Q(kind=FrameworkKind.OWN) | _own_of(user)))


def frameworks_own(user: Person) -> QuerySet[Framework]:
    """Of people's own frameworks those that `user` may see, each in its newest version."""
    newer = Framework.objects.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
    return _ordered(Framework.objects.filter(_own_of(user), ~Exists(newer)))


def frameworks_beside(user: Person) -> list[Framework]:
    """The frameworks that findings are set beside: doctrines by age, reports by age, then those `user` may see of
    people's own, oldest first and at most MOST_OWN of the newest. Each in its newest version.
    """
    newest: dict[str, Framework] = {}
    for row in frameworks().filter(deprecated=False):
        newest[row.code] = row
    reports_last = sorted(newest.values(), key=lambda row: not row.is_doctrine)
    return [*reports_last, *list(frameworks_own(user).order_by("-pk")[:MOST_OWN])[::-1]]


def _own_of(user: Person) -> Q:
    """Own frameworks that `user` may see; none for a visitor."""
    if not isinstance(user, User):
        return Q(pk__in=[])
    return Q(kind=FrameworkKind.OWN) & (Q(owner=user) | Q(team__in=team_ids(user)))


_KINDS_IN_ORDER = Case(
    When(kind=FrameworkKind.DOCTRINE, then=0), When(kind=FrameworkKind.REPORT, then=1), default=2
)


def _ordered(rows: QuerySet[Framework]) -> QuerySet[Framework]:
    """Doctrines by age, reports by age, then people's own."""
    return rows.select_related("catalogue", "concept", "owner", "team", "made_from").order_by(
        _KINDS_IN_ORDER, "doctrine_from", "code", "version"
    )


def framework_get(code: str, version: int | None = None, *, user: Person | None = None) -> Framework:
    """A framework by its code, in its highest version unless one is named.

    Of the library, or with a `user` also one that this person may see. Raises Framework.DoesNotExist.
    """
    rows = (frameworks() if user is None else frameworks_visible(user)).filter(code=code)
    if version is not None:
        rows = rows.filter(version=version)
    row = rows.order_by("-version").first()
    if row is None:
        raise Framework.DoesNotExist(code)
    return row


def framework_to_score(code: str, *, user: Person) -> Framework:
    """The same in its highest version, with no more of it than the engine needs to find what it compiled."""
    rows = frameworks_visible(user).filter(code=code).select_related(None)
    row = rows.only("code", "version", "checksum", "dimensions").order_by("-version").first()
    if row is None:
        raise Framework.DoesNotExist(code)
    return row


def framework_on(day: date) -> tuple[Framework, bool]:
    """The doctrine of the Alliance in force on `day`, and whether it had to be anticipated.

    Before the first doctrine the earliest one stands in (True). Raises Framework.DoesNotExist on an empty library.
    """
    return doctrine_among(doctrines(), day)


def doctrine_among(known: Iterable[Framework], day: date) -> tuple[Framework, bool]:
    """`framework_on` of doctrines that were read already, for many days at the cost of one query."""
    newest_first = sorted(known, key=lambda row: (row.doctrine_from, row.version), reverse=True)
    for row in newest_first:
        if row.doctrine_from <= day and (row.doctrine_until is None or day < row.doctrine_until):
            return row, False
    if not newest_first:
        raise Framework.DoesNotExist
    first = newest_first[-1].doctrine_from
    return next(row for row in newest_first if row.doctrine_from == first), True


def catalogue_current() -> Catalogue:
    """The newest catalogue. Raises Catalogue.DoesNotExist on an empty library."""
    return Catalogue.objects.latest("version")


def references(ids: Iterable[str]) -> dict[str, Provision | Instrument]:
    """The provisions and instruments that `ids` name, for linking; unknown ids are left out."""
    wanted = set(ids)
    found: dict[str, Provision | Instrument] = {}
    for provision in Provision.objects.filter(pk__in=wanted).select_related("instrument"):
        found[provision.id] = provision
    for instrument in Instrument.objects.filter(pk__in=wanted):
        found[instrument.id] = instrument
    return found


def law_in_force(day: date) -> QuerySet[Instrument]:
    """The instruments in force on `day`."""
    return instruments().filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gte=day), in_force_from__lte=day
    )


def site_facts() -> dict[str, Any]:
    """Library edition, current framework and engine version, for the foot of the page."""
    edition = LibraryEdition.objects.first()
    framework = doctrines().filter(doctrine_until__isnull=True).last()
    return {
        "edition": f"{edition.loaded_at:%Y-%m}" if edition else None,
        "framework": framework,
        "engine": ENGINE_VERSION,
    }
