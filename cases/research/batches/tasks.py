"""The one task: score the chunk of this id. Its message may be lost or come twice; the row decides."""

from __future__ import annotations

import uuid

from celery import shared_task


@shared_task(name="batches.run_chunk", acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def run_chunk(chunk_id: str) -> None:
    """Score the chunk, unless another worker has it, it is done, or its batch has ended."""
    # Here, so that a process that only sends it need not load the engine.
    from cases.research.batches.running import chunk_run

    chunk_run(chunk_id=uuid.UUID(chunk_id))
