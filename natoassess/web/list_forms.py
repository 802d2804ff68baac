"""Any filtered list as a file: CSV, XLSX, JSON Lines or Parquet, whole, with the rows and values of its pages.

A file is asked for by Accept or, in links, by `format=`. It is written to a temporary file before its first byte goes
out (docs/decisions/0022-lists-as-files.md says why); memory does not grow with the list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import FileResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import NotAcceptable
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from natoassess.web.problems import Problem
from natoassess.web.rows import FORMS, Columns, Form, FormMissing, TooManyRows, columns_of, forms_available

PARAMETER = "format"
PAGE = "json"
"""What `format=` calls the page in JSON that there is without it."""
CHUNK = 500
"""Rows that are read from the database, and held in memory, together."""
IN_MEMORY = 1_000_000
"""Bytes of a file that are kept without a file on disk."""
FIRST_IN_PATH = 3
"""Where the name of the list stands in /api/v1/instruments/."""


class FileRenderer(JSONRenderer):
    """Makes a media type acceptable. Files are no rendered data; what is refused instead of one is JSON."""

    form: ClassVar[Form]


def _renderers(form: Form) -> Iterator[type[FileRenderer]]:
    for media_type in (form.media_type, *form.also):
        yield type(
            "FileRenderer", (FileRenderer,), {"media_type": media_type, "format": form.name, "form": form}
        )


RENDERERS = {name: tuple(_renderers(form)) for name, form in FORMS.items()}


class ListForms(GenericAPIView[Any]):
    """A list that can be had whole in the forms of `natoassess.web.rows`, beside its pages in JSON."""

    has_forms: ClassVar[bool] = True
    """False where a view answers its list otherwise than from `get_queryset` and its serializer."""
    action: str

    @property
    def gives_files(self) -> bool:
        """Whether what is asked for is a list that comes as files too."""
        return self.has_forms and getattr(self, "action", None) == "list"

    @property
    def form_parameters(self) -> frozenset[str]:
        """The query parameters that ask for a form."""
        return frozenset({PARAMETER}) if self.gives_files else frozenset()

    def get_renderers(self) -> list[BaseRenderer]:
        """JSON, and for a list every form that can be had here."""
        renderers: list[BaseRenderer] = list(super().get_renderers())
        if self.gives_files:
            renderers += [renderer() for name in forms_available() for renderer in RENDERERS[name]]
        return renderers

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """DRF's own; a refusal names what there is."""
        try:
            return super().perform_content_negotiation(request, force)
        except NotAcceptable as error:
            if not self.gives_files:
                raise
            raise Problem(
                _("Accept asks for none of the forms of this list: %(types)s.")
                % {"types": ", ".join(renderer.media_type for renderer in self.get_renderers())},
                code="not_acceptable",
                status_code=status.HTTP_406_NOT_ACCEPTABLE,
            ) from error

    def asked_form(self, request: Request) -> Form | None:
        """The form of file that is asked for; None for a page in JSON. `format` goes before Accept.

        Raises Problem (400) for a form that there is not, and for paging of a file.
        """
        name = request.query_params.get(PARAMETER)
        if name is None:
            renderer = getattr(request, "accepted_renderer", None)
            form = renderer.form if isinstance(renderer, FileRenderer) else None
        else:
            form = FORMS.get(name)
        faults = [] if form or name in (None, PAGE) else [_unknown_form()]
        if form is not None:
            faults += [] if form.available() else [_missing(form)]
            faults += self._paging(request, form)
        if faults:
            raise Problem(
                _("Some query parameters cannot be understood."), code="invalid_params", errors=faults
            )
        return form

    def _paging(self, request: Request, form: Form) -> list[dict[str, str]]:
        detail = _("%(form)s holds the whole list: leave it out.") % {"form": form.label}
        paging: frozenset[str] = getattr(self.paginator, "parameters", frozenset())
        return [{"parameter": name, "detail": detail} for name in request.query_params if name in paging]

    def _columns(self, serializer: Any) -> Columns:
        """The columns of what is shown: `fields` and `omit` take members out of objects too."""
        columns, chosen = columns_of(serializer), getattr(self, "chosen", None)
        return columns.narrowed(chosen.fields, chosen.omit) if chosen else columns

    def file(self, request: Request, form: Form) -> FileResponse:
        """The whole list, filtered and ordered as its pages are. Raises Problem (400) where it holds too much."""
        listed = self.filter_queryset(self.get_queryset())
        serializer: Any = self.get_serializer()
        kept = SpooledTemporaryFile(max_size=IN_MEMORY, prefix="natoassess-list-")  # noqa: SIM115  the response closes it
        digest = hashlib.sha256()
        try:
            if form.most_rows is not None and isinstance(listed, QuerySet):
                form.refuse_more(listed.count())
            for chunk in form.write(self._columns(serializer), _represented(listed, serializer)):
                digest.update(chunk)
                kept.write(chunk)
        except (TooManyRows, FormMissing) as error:
            kept.close()
            raise Problem(str(error), code="not_in_this_form") from error
        except BaseException:
            kept.close()
            raise
        kept.seek(0)
        return FileResponse(
            kept,
            as_attachment=True,
            filename=f"natoassess-{list_name(request.path)}.{form.extension}",
            content_type=_content_type(form),
            # A tag that is known before the file is made, where there is one, spares making it again.
            headers={"ETag": getattr(request, "tag", None) or f'"{digest.hexdigest()[:32]}"'},
        )

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """A list depends on Accept: caches must know."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.gives_files:
            patch_vary_headers(answer, ["Accept"])
        return answer


def in_json(request: Request) -> None:
    """Answer in JSON although Accept asked for a file, because `format=json` did."""
    if isinstance(getattr(request, "accepted_renderer", None), FileRenderer):
        request.accepted_renderer = JSONRenderer()
        request.accepted_media_type = JSONRenderer.media_type


def list_name(path: str) -> str:
    """The address of a list as part of a file's name: /api/v1/instruments/ is instruments."""
    return "-".join(path.strip("/").split("/")[FIRST_IN_PATH - 1 :])


