"""The research app."""

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "cases.research"
    label = "research"

    def ready(self) -> None:
        """Offer sensitivity studies as a job; have workers know the task of batches, and sweep their chunks."""
        from cases.research.batches import (
            account_part,
            tasks,  # noqa: F401  its import tells Celery of it
        )
        from cases.research.batches.sweeping import batches_remove_old, chunks_sweep
        from cases.research.studies import jobs
        from natoassess.web.jobs.sweeping import sweep_too, sweep_work

        jobs.register()
        account_part.register()
        sweep_work(chunks_sweep)
        sweep_too(batches_remove_old)
