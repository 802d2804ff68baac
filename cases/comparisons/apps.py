"""The comparisons app."""

from django.apps import AppConfig


class ComparisonsConfig(AppConfig):
    name = "cases.comparisons"
    label = "comparisons"
