"""What the audit log can be narrowed by."""

from __future__ import annotations

import django_filters
from django.contrib.auth import get_user_model
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from natoassess.web.audit.models import AuditEntry
from natoassess.web.filters import Day

SUBJECT = RegexValidator(
    r"^[a-z]+(:[\w.-]{1,80})?$", _("Name a kind, such as assessment, or one of it, such as assessment:12.")
)


class AuditFilter(django_filters.FilterSet):
    """By who acted, what was done, to what, and when."""

    actor = django_filters.CharFilter(
        method="by_actor",
        label=_("Who"),
        help_text=_("The user name, whole; “program” for the program itself."),
    )
    action = django_filters.CharFilter(
        "action", "startswith", label=_("What"), help_text=_("Such as assessment, or assessment.published.")
    )
    subject = django_filters.CharFilter(
        method="by_subject",
        label=_("To what"),
        help_text=_("Such as assessment, or assessment:12."),
        validators=[SUBJECT],
    )
    since = Day("at", "date__gte", label=_("From"))
    until = Day("at", "date__lte", label=_("Until"))

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def by_actor(self, queryset: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        """One person's, or those of the program itself. What somebody who has left did is asked for by number."""
        if value == "program":
            return queryset.filter(actor_id__isnull=True)
        if value.isascii() and value.isdigit() and len(value) < 18:
            return queryset.filter(actor_id=int(value))
        people = get_user_model().objects.filter(username=value)
        return queryset.filter(actor_id__in=people.values("pk"))

    def by_subject(self, queryset: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        """A kind of thing, or one of it."""
        kind, _colon, key = value.partition(":")
        about = queryset.filter(subject_type=kind)
        return about.filter(subject_id=key) if key else about
