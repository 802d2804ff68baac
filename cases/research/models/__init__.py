"""Rows of the research app."""

from cases.research.models.release import Release

__all__ = ["Release"]
