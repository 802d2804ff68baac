"""What was typed when the session had ended: kept in the page, through signing in, until it is sent again.

Nothing of it is stored here. It travels as one hidden field, because the form it came from carries the security token
of the old session, and signing in makes a new one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "kept"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a field


@dataclass(frozen=True)
class Kept:
    """A form that was sent without a session: where to, and the fields in their order."""

    path: str
    fields: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """As the value of a hidden field."""
        return json.dumps([self.path, self.fields], ensure_ascii=False)


def kept_in(request: HttpRequest) -> Kept | None:
    """What the sign-in form carries along; None where it carries nothing, or nothing that leads back to this site."""
    try:
        path, fields = json.loads(request.POST.get(FIELD, ""))
        kept = Kept(str(path), tuple((str(name), str(value)) for name, value in fields))
    except (ValueError, TypeError, RecursionError):
        return None
    leads_here = kept.path.startswith("/") and url_has_allowed_host_and_scheme(kept.path, allowed_hosts=None)
    return kept if leads_here else None


def signed_out(request: HttpRequest) -> HttpResponse:
    """403 to a form that a stranger sent: how to sign in without losing it. For a part of a page, 401 and no page."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401)
    fields = tuple(
        (name, value) for name, values in request.POST.lists() if name != TOKEN for value in values
    )
    kept = Kept(request.get_full_path(), fields)
    return render(request, "accounts/signed_out.html", {FIELD: kept.as_text()}, status=403)


def send_again(request: HttpRequest, kept: Kept) -> HttpResponse:
    """For who has signed in: the form as it was, with the token of the new session and one button."""
    response = render(request, "accounts/send_again.html", {FIELD: kept})
    response["Cache-Control"] = "no-store"
    return response
