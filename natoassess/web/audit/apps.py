"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "natoassess.web.audit"
    label = "audit"
