"""Handing out the files kept with sources: to be saved, never to be shown."""

from __future__ import annotations

from django.http import FileResponse, Http404

from cases.assessments.file_store import path_of
from cases.assessments.models import Attachment

SANDBOX = "default-src 'none'; sandbox"
"""A download is shown by nothing; where a browser does so all the same, it runs nothing."""


def file_response(file: Attachment) -> FileResponse:
    """The file as a stream, to be saved and not shown. Http404 where it has been lost."""
    try:
        content = path_of(file.key).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.media_type)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
