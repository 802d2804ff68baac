"""Batches by program: send a file of rows, follow it, call it off, fetch what was made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, status
from rest_framework.parsers import BaseParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cases.research.api.batches_serializers import BatchSerializer
from cases.research.batches.asking import PARAMETERS, batch_ask, batch_go_on
from cases.research.batches.models import Batch, BatchState, Form, OnFault
from cases.research.batches.reception import body_blocks, body_drop, unpacked
from cases.research.batches.selectors import visible_to
from cases.research.batches.services import batch_cancel, batch_delete
from cases.research.batches.streams import (
    Files,
    FilesGone,
    faults_as_csv,
    faults_of,
    joined,
    results_as_csv,
    results_of,
    streamed,
)
from frameworks.batches import PlanInvalid
from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly, answer_no_parameters
from natoassess.web.api_root import ProblemsInJson
from natoassess.web.conditional import tag_of
from natoassess.web.filters import Choice, refuse_repeated
from natoassess.web.lookups import AMONG, ListFilter
from natoassess.web.parameters import refuse_unknown
from natoassess.web.problems import Problem

MEDIA_TYPES = {
    "text/csv": Form.CSV,
    "application/jsonl": Form.JSONL,
    "application/x-ndjson": Form.JSONL,
    "application/x-jsonlines": Form.JSONL,
}
QUERY = [
    OpenApiParameter(
        "framework", str, description="A code; without it `as_of` is needed, whose doctrine then applies."
    ),
    OpenApiParameter(
        "as_of", OpenApiTypes.DATE, description="Judge all rows by this day; else each names its own."
    ),
    OpenApiParameter(
        "standpoint",
        str,
        enum=["ex_post", "ex_ante"],
        description="For rows that name none; ex_post unless told.",
    ),
    OpenApiParameter(
        "draws", int, description="Draws of the index for each row, 0 to 100000; 0 unless told."
    ),
    OpenApiParameter(
        "seed", int, description="One for all rows, which makes them comparable; else each its own."
    ),
    OpenApiParameter("name", str, description="What you call it, at most 120 characters."),
    OpenApiParameter(
        "on_fault", str, enum=OnFault.values, description="What a row with faults does; skip unless told."
    ),
    OpenApiParameter(
        "Idempotency-Key",
        str,
        OpenApiParameter.HEADER,
        description="Of your choice, 1 to 100 characters: the same file under the same key gives the same batch.",
    ),
    OpenApiParameter(
        "Content-Encoding",
        str,
        OpenApiParameter.HEADER,
        enum=["gzip"],
        description="Where the body is packed.",
    ),
]
LINES = {(200, "application/jsonl"): OpenApiTypes.STR, (200, "text/csv"): OpenApiTypes.STR}


class NotRead(BaseParser):
    """Leaves the body alone: it is taken from the network block by block, whatever asks for `data` before."""

    media_type = "*/*"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Nothing."""
        return {}


class BatchFilter(ListFilter):
    """By state."""

    state = Choice(lookups=AMONG, choices=BatchState.choices, label=gettext_lazy("State"))

    class Meta:
        model = Batch
        fields: tuple[str, ...] = ()


