"""The research app."""

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "cases.research"
    label = "research"

    def ready(self) -> None:
        """Offer sensitivity studies as a job."""
        from cases.research.studies import jobs

        jobs.register()
