"""The assessments app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "cases.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Register the sections of the library that this app holds, what relies on the law here, what is swept."""
        from cases.assessments import account_part, actor_part, precedents, reliance, sections
        from cases.assessments.attachments import files_sweep
        from cases.assessments.trash import trash_empty
        from natoassess.web.jobs.sweeping import sweep_too

        account_part.register()
        sections.register()
        reliance.register()
        actor_part.register()
        precedents.register()
        sweep_too(trash_empty)
        sweep_too(files_sweep)
