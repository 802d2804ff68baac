"""The studies app."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    name = "cases.studies"
    label = "studies"

    def ready(self) -> None:
        """Register the sections of the library that this app holds, and what of them can be found."""
        from cases.studies import search, sections

        sections.register()
        search.register()
