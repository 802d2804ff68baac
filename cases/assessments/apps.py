"""The assessments app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "cases.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Register the sections of the library that this app holds, and what relies on the law here."""
        from cases.assessments import actor_part, precedents, reliance, sections

        sections.register()
        reliance.register()
        actor_part.register()
        precedents.register()
