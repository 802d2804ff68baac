"""How the OpenAPI document is made: every operation names the errors that it can answer with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from natoassess.web.access import Access
from natoassess.web.problems import MEDIA_TYPE

CODES = {
    400: (
        "bad_request",
        "The request cannot be understood; nothing was changed. `errors` lists every fault.",
    ),
    401: ("authentication_failed", "A token is missing, wrong or expired."),
    403: (
        "permission_denied",
        "You may see this, but not do it; or a session's request lacks its CSRF token.",
    ),
    404: ("not_found", "There is nothing here, or nothing that you may see."),
    406: ("not_acceptable", "The API answers in JSON; Accept asks for something else."),
    409: (
        "not_editable",
        "It is in a state that does not allow this: an assessment that has left its author's hands, a job that has "
        "ended or is not done, an Idempotency-Key that came with another request.",
    ),
    412: ("stale", "If-Match names another version than today's: read again, then send your change."),
    413: ("too_large", "The body is larger than the site accepts."),
    415: (
        "unsupported_media_type",
        "Send the media type that is described here: application/json, unless another is.",
    ),
    428: ("if_match_required", "Send If-Match with the ETag that you read."),
    429: ("throttled", "Too many requests; Retry-After says how many seconds to wait."),
}
"""The problem code that is usual for each status, and what it means here."""


class FaultSerializer(serializers.Serializer[Any]):
    """One thing to mend: where it stands, and what to write instead."""

    pointer = serializers.CharField(
        required=False, help_text="JSON pointer (RFC 6901) into the body; an empty one names the body itself."
    )
    parameter = serializers.CharField(required=False, help_text="The query parameter at fault.")
    detail = serializers.CharField(help_text="What is wrong, and the cure.")


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details of RFC 9457, with a code that programs can rely on."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = FaultSerializer(many=True, required=False)  # type: ignore[assignment]  # DRF has a property of that name


IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag that you read.",
    examples=[OpenApiExample("version 3", value='"3"')],
)


class ApiSchema(AutoSchema):
    """drf-spectacular's schema of a view, with the errors that follow from how the view is declared."""

    def get_override_parameters(self) -> list[Any]:
        """If-Match where the view asks for it."""
        return [IF_MATCH] if self._takes_if_match() else []

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        self.resolve_serializer(ProblemSerializer, direction)
        for status in self._error_statuses():
            bodies[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
        return dict(sorted(bodies.items()))

    def _takes_if_match(self) -> bool:
        action = getattr(self.view, "action", None) or self.method.lower()
        return action in getattr(self.view, "takes_if_match", ())

    def _conflicts(self) -> bool:
        return getattr(self.view, "action", None) in getattr(self.view, "conflicts", ())

    def _error_statuses(self) -> set[int]:
        """What this operation can refuse with, from its method, its address and the access it declares."""
        statuses = {400, 401, 406, 429}
        if "{" in self.path or getattr(self.view, "action", None) == "list":
            statuses.add(404)  # of a list: a page beyond the last
        if self.method not in {"GET", "HEAD", "OPTIONS"}:
            statuses |= {403, 413, 415}
        if getattr(self.view, "access", None) is Access.SIGNED_IN:
            statuses.add(403)
        if self._takes_if_match():
            statuses |= {409, 412, 428}
        if self._conflicts():
            statuses.add(409)
        return statuses


def share_problems(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Postprocessing hook of drf-spectacular: describe each error once, where every operation refers to it."""
    result["components"]["responses"] = {_name(status): _problem(status) for status in CODES}
    return result


def _name(status: int) -> str:
    """BadRequest for 400, and so on."""
    return HTTPStatus(status).phrase.replace(" ", "").replace("-", "")


def _problem(status: int) -> dict[str, Any]:
    code, detail = CODES[status]
    example = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    described: dict[str, Any] = {
        "description": detail,
        "content": {MEDIA_TYPE: {"schema": schema, "example": example}},
    }
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        described["headers"] = {
            "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}
        }
    return described
