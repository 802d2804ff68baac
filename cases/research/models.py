"""The tables of the research app."""

from cases.research.batches.models import Batch, Chunk

__all__ = ["Batch", "Chunk"]
