"""Errors of the API as RFC 9457 problem details, with a JSON pointer for each fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, JsonResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response

from natoassess.web.parameters import UnknownParameters

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 100
"""Faults that one document lists; nobody mends more at once."""


class Problem(exceptions.APIException):
    """An error with a status, a code that programs can rely on, and faults that each point at their place.

    `errors` is a list of {"pointer": JSON pointer into the body (RFC 6901), "detail": what is wrong and the cure}.
    """

    def __init__(
        self,
        detail: str,
        *,
        code: str,
        status_code: int = status.HTTP_400_BAD_REQUEST,
        errors: Iterable[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(detail, code)
        self.status_code = status_code
        self.problem_code = code
        self.errors = [dict(error) for error in errors]


class PreconditionFailed(Problem):
    """412: the object has changed since the caller read it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Someone has changed this since you read it. Read it again, then send your change with its new ETag."
            ),
            code="stale",
            status_code=status.HTTP_412_PRECONDITION_FAILED,
        )


class PreconditionRequired(Problem):
    """428: a change without If-Match would overwrite blindly."""

    def __init__(self) -> None:
        super().__init__(
            _("Send If-Match with the ETag that you read, so that nobody's change is overwritten unseen."),
            code="if_match_required",
            status_code=status.HTTP_428_PRECONDITION_REQUIRED,
        )


def body(
    status_code: int, *, code: str, detail: str, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The members of a problem document."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status_code).phrase,
        "status": status_code,
        "code": code,
        "detail": detail,
    }
    if errors:
        document["errors"] = errors[:MOST_ERRORS]
        more = len(errors) - MOST_ERRORS
        if more > 0:
            left = _("There are %(more)d more faults; mend these first.") % {"more": more}
            document["errors"].append({"pointer": "", "detail": left})
    return document


def response(
    status_code: int, *, code: str, detail: str, errors: list[dict[str, str]] | None = None
) -> JsonResponse:
    """A problem outside a DRF view (middleware, error handlers)."""
    return JsonResponse(
        body(status_code, code=code, detail=detail, errors=errors),
        status=status_code,
        content_type=MEDIA_TYPE,
    )


def pointers(detail: Any, prefix: str = "") -> list[dict[str, str]]:
    """Flatten DRF's nested error detail into [{pointer, detail}]."""
    if isinstance(detail, Mapping):
        return [
            fault
            for key, value in detail.items()
            for fault in pointers(
                value, prefix if key == "non_field_errors" else f"{prefix}/{_escape(str(key))}"
            )
        ]
    if isinstance(detail, list):
        nested = any(isinstance(item, (Mapping, list)) for item in detail)
        return [
            fault
            for index, item in enumerate(detail)
            for fault in pointers(item, f"{prefix}/{index}" if nested else prefix)
        ]
    return [{"pointer": prefix, "detail": str(detail)}]


def sentence(detail: str) -> str:
    """A detail, which may go on after the name of what is wrong, as a sentence that stands alone beside a field."""
    whole = capfirst(detail)
    return whole if whole.endswith((".", "?")) else f"{whole}."


def pointer(*path: object) -> str:
    """The JSON pointer (RFC 6901) to where `path` leads: keys and positions."""
    return "".join(f"/{_escape(str(token))}" for token in path)


def _escape(token: str) -> str:
    """RFC 6901: ~ and / are written ~0 and ~1."""
    return token.replace("~", "~0").replace("/", "~1")


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's hook: every error that a caller can cause becomes a problem document."""
    from rest_framework.views import (
        set_rollback,
    )  # whose module needs those that authenticate, which need Problem

    known = _translate(exc)
    if known is None:
        return None
    set_rollback()
    headers: dict[str, str] = {}
    errors: list[dict[str, str]] = []
    code = str(getattr(known, "problem_code", known.default_code))
    detail: str = str(known.detail)
    if isinstance(known, Problem):
        errors = known.errors
    elif isinstance(known, exceptions.ValidationError):
        errors = pointers(known.detail)
        detail, code = _("The request has faults; nothing was changed."), "invalid"
    wait = getattr(known, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(max(1, int(wait)))
    challenge = getattr(known, "auth_header", None)
    if challenge:
        headers["WWW-Authenticate"] = challenge
    document = body(known.status_code, code=code, detail=detail, errors=errors)
    return Response(document, status=known.status_code, headers=headers, content_type=MEDIA_TYPE)


def _translate(exc: Exception) -> exceptions.APIException | None:
    """The API exception that stands for `exc`; None for what nobody should have caused."""
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, UnknownParameters):
        return Problem(
            _("Unknown query parameters are refused."),
            code="unknown_params",
            errors=[{"parameter": name, "detail": detail} for name, detail in exc.details.items()],
        )
    if isinstance(exc, RequestDataTooBig):
        return Problem(_("The body is too large."), code="too_large", status_code=413)
    if isinstance(exc, BadRequest):
        return Problem(str(exc) or _("Bad request."), code="bad_request")
    return None
