"""Assessments, their findings and evidence, and the evaluations made of them."""

from cases.assessments.models.assessment import Assessment, Snapshot
from cases.assessments.models.finding import Evidence, Finding

__all__ = ["Assessment", "Evidence", "Finding", "Snapshot"]
