"""Where the catalogue and the doctrines use an instrument, and how much there is of everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext_lazy

from frameworks.models import Catalogue, Framework, Instrument, LibraryEdition
from frameworks.selectors import frameworks


@dataclass(frozen=True)
class Use:
    """An entry of the catalogue that rests on an instrument: its anchor on the method page, title and clauses."""

    anchor: str
    title: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Usage:
    """All of them, by part of the catalogue, and the frameworks whose doctrine the instrument states."""

    facts: tuple[Use, ...]
    tests: tuple[Use, ...]
    competence: tuple[Use, ...]
    frameworks: tuple[Framework, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.tests or self.competence or self.frameworks)


def names_instrument(reference: str, instrument_id: str) -> bool:
    """Whether a reference ("unsc-1973" or "unsc-1973#op4") is to that instrument or a clause of it."""
    return reference.split("#", 1)[0] == instrument_id


def _uses(rows: Iterable[tuple[str, str, list[str]]], part: str, instrument: Instrument) -> tuple[Use, ...]:
    labels = {provision.id: provision.label for provision in instrument.provisions.all()}
    found = []
    for code, title, provisions in rows:
        named = [item for item in provisions if names_instrument(item, instrument.pk)]
        if named:
            found.append(
                Use(f"{part}-{code}", title, tuple(labels[item] for item in named if item in labels))
            )
    return tuple(found)


def instrument_usage(instrument: Instrument) -> Usage:
    """Where the newest catalogue and the frameworks use `instrument`; nothing on an empty library."""
    catalogue = Catalogue.objects.order_by("-version").first()
    doctrine = tuple(frameworks().filter(concept=instrument))
    if catalogue is None:
        return Usage((), (), (), doctrine)
    return Usage(
        facts=_uses(catalogue.facts.values_list("code", "label", "provisions"), "fact", instrument),
        tests=_uses(catalogue.tests.values_list("code", "title", "provisions"), "test", instrument),
        competence=_uses(
            catalogue.competence.values_list("code", "title", "provisions"), "competence", instrument
        ),
        frameworks=doctrine,
    )


@dataclass(frozen=True)
class CatalogueCounts:
    """How many questions and tests the newest catalogue has."""

    facts: int = 0
    tests: int = 0
    criteria: int = 0
    dimensions: int = 0
    sovereignty: int = 0


def catalogue_counts() -> CatalogueCounts:
    """The size of the newest catalogue; all zero on an empty library."""
    catalogue = Catalogue.objects.order_by("-version").first()
    if catalogue is None:
        return CatalogueCounts()
    return CatalogueCounts(
        facts=catalogue.facts.count(),
        tests=catalogue.tests.count(),
        criteria=catalogue.criteria.count(),
        dimensions=catalogue.dimensions.count(),
        sovereignty=catalogue.sovereignty.count(),
    )


@dataclass(frozen=True)
class EditionNote:
    """The last loading that changed something: when, and what of the law and the cases it touched."""

    loaded_at: datetime
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


#: The rows that a reader has a word for, in the order in which they are told.
TOLD = {
    "instrument": ngettext_lazy("%d instrument", "%d instruments"),
    "provision": ngettext_lazy("%d provision", "%d provisions"),
    "framework": ngettext_lazy("%d framework", "%d frameworks"),
    "case": ngettext_lazy("%d case", "%d cases"),
    "phase": ngettext_lazy("%d phase", "%d phases"),
    "claim": ngettext_lazy("%d claim", "%d claims"),
    "source": ngettext_lazy("%d source", "%d sources"),
    "assessment": ngettext_lazy("%d reference assessment", "%d reference assessments"),
    "finding": ngettext_lazy("%d coded answer", "%d coded answers"),
}


def edition_latest() -> EditionNote | None:
    """What the last loading of the library changed; None before the first."""
    edition = LibraryEdition.objects.first()
    if edition is None:
        return None
    parts = {name: edition.changes.get(name, {}) for name in ("added", "changed", "removed")}
    told = {
        name: tuple(str(TOLD[kind] % counts[kind]) for kind in TOLD if counts.get(kind))
        for name, counts in parts.items()
    }
    return EditionNote(edition.loaded_at, told["added"], told["changed"], told["removed"])
