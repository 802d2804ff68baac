"""Health, and the pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from natoassess.web import problems
from natoassess.web.access import Access, page
from natoassess.web.health import readiness
from natoassess.web.middleware import API_PREFIX


@require_safe
@page(Access.PUBLIC)
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@page(Access.PUBLIC)
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations and cache are in order, else 503 and what is not."""
    checks = readiness()
    ready = all(state == "ok" for state in checks.values())
    return JsonResponse(
        {"status": "ok" if ready else "not ready", "checks": checks}, status=200 if ready else 503
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: say what happened and that nothing was saved."""
    return render(request, "errors/csrf.html", {"reason": reason}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, in words."""
    return _error(request, 400, str(exception))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, in words."""
    return _error(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; says nothing about what may exist behind it."""
    return _error(request, 404, _("There is nothing at this address, or nothing that you may see."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without touching database or context."""
    if request.path.startswith(API_PREFIX):
        return problems.response(
            500, code="error", detail=_("Something went wrong here. It has been recorded.")
        )
    # Without the request there are no context processors, which might fail for the same reason as the page did.
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def _error(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        return problems.response(
            status, code={400: "bad_request", 403: "forbidden", 404: "not_found"}[status], detail=detail
        )
    return render(request, f"{status}.html", {"detail": detail}, status=status)
