"""Sensitivity studies as jobs: one archive of the table, what was swept, and the codebook."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.comparisons.items import ItemsInvalid
from cases.research.codebook import codebook_rows
from cases.research.studies.columns import COLUMNS, TABLE
from cases.research.studies.parameters import StudySerializer
from cases.research.studies.plan import PUBLISHED, Study, StudyInvalid, study_of
from cases.research.studies.table import BASELINE_READING, Table
from frameworks.services import ENGINE_VERSION, FindingsInvalid, weights_published
from natoassess.accounts.selectors import Person
from natoassess.web.jobs.context import JobContext, JobFailed
from natoassess.web.jobs.kinds import register_kind
from natoassess.web.rows import FORMS, FormMissing

KIND = "sensitivity-study"
NAME = "sensitivity-study.zip"
MEDIA_TYPE = "application/zip"
IN_MEMORY = 16 << 20
BLOCK = 1 << 16
_MADE = (1980, 1, 1, 0, 0, 0)
"""The day that every archive bears, so that the same study gives the same bytes."""


def sensitivity_study(job: JobContext) -> None:
    """Sweep what the parameters name, as its owner may see it now, and write the archive."""
    job.progress(1, _("Finding the phases"))
    try:
        study = study_of(cast(Person, job.owner), job.parameters)
    except (ItemsInvalid, StudyInvalid) as error:
        raise JobFailed(str(error)) from error
    total = sum(len(each) for each in study.weightings.values())
    job.progress(5, _("Sweeping %(n)s rows") % {"n": f"{study.rows:,}"})

    def step(done: int) -> None:
        """Say how far it is, now and then."""
        if done == total or done % max(1, total // 50) == 0:
            job.progress(
                5 + 85 * done // total, _("Swept %(n)d of %(m)d weightings") % {"n": done, "m": total}
            )

    table = Table(study, study.answered())
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as archive:
        try:
            _write(archive, study, table, job.parameters.get("format") or "csv", step)
        except (FindingsInvalid, FormMissing) as error:
            raise JobFailed(str(error)) from error
        archive.seek(0)
        job.progress(95, _("Keeping the file"))
        job.write(NAME, MEDIA_TYPE, iter(lambda: archive.read(BLOCK), b""))


def _write(archive: Any, study: Study, table: Table, form: str, step: Any) -> None:
    """The three files of the archive, the table first, since what was left out is known only then."""
    with zipfile.ZipFile(archive, "w") as files:
        _member(files, f"table.{form}", FORMS[form].write(COLUMNS, table.rows(step)))
        about = {"table": f"table.{form}", **members(study), "left_out": table.left_out}
        text = json.dumps(about, ensure_ascii=False, indent=1)
        _member(files, "study.json", [text.encode() + b"\n"])
        _member(files, "codebook.csv", FORMS["csv"].write(*codebook_rows(TABLE)))


def _member(files: zipfile.ZipFile, name: str, content: Iterable[bytes]) -> None:
    info = zipfile.ZipInfo(name, _MADE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    target: IO[bytes]
    with files.open(info, "w", force_zip64=True) as target:
        for block in _gathered(content):
            target.write(block)


def _gathered(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces."""
    held = bytearray()
    for piece in content:
        held += piece
        if len(held) >= BLOCK:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def members(study: Study) -> dict[str, Any]:
    """What was swept, as JSON: enough to ask for each row again by itself."""
    return {
        "engine": ENGINE_VERSION,
        "rows_at_most": study.rows,
        "baseline": {
            "framework": study.frameworks[0].code,
            "weighting": PUBLISHED,
            "reading": BASELINE_READING,
            "as_of": "own day",
        },
        "phases": [
            {
                "item": item,
                "title": f"{one.phase.case.title}: {one.phase.title}",
                "as_of": one.as_of.isoformat(),
            }
            for item, one in zip(study.items, study.phases, strict=True)
        ],
        "frameworks": [
            {
                "code": row.code,
                "version": row.version,
                "checksum": row.checksum,
                "published": weights_published(row),
                "weightings": {each.name: each.weights for each in study.weightings[row.pk]},
            }
            for row in study.frameworks
        ],
        "readings": list(study.readings),
        "days": [day.isoformat() for day in study.days],
        "seed": study.seed,
    }


def register() -> None:
    """Make studies a kind of job."""
    register_kind(
        KIND, sensitivity_study, label=gettext_lazy("Sensitivity study"), parameters=StudySerializer
    )
