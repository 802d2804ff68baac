"""The result of a job, as a download."""

from __future__ import annotations

from django.http import FileResponse, Http404

from natoassess.web.jobs.models import Job, State
from natoassess.web.jobs.results import path_of


def result_response(job: Job) -> FileResponse:
    """The file, under the name that its kind gave it. Http404 where there is none (yet, or any more)."""
    if job.state != State.DONE or not job.result_file:
        raise Http404
    try:
        file = path_of(job.result_file).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        file, as_attachment=True, filename=job.result_name, content_type=job.result_media_type
    )
