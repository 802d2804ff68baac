"""The audit log in the administration: to be read, by superusers too."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from natoassess.web.audit.models import AuditEntry


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Rows that nobody adds, changes or deletes here."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody."""
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Entries, the newest first."""

    list_display = ["at", "actor_id", "action", "subject_type", "subject_id"]
    search_fields = ["action", "subject_type", "subject_id"]
