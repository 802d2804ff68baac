"""Doing jobs inside a test, without worker or threads."""

from __future__ import annotations

from natoassess.web.jobs.models import Job, State
from natoassess.web.jobs.runner import job_run


def run_queued() -> list[Job]:
    """Do every queued job here and now, the oldest first; returns them as they ended."""
    waiting = list(Job.objects.filter(state=State.QUEUED).order_by("created_at"))
    for job in waiting:
        job_run(job_id=job.pk, beating=False)
        job.refresh_from_db()
    return waiting
