"""Cases, their phases, and the record of each: events, claims, figures, holdings, sources."""

from cases.studies.models.case import Case, CaseActor, Phase
from cases.studies.models.record import Claim, Criticism, Event, Figure, Holding, LedgerEntry, Source

__all__ = [
    "Case",
    "CaseActor",
    "Claim",
    "Criticism",
    "Event",
    "Figure",
    "Holding",
    "LedgerEntry",
    "Phase",
    "Source",
]
