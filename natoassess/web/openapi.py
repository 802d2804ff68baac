"""How the OpenAPI document is made: every operation names the errors that it can answer with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from natoassess.web.deprecation import UNTIL
from natoassess.web.openapi_forms import FORMAT, file_contents, is_of_files
from natoassess.web.problems import MEDIA_TYPE

CODES = {
    400: (
        "bad_request",
        "The request cannot be understood; nothing was changed. `errors` lists every fault.",
    ),
    401: ("authentication_failed", "A token is missing, wrong or expired."),
    403: (
        "permission_denied",
        "You may see this, but not do it; or a session's request lacks its CSRF token. `scope_missing`: the token was "
        "made without the scope that `detail` names.",
    ),
    404: ("not_found", "There is nothing here, or nothing that you may see."),
    406: ("not_acceptable", "Accept asks for no form that this address answers in; lists name theirs."),
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

OWN_CODES = {409: "nothing_to_compare", 410: "retracted", 416: "range_not_satisfiable", 500: "damaged"}
"""The codes of errors that single operations describe in their own words."""


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

CHOICE = [
    OpenApiParameter(
        "fields",
        str,
        description=(
            "Only these members, commas between them, parts after a dot: id,evaluation.legality.verdict. Members that "
            "are left out are absent from the answer, also where its schema requires them."
        ),
    ),
    OpenApiParameter(
        "omit",
        str,
        description="All members but these, named as in `fields`; not together with it.",
    ),
]
"""The choice of members, which stands once among the components; operations refer to it.

Without examples: Swagger UI would fill them in, and the two together are refused.
"""


IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="ETags read before; 304 while one of them still holds.",
)
NOT_MODIFIED = "NotModified"
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {
        "description": "Names this answer, for whoever asked: send it back in If-None-Match.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "How many calls (q) in how many seconds (w); absent where nothing is limited.",
        "schema": {"type": "string"},
        "example": '"default";q=600;w=60',
    },
    "RateLimit": {
        "description": "How many calls are left (r), and for how many seconds more (t).",
        "schema": {"type": "string"},
        "example": '"default";r=599;t=12',
    },
}
LIMITS = ("RateLimit-Policy", "RateLimit")


class ApiSchema(AutoSchema):
    """drf-spectacular's schema of a view, with the errors that follow from how the view is declared."""

    def get_override_parameters(self) -> list[Any]:
        """If-Match where the view asks for it; of reads If-None-Match, choice of members, `format`, older names."""
        asked = [IF_MATCH] if self._takes_if_match() else []
        if self.method == "GET":
            asked.append(IF_NONE_MATCH)
        if getattr(self.view, "field_parameters", None):
            asked += CHOICE
        if self._gives_files():
            asked.append(FORMAT)
        if getattr(self.view, "action", None) == "list":
            asked += self._old_names()
        return asked

    def _old_names(self) -> list[OpenApiParameter]:
        """Parameters that are going away, with what to write in their place."""
        filterset = getattr(self.view, "filterset_class", None)
        return [
            OpenApiParameter(
                old, str, deprecated=True, description=f"Older name of `{new}`, understood until {UNTIL}."
            )
            for old, new in getattr(filterset, "old_names", {}).items()
        ]

    def map_renderers(self, attribute: str) -> list[Any]:
        """Those of data; files are described beside them."""
        view: Any = self.view
        if not self._gives_files():
            return list(super().map_renderers(attribute))
        kept = [renderer for renderer in view.get_renderers() if not is_of_files(renderer)]
        return [getattr(renderer, attribute) for renderer in kept]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        self.resolve_serializer(ProblemSerializer, direction)
        if self._gives_files():
            bodies["200"]["content"] |= file_contents()
        for status in self._error_statuses():
            bodies[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
        told = ("ETag", *LIMITS) if self.method == "GET" else LIMITS
        for body in bodies.values():
            if "$ref" not in body:
                headers = {name: {"$ref": f"#/components/headers/{name}"} for name in told}
                body["headers"] = {**headers, **body.get("headers", {})}
        if self.method == "GET":
            bodies["304"] = {"$ref": f"#/components/responses/{NOT_MODIFIED}"}
        return dict(sorted(bodies.items()))

    def _gives_files(self) -> bool:
        return self.method == "GET" and bool(getattr(self.view, "gives_files", False))

    def _takes_if_match(self) -> bool:
        action = getattr(self.view, "action", None) or self.method.lower()
        return action in getattr(self.view, "takes_if_match", ())

    def _conflicts(self) -> bool:
        return getattr(self.view, "action", None) in getattr(self.view, "conflicts", ())

    def _error_statuses(self) -> set[int]:
        """What this operation can refuse with, from its method, its address and the access it declares."""
        statuses = {400, 401, 403, 406, 429}
        if "{" in self.path or getattr(self.view, "action", None) == "list":
            statuses.add(404)  # of a list: a page beyond the last
        if self.method not in {"GET", "HEAD", "OPTIONS"}:
            statuses |= {413, 415}
        if self._takes_if_match():
            statuses |= {409, 412, 428}
        if self._conflicts():
            statuses.add(409)
        return statuses


def share_problems(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Postprocessing hook of drf-spectacular: describe each error once, where every operation refers to it."""
    limits = {name: {"$ref": f"#/components/headers/{name}"} for name in LIMITS}
    unmodified = {
        "description": "What you have still holds. No body.",
        "headers": {"ETag": {"$ref": "#/components/headers/ETag"}, **limits},
    }
    problems = {_name(status): _problem(status) for status in CODES}
    result["components"]["responses"] = {NOT_MODIFIED: unmodified, **problems}
    result["components"]["headers"] = HEADERS
    result["components"]["parameters"] = {"Fields": None, "Omit": None}
    for methods in result["paths"].values():
        for operation in methods.values():
            _exemplify(operation["responses"])
            _share_choice(operation.get("parameters", []), result["components"]["parameters"])
    return result


def _exemplify(responses: dict[str, Any]) -> None:
    """Give an error that only this operation answers with its form and an example."""
    for status, answer in responses.items():
        if int(status) < HTTPStatus.BAD_REQUEST or "$ref" in answer:
            continue
        if "example" not in answer.get("content", {}).get(MEDIA_TYPE, {}):
            code = OWN_CODES.get(int(status), "conflict")
            answer["content"] = _content(int(status), code, answer.get("description", ""))


def _share_choice(parameters: list[dict[str, Any]], shared: dict[str, Any]) -> None:
    """Put the choice of members among the components, and a reference in its place."""
    for number, parameter in enumerate(parameters):
        if parameter["in"] == "query" and parameter["name"] in {"fields", "omit"}:
            name = parameter["name"].capitalize()
            shared[name] = parameter
            parameters[number] = {"$ref": f"#/components/parameters/{name}"}


def _name(status: int) -> str:
    """BadRequest for 400, and so on."""
    return HTTPStatus(status).phrase.replace(" ", "").replace("-", "")


def _problem(status: int) -> dict[str, Any]:
    code, detail = CODES[status]
    described: dict[str, Any] = {"description": detail, "content": _content(status, code, detail)}
    described["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in LIMITS}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        waiting = {"schema": {"type": "integer"}, "description": "Seconds to wait."}
        described["headers"]["Retry-After"] = waiting
    return described


def _content(status: int, code: str, detail: str) -> dict[str, Any]:
    """A problem document with an example."""
    example = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    return {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
