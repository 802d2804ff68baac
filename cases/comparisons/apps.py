"""The comparisons app."""

from django.apps import AppConfig


class ComparisonsConfig(AppConfig):
    name = "cases.comparisons"
    label = "comparisons"

    def ready(self) -> None:
        """Offer the export of comparisons as a job."""
        from cases.comparisons import jobs

        jobs.register()
