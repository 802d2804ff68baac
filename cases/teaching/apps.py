"""The teaching app."""

from django.apps import AppConfig


class TeachingConfig(AppConfig):
    name = "cases.teaching"
    label = "teaching"
