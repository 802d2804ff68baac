"""What the library says of the provisions that findings cite: read for each request, or kept for each edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from frameworks.compile import law_of
from frameworks.models import Instrument, LibraryEdition, Provision
from frameworks.scoring import ProvisionStatus

MANY = 500
"""Above so many references the library is asked what it has, rather than for each of them."""


def relied_on(body: Mapping[str, Any]) -> Iterator[str]:
    """The ids of all provisions that the facts of `body` rely on; what has the wrong type is left to the parser."""
    facts = body.get("facts")
    for fact in facts.values() if isinstance(facts, Mapping) else ():
        provisions = fact.get("provisions") if isinstance(fact, Mapping) else None
        if isinstance(provisions, Iterable) and not isinstance(provisions, str):
            yield from (item for item in provisions if isinstance(item, str))


def law_relied_on(bodies: Iterable[Mapping[str, Any]]) -> dict[str, ProvisionStatus]:
    """The standing of every provision that the facts of `bodies` rely on and the library has, asked for once."""
    return law_of(_in_library(reference for body in bodies for reference in relied_on(body)))


def law_kept(body: Mapping[str, Any]) -> dict[str, ProvisionStatus]:
    """`law_relied_on` of one body; what this process has read of an edition of the library is not read again.

    One query tells the edition. The loader alone writes the law, and a loading that changes a row makes an edition;
    inside a loading, whose edition is yet to be made, ask `law_relied_on`. What the library lacks is asked each time.
    """
    cited = set(relied_on(body))
    if not cited:
        return {}
    kept = _kept(LibraryEdition.objects.values_list("pk", "digest", "loaded_at").first())
    missing = cited - kept.keys()
    if missing:
        kept.update(law_of(_in_library(missing)))
    return {reference: kept[reference] for reference in cited if reference in kept}


@lru_cache(maxsize=2)
def _kept(edition: tuple[object, ...] | None) -> dict[str, ProvisionStatus]:
    """What was read of an edition: it holds what that has, so it is never more than the library."""
    return {}


def _in_library(references: Iterable[str]) -> set[str]:
    """The references, or, where they are too many for one query, those of them that the library has."""
    wanted = set(references)
    if len(wanted) > MANY:
        wanted &= {
            *Provision.objects.values_list("pk", flat=True),
            *Instrument.objects.values_list("pk", flat=True),
        }
    return wanted
