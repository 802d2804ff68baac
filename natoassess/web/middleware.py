"""Middleware of the site: private pages are never kept, hostile requests are refused early."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from natoassess.web import problems

GetResponse = Callable[[HttpRequest], HttpResponse]
API_PREFIX = "/api/"
DRAINED = 4
"""Up to so many times the limit of a body is read and thrown away, so that the client hears the refusal."""


class PrivatePagesMiddleware:
    """What a signed-in person sees is stored by no cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add Cache-Control: no-store where the answer depends on who asks."""
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response


class RefusedRequestMiddleware:
    """Refuses TRACE, bodies above the limit of their route and addresses that hold a null character.

    The limit is `settings.MAXIMUM_BODY`, or what `settings.LARGER_BODIES` says of a route by its name.
    The API answers all errors as problems, pages in words.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, or go on; an unrouted API address answers 404 as a problem."""
        if request.method == "TRACE":
            return HttpResponse(status=405)
        if _announced_length(request) > settings.MAXIMUM_BODY and _announced_length(request) > _limit(
            request
        ):
            return _too_large(request, _limit(request))
        if "\x00" in request.path or any(
            "\x00" in value for values in request.GET.lists() for value in values[1]
        ):
            raise BadRequest(_("The address holds a null character."))
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if request.path.startswith(API_PREFIX) and response.status_code >= 400 and is_page:
            return problems.response(response.status_code, code="error", detail=response.reason_phrase)
        if response.status_code == 405 and not response.streaming and not response.content:
            return _not_for_reading(request, response)
        return response


def _not_for_reading(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405 in words: the framework answers with nothing, which a browser shows as a page that does not work."""
    page = render(request, "errors/405.html", status=405)
    if "Allow" in refused:
        page["Allow"] = refused["Allow"]
    return page


def _announced_length(request: HttpRequest) -> int:
    """Content-Length; 0 without one, for then the server hands on no body."""
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdigit() else 0


def _limit(request: HttpRequest) -> int:
    """How many bytes the route takes."""
    try:
        route = resolve(request.path_info).view_name
    except Resolver404:
        route = ""
    return int(settings.LARGER_BODIES.get(route, settings.MAXIMUM_BODY))


def _too_large(request: HttpRequest, limit: int) -> HttpResponse:
    """413, in words; the body is not looked at, whatever its kind."""
    left = min(_announced_length(request), DRAINED * limit)
    while left > 0 and (read := len(request.read(min(left, 65_536)))):
        left -= read
    detail = _("The request is larger than the %(limit)s MB that are taken.") % {"limit": limit / 1_000_000}
    if request.path.startswith(API_PREFIX):
        return problems.response(413, code="too_large", detail=detail)
    return render(request, "errors/413.html", {"detail": detail}, status=413)
