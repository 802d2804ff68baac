"""Rows of the research app."""

from cases.research.batches.models import Batch, Chunk
from cases.research.models.release import Release

__all__ = ["Batch", "Chunk", "Release"]
