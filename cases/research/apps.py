"""The research app."""

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "cases.research"
    label = "research"
