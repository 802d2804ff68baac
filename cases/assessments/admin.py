"""Publications in the administration: to be read alone."""

from __future__ import annotations

from django.contrib import admin

from cases.assessments.models import Publication
from natoassess.web.audit.admin import ReadOnlyAdmin


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    """Publications by number. They are retracted on their own page, with a reason."""

    list_display = ["number", "title", "published_at", "retracted_at"]
    search_fields = ["number", "title"]
    exclude = ["record"]
