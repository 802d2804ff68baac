"""Middleware of the site: private pages are never kept, hostile requests are refused early."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from natoassess.web import problems

GetResponse = Callable[[HttpRequest], HttpResponse]
API_PREFIX = "/api/"


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
    """Refuses TRACE and addresses that hold a null character; the API answers all errors as problems."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, or go on; an unrouted API address answers 404 as a problem."""
        if request.method == "TRACE":
            return HttpResponse(status=405)
        if "\x00" in request.path or any(
            "\x00" in value for values in request.GET.lists() for value in values[1]
        ):
            raise BadRequest(_("The address holds a null character."))
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if request.path.startswith(API_PREFIX) and response.status_code >= 400 and is_page:
            return problems.response(response.status_code, code="error", detail=response.reason_phrase)
        return response
