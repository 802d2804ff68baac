"""The frameworks app: the law and the yardstick."""

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "frameworks"
    label = "frameworks"

    def ready(self) -> None:
        """Register the sections of the library that this app holds."""
        from frameworks.library import sections

        sections.register()
