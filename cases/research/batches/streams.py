"""Results and faults of a batch, streamed from its files: never in memory as a whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.text import slugify

from cases.research.batches.files import files_are_whole, files_joined
from cases.research.batches.models import Batch
from cases.research.batches.selectors import chunks_done
from frameworks.batches import plan_from, results_csv
from natoassess.web.formulas import harmless

FAULT_COLUMNS = ("row", "id", "pointer", "column", "detail")
Files = list[tuple[str, int]]
"""Name and length of each file, in order."""


class FilesGone(Exception):
    """The files of the batch are no longer where they were written."""


def results_of(batch: Batch) -> Files:
    """Name and length of each file of results, in order. Raises FilesGone."""
    return _whole(batch, chunks_done(batch).values_list("results_file", "results_bytes"))


def faults_of(batch: Batch) -> Files:
    """Name and length of each file of faults, in order, of the chunks that are done. Raises FilesGone."""
    return _whole(batch, chunks_done(batch).values_list("faults_file", "faults_bytes"))


def joined(batch: Batch, files: Files) -> Iterator[bytes]:
    """The files, one after another."""
    return files_joined(batch.pk, (name for name, _length in files))


def results_as_csv(batch: Batch, files: Files) -> Iterator[bytes]:
    """The results as CSV, a line for each good row. Raises PlanInvalid where the framework is gone."""
    plan = plan_from(batch.plan)
    lines = whole_lines(joined(batch, files))
    return chain(
        [results_csv(plan, b"", header=True)], (results_csv(plan, part, header=False) for part in lines)
    )


def faults_as_csv(batch: Batch, files: Files) -> Iterator[bytes]:
    """The faults as CSV, a line for each. No text of it is taken for a formula by a spreadsheet."""
    yield _csv([FAULT_COLUMNS])
    for lines in whole_lines(joined(batch, files)):
        yield _csv(row for line in lines.splitlines() for row in _fault_rows(json.loads(line)))


def faults_first(batch: Batch, most: int) -> list[dict[str, Any]]:
    """The first faults, at most `most`, each with its row; empty where the files are gone."""
    found: list[dict[str, Any]] = []
    try:
        for lines in whole_lines(joined(batch, faults_of(batch))):
            for line in lines.splitlines():
                told = json.loads(line)
                found += [{"row": told["row"], "id": told.get("id", ""), **error} for error in told["errors"]]
                if len(found) >= most:
                    return found[:most]
    except (FilesGone, FileNotFoundError):
        return []
    return found


def streamed(
    batch: Batch, what: str, files: Files, make: Callable[[Batch, Files], Iterator[bytes]]
) -> StreamingHttpResponse:
    """A download called `what` that is made of `files` while it is read; with its length where that is known before."""
    headers = {"Content-Disposition": f'attachment; filename="{slugify(batch.name)[:60] or "batch"}-{what}"'}
    if make is joined:
        headers["Content-Length"] = str(sum(length for _name, length in files))
    media_type = "text/csv; charset=utf-8" if what.endswith(".csv") else "application/jsonl"
    return StreamingHttpResponse(make(batch, files), content_type=media_type, headers=headers)


def whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut so that every part ends with a line."""
    begun: list[bytes] = []
    for block in blocks:
        end = block.rfind(b"\n") + 1
        if end:
            yield b"".join([*begun, block[:end]])
            begun = []
        if end < len(block):
            begun.append(block[end:])
    if begun:
        yield b"".join(begun)


def _whole(batch: Batch, files: Iterable[tuple[str, int]]) -> Files:
    found = list(files)
    if not files_are_whole(batch.pk, found):
        raise FilesGone
    return found


def _fault_rows(told: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    for error in told["errors"]:
        yield told["row"], told.get("id", ""), error["pointer"], error.get("column", ""), error["detail"]


def _csv(rows: Iterable[tuple[object, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode()
