"""Conditional reads (RFC 9110, 13): every answer to GET and HEAD has an ETag, and 304 says that it still holds.

A tag names the whole answer: what it was made from, its address and form, and who asked. One person's tag never
validates another's answer, nor one release of the program's another's.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

READING = frozenset({"GET", "HEAD"})
ANYTHING = "*"
OF_THE_BODY = frozenset({"content-type", "content-length", "content-disposition", "content-language"})
"""Headers that describe a body, which 304 has none of."""


class NotModified(Exception):
    """What the caller has still holds; `tag` names it."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        super().__init__(tag)


class ConditionalReads(APIView):
    """Answers GET and HEAD with an ETag and honours If-None-Match.

    A view that knows from what an answer is made says so in `freshness`; then an unchanged answer is not even begun.
    Elsewhere the rendered bytes are the tag. A tag that the view sets itself stays as it is.
    """

    vary: ClassVar[tuple[str, ...]] = ("Accept", "Authorization", "Cookie")

    def freshness(self, request: Request) -> str | None:
        """What the answer depends on beside address, form, day and caller, read without reading the answer.

        Any change that could change the answer must change this text. None: no such text is known.
        """
        return None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After all that may refuse the call: end here where the caller's tag still holds."""
        super().initial(request, *args, **kwargs)
        if request.method not in READING:
            return
        state = self.freshness(request)
        if state is None:
            return
        tag = tag_of(request, state)
        vars(request)["tag"] = tag
        # "*" is for any answer that there is, which is not known before it is made
        if tag in _known(request):
            raise NotModified(tag)

    def handle_exception(self, exc: Exception) -> Response:
        """304 without a body; what else was raised becomes a problem."""
        if isinstance(exc, NotModified):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": exc.tag})
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Tag what is good to be kept, and say for whom."""
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(answer, self.vary)
        if request.method in READING and answer.status_code in {200, 304}:
            shared = "private" if _who(request) else "public"
            answer.headers.setdefault("Cache-Control", f"{shared}, no-cache")
            if answer.status_code == status.HTTP_200_OK:
                answer = _tagged(request, answer)
        return answer


def _tagged(request: Request, answer: Any) -> Any:
    """`answer` with its tag: its own, that of its freshness, or once it is rendered that of its bytes."""
    tag = getattr(request, "tag", None)
    if tag is not None and "ETag" not in answer:
        answer["ETag"] = tag
    if "ETag" in answer:
        return _unless_known(request, answer)
    if answer.streaming:
        return answer  # it can be read only once: such a view says its freshness, or its tag

    def by_its_bytes(rendered: HttpResponse) -> HttpResponse:
        rendered["ETag"] = tag_of(request, rendered.content)
        answer: HttpResponse = _unless_known(request, rendered)
        return answer

    if hasattr(answer, "add_post_render_callback"):
        answer.add_post_render_callback(by_its_bytes)
        return answer
    return by_its_bytes(answer)


def _unless_known(request: Request, answer: Any) -> Any:
    """`answer`, or 304 with its headers where the caller has it."""
    if not is_known(request, answer["ETag"]):
        return answer
    kept: dict[str, str] = {name: value for name, value in answer.items() if name.lower() not in OF_THE_BODY}
    unmodified = HttpResponseNotModified(headers=kept)
    closers: Any = unmodified
    closers._resource_closers.extend(answer._resource_closers)  # a file that was opened to be sent
    return unmodified


def is_known(request: Request, tag: str) -> bool:
    """Whether the caller has the answer of that tag: a view may then answer 200 with the tag and no content."""
    known = _known(request)
    return ANYTHING in known or tag.removeprefix("W/") in known


def _known(request: Request) -> frozenset[str]:
    """The tags that the caller has, compared weakly (RFC 9110, 8.8.3.2)."""
    return frozenset(tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", "")))


def _who(request: Request) -> str:
    """Whoever asks; "" for a visitor."""
    return str(request.user.pk) if request.user.is_authenticated else ""


def tag_of(request: Request, state: str | bytes) -> str:
    """The tag of the answer to `request` made from `state`: 32 hex digits that tell nothing of it."""
    named = (
        program(),
        request.build_absolute_uri(),
        str(getattr(request, "accepted_media_type", "")),
        get_language() or "",
        _who(request),
        timezone.now().date().isoformat(),  # what is in force, what has run out
    )
    content = state.encode() if isinstance(state, str) else state
    digest = hashlib.sha256("\n".join(named).encode() + b"\n" + content)
    return f'"{digest.hexdigest()[:32]}"'


@cache
def program() -> str:
    """A digest of this program's own files: another release may show the same rows otherwise."""
    root = Path(__file__).resolve().parent.parent.parent
    digest = hashlib.sha256()
    for folder in ("natoassess", "frameworks", "cases"):
        for path in sorted((root / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
