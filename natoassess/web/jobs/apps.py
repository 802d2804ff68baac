"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "natoassess.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Let a worker look for forgotten jobs when it starts and while it runs."""
        from natoassess.web.jobs import sweeping

        sweeping.watch_workers()
