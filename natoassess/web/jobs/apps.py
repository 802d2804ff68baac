"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "natoassess.web.jobs"
    label = "jobs"
