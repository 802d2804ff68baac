"""Assessments, their findings and evidence, the codings behind them, and the evaluations made of them."""

from cases.assessments.models.assessment import Assessment, Contributor, Snapshot
from cases.assessments.models.coding import Coding
from cases.assessments.models.finding import AnswerChange, Evidence, Finding
from cases.assessments.models.frozen import Frozen
from cases.assessments.models.publication import Publication, PublicationYear

__all__ = [
    "AnswerChange",
    "Assessment",
    "Coding",
    "Contributor",
    "Evidence",
    "Finding",
    "Frozen",
    "Publication",
    "PublicationYear",
    "Snapshot",
]
