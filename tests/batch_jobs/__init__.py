"""Batches as jobs: sending a file, workers, what is kept of it."""
