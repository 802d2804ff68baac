"""The law (actors, instruments, provisions) and the yardstick (catalogue, frameworks) as rows."""

from frameworks.models.actor import Actor, ActorMembership
from frameworks.models.edition import LibraryEdition
from frameworks.models.framework import (
    Catalogue,
    CompetenceRule,
    Criterion,
    Dimension,
    Fact,
    Framework,
    LegalTest,
    SovereigntyDimension,
)
from frameworks.models.instrument import Instrument, Provision
from frameworks.models.overview import Overview
from frameworks.models.relation import Relation
from frameworks.models.search import SearchEntry, SearchState, SearchTerm

__all__ = [
    "Actor",
    "ActorMembership",
    "Catalogue",
    "CompetenceRule",
    "Criterion",
    "Dimension",
    "Fact",
    "Framework",
    "Instrument",
    "LegalTest",
    "LibraryEdition",
    "Overview",
    "Provision",
    "Relation",
    "SearchEntry",
    "SearchState",
    "SearchTerm",
    "SovereigntyDimension",
]
