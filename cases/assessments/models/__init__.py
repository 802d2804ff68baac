"""Assessments, their findings and evidence, the codings behind them, and the evaluations made of them."""

from cases.assessments.models.assessment import Assessment, Contributor, Snapshot
from cases.assessments.models.coding import Coding
from cases.assessments.models.comment import Comment
from cases.assessments.models.finding import AnswerChange, Evidence, Finding
from cases.assessments.models.publication import Publication, PublicationYear
from cases.assessments.models.second_coding import ConsensusItem, Dissent, SecondCoding
from cases.assessments.models.source import Attachment, CitedSource
from natoassess.web.frozen import Frozen

__all__ = [
    "AnswerChange",
    "Assessment",
    "Attachment",
    "CitedSource",
    "Coding",
    "Comment",
    "ConsensusItem",
    "Contributor",
    "Dissent",
    "Evidence",
    "Finding",
    "Frozen",
    "Publication",
    "PublicationYear",
    "SecondCoding",
    "Snapshot",
]
