"""Names that the API is to lose: understood until a stated day, and announced in every answer that used one.

`Deprecation` is the header of RFC 9745, `Sunset` that of RFC 8594; the policy is told in docs/api.md and on the page
Data and API.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

SINCE = date(2026, 11, 23)
"""The older names of query parameters are deprecated from this day."""
UNTIL = date(2027, 12, 31)
"""The last day on which they are understood: at least twelve months later."""
POLICY = "deprecation"
"""Where the policy stands on the page Data and API."""


def renamed(given: Mapping[str, Any], old_names: Mapping[str, str]) -> Mapping[str, Any]:
    """`given` with today's names in place of older ones; a name that is given itself is left as it is."""
    used = [name for name in old_names if name in given]
    if not used:
        return given
    if isinstance(given, QueryDict):
        found = given.copy()
        for name in used:
            values = found.pop(name)
            if old_names[name] not in found:
                found.setlist(old_names[name], values)
        return found
    kept = {name: value for name, value in given.items() if name not in used}
    return {old_names[name]: given[name] for name in used} | kept


def both_given(given: Collection[str], old_names: Mapping[str, str]) -> dict[str, str]:
    """For each older name that is given beside the new one: what to mend."""
    return {
        old: _("%(old)s is the older name of %(new)s; give one of them.") % {"old": old, "new": new}
        for old, new in old_names.items()
        if old in given and new in given
    }


def announce(response: HttpResponse, request: HttpRequest) -> None:
    """Say in the headers of `response` that what was asked goes away, when, and where that is explained."""
    response["Deprecation"] = f"@{_seconds(SINCE)}"
    response["Sunset"] = http_date(_seconds(UNTIL))
    address = request.build_absolute_uri(f"{reverse('research:index')}#{POLICY}")
    link = f'<{address}>; rel="deprecation"; type="text/html"'
    response["Link"] = f"{response['Link']}, {link}" if response.has_header("Link") else link


def _seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
