"""Scoring one chunk: claim it, keep it alive, score it slice by slice, write its files, count it."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import nullcontext

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from cases.research.batches.claims import (
    Made,
    chunk_claim,
    chunk_fail,
    chunk_finish,
    chunk_release,
    is_wanted,
)
from cases.research.batches.feeding import batch_feed
from cases.research.batches.files import file_discard, file_write, lines_read
from cases.research.batches.models import Chunk
from frameworks.batches import Plan, PlanInvalid, Scored, plan_from, rows_score
from natoassess.web.jobs.claims import Claim
from natoassess.web.jobs.context import STOPPING
from natoassess.web.jobs.runner import heartbeat

logger = logging.getLogger(__name__)


class NotWanted(Exception):
    """The claim is lost, or the batch called off: nothing that is made here counts."""


class Stopped(Exception):
    """The worker is told to stop; the chunk goes back among those that wait."""


def chunk_run(*, chunk_id: uuid.UUID, beating: bool = True) -> bool:
    """Score the chunk, if nobody else does, then see that the next is sent; returns whether this call finished it.

    Errors of the database are not caught: the row then still says running, and the sweeper finds it.
    """
    claim = chunk_claim(chunk_id=chunk_id)
    if claim is None:
        return False
    chunk = claim.row.select_related("batch", "batch__owner").first()
    if chunk is None:
        return False
    deadline = time.monotonic() + settings.JOBS_TIME_LIMIT
    finished = False
    try:
        with heartbeat(claim, deadline) if beating else nullcontext():
            finished = _attempt(chunk, claim, deadline)
    finally:
        if not finished:
            for name in _names(chunk, claim):
                file_discard(chunk.batch_id, name)
    batch_feed(batch_id=chunk.batch_id)
    return finished


def _attempt(chunk: Chunk, claim: Claim, deadline: float) -> bool:
    """Score and finish; whether it counts. What goes wrong ends the batch, with the reason in words."""
    if not chunk.batch.owner.is_active:
        chunk_fail(claim=claim, error=_("The account that asked for it is closed."))
        return False
    error = ""
    try:
        if chunk_finish(claim=claim, made=_make(chunk, claim, deadline)):
            return True
        chunk_release(claim=claim)  # the batch was called off in the meantime
    except (NotWanted, Stopped):
        chunk_release(claim=claim)
    except (TimeoutError, SoftTimeLimitExceeded):
        error = _("It took longer than %(n)d seconds.") % {"n": settings.JOBS_TIME_LIMIT}
    except (FileNotFoundError, EOFError):
        error = _("The file that was sent is no longer here; send it again.")
    except PlanInvalid as reason:
        error = str(reason)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("chunk %s of batch %s failed", chunk.number, chunk.batch_id)
        error = _("Something went wrong here. It has been recorded.")
    if error:
        place = _("Rows %(first)d to %(last)d:") % {"first": chunk.first, "last": chunk.last}
        chunk_fail(claim=claim, error=f"{place} {error}")
    return False


def _make(chunk: Chunk, claim: Claim, deadline: float) -> Made:
    """The two files of the chunk. Raises NotWanted, Stopped or TimeoutError between two slices."""
    lines = lines_read(chunk.batch_id, chunk.start, chunk.length)
    scored = list(_slices(plan_from(chunk.batch.plan), lines, chunk.first, claim, deadline))
    results, faults = _names(chunk, claim)
    return Made(
        file_write(chunk.batch_id, results, (part.results for part in scored)),
        file_write(chunk.batch_id, faults, (part.faults for part in scored)),
        sum(part.good for part in scored),
        sum(part.bad for part in scored),
    )


def _slices(plan: Plan, lines: bytes, first: int, claim: Claim, deadline: float) -> Iterator[Scored]:
    """A few rows at a time: who calls the batch off, or stops the worker, need not wait for the whole chunk."""
    at = 0
    while at < len(lines):
        if STOPPING.is_set():
            raise Stopped
        if time.monotonic() > deadline:
            raise TimeoutError
        if not is_wanted(claim=claim):
            raise NotWanted
        end, rows = _end_of_slice(lines, at)
        yield rows_score(plan, lines[at:end], first)
        at, first = end, first + rows


def _end_of_slice(lines: bytes, at: int) -> tuple[int, int]:
    """Where the slice that begins at `at` ends, and how many lines it has."""
    rows = 0
    while rows < settings.BATCHES_SLICE_ROWS and at < len(lines):
        found = lines.find(b"\n", at)
        at = found + 1 if found >= 0 else len(lines)
        rows += 1
    return at, rows


def _names(chunk: Chunk, claim: Claim) -> tuple[str, str]:
    """The names of the two files of a chunk under this claim."""
    stem = f"{chunk.number:06d}.{claim.token.hex}"
    return f"{stem}.jsonl", f"{stem}.faults.jsonl"
