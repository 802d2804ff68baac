"""Batches: files of up to a million rows, scored in chunks by workers.

The rows of the tables Batch and Chunk are the truth; a message in the broker only reminds a worker of a chunk. What is
done to the lines of a file is in frameworks.batches; see docs/decisions/0026-batches.md.
"""
