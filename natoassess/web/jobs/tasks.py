"""The one task: run the job of this id. Its message may be lost or come twice; the row decides."""

from __future__ import annotations

import uuid

from celery import shared_task

from natoassess.web.jobs.runner import job_run


@shared_task(name="jobs.run", acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def run_job(job_id: str) -> None:
    """Run the job, unless another worker has it or it has ended."""
    job_run(job_id=uuid.UUID(job_id))
