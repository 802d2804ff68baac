"""What is read of the law and the yardstick. All of it is public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from frameworks.models import Actor, Catalogue, Framework, Instrument, LibraryEdition, Provision
from frameworks.services import ENGINE_VERSION


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
    """All frameworks, oldest doctrine first."""
    return Framework.objects.select_related("catalogue", "concept").order_by(
        "doctrine_from", "code", "version"
    )


def framework_get(code: str, version: int | None = None) -> Framework:
    """A framework by its code, in its highest version unless one is named. Raises Framework.DoesNotExist."""
    rows = frameworks().filter(code=code)
    if version is not None:
        rows = rows.filter(version=version)
    row = rows.order_by("-version").first()
    if row is None:
        raise Framework.DoesNotExist(code)
    return row


def framework_on(day: date) -> tuple[Framework, bool]:
    """The doctrine in force on `day`, and whether it had to be anticipated.

    Before the first doctrine the earliest one stands in (True). Raises Framework.DoesNotExist on an empty library.
    """
    current = (
        frameworks()
        .filter(
            Q(doctrine_until__isnull=True) | Q(doctrine_until__gt=day),
            doctrine_from__lte=day,
            deprecated=False,
        )
        .order_by("-doctrine_from", "-version")
        .first()
    )
    if current is not None:
        return current, False
    earliest = frameworks().filter(deprecated=False).order_by("doctrine_from", "-version").first()
    if earliest is None:
        raise Framework.DoesNotExist
    return earliest, True


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
    framework = frameworks().filter(doctrine_until__isnull=True, deprecated=False).last()
    return {
        "edition": f"{edition.loaded_at:%Y-%m}" if edition else None,
        "framework": framework,
        "engine": ENGINE_VERSION,
    }
