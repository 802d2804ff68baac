"""Assessments, their findings and evidence, the codings behind them, and the evaluations made of them."""

from cases.assessments.models.assessment import Assessment, Snapshot
from cases.assessments.models.coding import Coding
from cases.assessments.models.finding import Evidence, Finding

__all__ = ["Assessment", "Coding", "Evidence", "Finding", "Snapshot"]