class Batches(ReadOnly):
    """The batches of the caller."""

    access = Access.SIGNED_IN
    scope = "batch"
    permission_classes = [IsAuthenticated]
    parser_classes = [NotRead]
    serializer_class = BatchSerializer
    filterset_class = BatchFilter
    queryset = Batch.objects.none()
    conflicts = frozenset({"create", "cancel", "resume"})

    def get_queryset(self) -> QuerySet[Any]:
        """One's own, the newest first."""
        return visible_to(self.request.user)

    @extend_schema(summary="Your batches")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(summary="One of your batches: how far it is")
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask again, a second or more later, until `state` is done, failed or cancelled."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(
        summary="Send a file of rows to be scored",
        description=(
            "The body is the file: CSV with a header, or JSON Lines, each line what `POST /score/` takes, at most a "
            "million rows. It is written to disk as it arrives; parameters stand in the query."
        ),
        request={"text/csv": OpenApiTypes.STR, "application/jsonl": OpenApiTypes.STR},
        responses={200: BatchSerializer, 201: BatchSerializer},
        parameters=QUERY,
    )
    def create(self, request: Request) -> Response:
        """201 and a queued batch; 200 and the same batch where the Idempotency-Key came before."""
        given = request.META.get("CONTENT_LENGTH") or "0"
        announced = int(given) if given.isascii() and given.isdigit() else 0
        try:
            batch, is_new = self._take(request, announced)
        except exceptions.APIException:
            body_drop(request._request, announced)
            raise
        return self._answer(batch, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    def _take(self, request: Request, announced: int) -> tuple[Batch, bool]:
        refuse_unknown(request.query_params, PARAMETERS)
        refuse_repeated(request.query_params)
        form = MEDIA_TYPES.get((request.content_type or "").partition(";")[0].strip().lower())
        if form is None:
            raise exceptions.UnsupportedMediaType(
                request.content_type or "",
                _("Send text/csv or application/jsonl, with the file as the body."),
            )
        if not announced:
            raise Problem(
                _("The body is empty; send the file as the body, with Content-Length."), code="empty"
            )
        return batch_ask(
            cast(User, request.user),
            form=form,
            given=request.query_params.dict(),
            blocks=_content(request, announced),
            idempotency_key=request.headers.get("Idempotency-Key", ""),
        )

    @extend_schema(
        summary="Call off one of your batches",
        description="What is done is kept, and resuming goes on from there. The body is empty.",
        request=None,
        responses=BatchSerializer,
    )
    def cancel(self, request: Request, pk: str) -> Response:
        """The batch as it now is; 409 where it had ended before."""
        answer_no_parameters(request)
        batch = self.get_object()
        if not batch_cancel(owner=cast(User, request.user), batch=batch):
            raise Problem(_("It has ended already."), code="batch_ended", status_code=409)
        return self._now(batch)

    @extend_schema(
        summary="Have one of your batches go on",
        description=(
            "One that failed or was cancelled goes on with the rows that are missing; one that stopped at rows with "
            "faults goes on without them. The body is empty."
        ),
        request=None,
        responses=BatchSerializer,
    )
    def resume(self, request: Request, pk: str) -> Response:
        """The batch as it now is; 409 where it is at work or done."""
        answer_no_parameters(request)
        batch = self.get_object()
        batch_go_on(cast(User, request.user), batch)
        return self._now(batch)

    @extend_schema(summary="Remove one of your batches, with its files", responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """204; a batch at work is called off by it."""
        answer_no_parameters(request)
        batch_delete(owner=cast(User, request.user), batch=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _now(self, batch: Batch) -> Response:
        batch.refresh_from_db()
        return self._answer(batch, status.HTTP_200_OK)

    def _answer(self, batch: Batch, code: int) -> Response:
        body = BatchSerializer(batch, context=self.get_serializer_context()).data
        response = Response(body, status=code)
        if code == status.HTTP_201_CREATED:
            response["Location"] = body["url"]
        return response


class JsonLines(BaseRenderer):
    """A JSON document a line; what is streamed passes by it."""

    media_type = "application/jsonl"
    format = "jsonl"


class CommaSeparated(BaseRenderer):
    """CSV; what is streamed passes by it."""

    media_type = "text/csv"
    format = "csv"


class BatchFiles(ProblemsInJson, Batches):
    """What was made of a batch: JSON Lines, or CSV where Accept asks for it."""

    renderer_classes = [JsonLines, CommaSeparated]
    conflicts = frozenset({"results"})

    @extend_schema(summary="The results of one of your batches, a line for each good row", responses=LINES)
    def results(self, request: Request, pk: str) -> HttpResponseBase:
        """Streamed, in the order of the rows; 409 until the batch is done."""
        answer_no_parameters(request)
        batch = self.get_object()
        if batch.state != BatchState.DONE:
            raise Problem(_("It has no results: it is not done."), code="no_result", status_code=409)
        return _download(request, batch, "results", results_of, results_as_csv)

    @extend_schema(
        summary="The faults of one of your batches, a line for each row that has any", responses=LINES
    )
    def faults(self, request: Request, pk: str) -> HttpResponseBase:
        """Streamed, in the order of the rows; of the chunks that are done, all of them once the batch is."""
        answer_no_parameters(request)
        batch = self.get_object()
        return _download(request, batch, "faults", faults_of, faults_as_csv)


def _download(
    request: Request,
    batch: Batch,
    what: str,
    find: Callable[[Batch], Files],
    as_csv: Callable[[Batch, Files], Iterator[bytes]],
) -> HttpResponseBase:
    """What was made of the batch, in the form that was asked for. Raises Problem where it is gone."""
    ending = request.accepted_renderer.format
    try:
        files = find(batch)
        answer = streamed(batch, f"{what}.{ending}", files, as_csv if ending == "csv" else joined)
        answer["ETag"] = tag_of(request, f"{batch.pk} {files}")  # a chunk that is done stays as it is
        return answer
    except FilesGone as error:
        raise _gone() from error
    except PlanInvalid as error:
        raise Problem(str(error), code="plan_invalid", status_code=409) from error


def _content(request: Request, announced: int) -> Iterator[bytes]:
    """The body, unpacked where it came packed."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    blocks = body_blocks(request._request, announced)
    if encoding == "gzip":
        return unpacked(blocks)
    if encoding != "identity":
        raise exceptions.UnsupportedMediaType(encoding, _("Content-Encoding can be gzip, or none."))
    return blocks


def _gone() -> Problem:
    return Problem(
        _("Its files are no longer here, as after a restoration; send the file again."),
        code="not_found",
        status_code=404,
    )
