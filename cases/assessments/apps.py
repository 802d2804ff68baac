"""The assessments app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "cases.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Register the sections of the library that this app holds, and what relies on the law here."""
        from cases.assessments import account_part, actor_part, precedents, reliance, sections

        account_part.register()
        sections.register()
        reliance.register()
        actor_part.register()
        precedents.register()