def _represented(listed: Iterable[Any], serializer: Any) -> Iterator[Mapping[str, Any]]:
    """The rows as a page shows them, a chunk at a time."""
    if not isinstance(listed, QuerySet):
        yield from (serializer.to_representation(row) for row in listed)
        return
    rows = listed.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from (serializer.to_representation(row) for row in chunk)
        _let_go(chunk)


def _let_go(rows: list[Model]) -> None:
    """Cut what rows hold of one another, of which a prefetched row and its parent are the least.

    Such rings are freed by the collector alone, which waits until there is much of it: memory would grow with the list.
    """
    waiting = list(rows)
    while waiting:
        row = waiting.pop()
        held = [row._state.fields_cache.values(), *row.__dict__.pop("_prefetched_objects_cache", {}).values()]
        held += [value for value in row.__dict__.values() if isinstance(value, list)]
        waiting += [other for others in held for other in others if isinstance(other, Model)]
        row._state.fields_cache.clear()


def _content_type(form: Form) -> str:
    return f"{form.media_type}; charset=utf-8" if form.media_type.startswith("text/") else form.media_type


def _unknown_form() -> dict[str, str]:
    return {
        "parameter": PARAMETER,
        "detail": _("must be one of %(names)s") % {"names": ", ".join((PAGE, *FORMS))},
    }


def _missing(form: Form) -> dict[str, str]:
    return {
        "parameter": PARAMETER,
        "detail": _(
            "%(form)s needs the package %(package)s, which is not installed here; there are %(names)s"
        )
        % {"form": form.label, "package": form.needs, "names": ", ".join((PAGE, *forms_available()))},
    }
