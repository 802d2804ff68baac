"""How long ago, in words short enough for a column."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400


def age_words(age: timedelta) -> str:
    """An age in days and hours, below a day in hours, below an hour in minutes: "3 days 4 hours"."""
    seconds = max(0, int(age.total_seconds()))
    if seconds < MINUTE:
        return _("less than a minute")
    if seconds < HOUR:
        n = seconds // MINUTE
        return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
    days, hours = seconds // DAY, seconds % DAY // HOUR
    parts = []
    if days:
        parts.append(ngettext("%(n)d day", "%(n)d days", days) % {"n": days})
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    return " ".join(parts)
