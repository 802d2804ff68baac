"""Assessments, their findings and evidence, the codings behind them, and the evaluations made of them."""

from cases.assessments.models.assessment import Assessment, Contributor, Snapshot
from cases.assessments.models.coding import Coding
from cases.assessments.models.finding import AnswerChange, Evidence, Finding

__all__ = ["AnswerChange", "Assessment", "Coding", "Contributor", "Evidence", "Finding", "Snapshot"]
