"""The frameworks app: the law and the yardstick."""

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "frameworks"
    label = "frameworks"

    def ready(self) -> None:
        """Register the sections of the library that this app holds, what of them can be found, and what people own."""
        from frameworks import account_part
        from frameworks.library import sections
        from frameworks.search import documents

        sections.register()
        documents.register()
        account_part.register()
