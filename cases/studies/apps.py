"""The studies app."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "cases.studies"
    label = "studies"

    def ready(self) -> None:
        """Register the sections of the library that this app holds."""
        from cases.studies import sections

        sections.register()
