"""A batch and its chunks, as rows."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """Where a batch stands. A failed or cancelled one can be resumed."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN = (BatchState.QUEUED, BatchState.RUNNING)


class Form(models.TextChoices):
    """How the rows are written."""

    CSV = "csv", "CSV"
    JSONL = "jsonl", "JSONL"


class OnFault(models.TextChoices):
    """What becomes of the batch where a row has faults."""

    SKIP = "skip", _("go on without the row")
    STOP = "stop", _("stop")


class ChunkState(models.TextChoices):
    """Where a chunk stands; `running` is what a claim says (natoassess.web.jobs.claims)."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Batch(models.Model):
    """A file of rows to be scored under one plan.

    `plan` is what every worker scores by (frameworks.batches.plan_members); `asked` what the person asked for, by the
    names of the API. `bytes` and `sha256` are those of the content, uncompressed. `done_rows`, `good_rows` and
    `bad_rows` count the chunks that are done; an empty line is a row that is neither good nor bad. A spell is the
    time since it was begun or last resumed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches")
    name = models.CharField(max_length=120, blank=True)
    idempotency_key = models.CharField(max_length=100, blank=True)
    form = models.CharField(max_length=5, choices=Form.choices)
    asked = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)
    on_fault = models.CharField(max_length=4, choices=OnFault.choices, default=OnFault.SKIP)

    rows = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    state = models.CharField(max_length=9, choices=BatchState.choices, default=BatchState.QUEUED)
    error = models.TextField(blank=True)
    done_rows = models.PositiveIntegerField(default=0)
    good_rows = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    spell_at = models.DateTimeField(null=True, blank=True)
    spell_rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        verbose_name_plural = "batches"
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at"], name="batches_of_owner"),
            models.Index(fields=["state"], name="batches_by_state"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="batches_one_per_key",
            ),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batches_state_known"),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="batches_form_known"),
            models.CheckConstraint(condition=Q(on_fault__in=OnFault.values), name="batches_on_fault_known"),
            models.CheckConstraint(
                condition=Q(done_rows__gte=F("good_rows") + F("bad_rows"), done_rows__lte=F("rows")),
                name="batches_rows_counted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"batch {self.pk}"

    @property
    def framework(self) -> dict[str, Any]:
        """Code, version and checksum of the framework that it is scored under."""
        found: dict[str, Any] = self.plan["framework"]
        return found

    @property
    def is_open(self) -> bool:
        """Whether workers are still to do something for it."""
        return self.state in OPEN

    @property
    def is_resumable(self) -> bool:
        """Whether it ended before it was done."""
        return self.state in (BatchState.FAILED, BatchState.CANCELLED)

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return 100 * self.done_rows // self.rows

    @property
    def rows_per_second(self) -> float | None:
        """Rows done in a second of this spell; None before any was, and once it has ended."""
        if not self.is_open or self.spell_at is None or self.done_rows <= self.spell_rows:
            return None
        seconds = (timezone.now() - self.spell_at).total_seconds()
        return (self.done_rows - self.spell_rows) / max(seconds, 0.001)

    @property
    def seconds_left(self) -> int | None:
        """About how long it will still take; None where nothing can be said yet."""
        rate = self.rows_per_second
        return None if rate is None else round((self.rows - self.done_rows) / rate)

    @property
    def minutes_left(self) -> int:
        """The same in minutes."""
        return round((self.seconds_left or 0) / 60)

    @property
    def kept_until(self) -> str | None:
        """The day after which it is removed with its files, ISO 8601; None while it is open."""
        if self.finished_at is None:
            return None
        return (self.finished_at + timedelta(days=settings.BATCHES_KEEP_DAYS)).date().isoformat()

    @property
    def mark(self) -> str:
        """Changes whenever what is shown of it changes; a page that polls sends back the one it has."""
        return f"{self.state}-{self.done_rows}-{self.bad_rows}"


class Chunk(models.Model):
    """A run of whole lines of a batch's file. Only the holder of `claim` may finish it.

    `start` and `length` are its place in the stored file, in bytes; `first` is the number of its first row, from 1.
    `sent_at` is when the broker last took a message for it. The files lie in the folder of the batch.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    start = models.PositiveBigIntegerField()
    length = models.PositiveBigIntegerField()
    first = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()

    state = models.CharField(max_length=7, choices=ChunkState.choices, default=ChunkState.WAITING)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    results_file = models.CharField(max_length=80, blank=True)
    results_bytes = models.PositiveBigIntegerField(default=0)
    results_sha256 = models.CharField(max_length=64, blank=True)
    faults_file = models.CharField(max_length=80, blank=True)
    faults_bytes = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["batch", "number"]
        indexes: ClassVar = [models.Index(fields=["state", "heartbeat_at"], name="chunks_to_sweep")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="chunks_numbered"),
            models.CheckConstraint(condition=Q(state__in=ChunkState.values), name="chunks_state_known"),
            models.CheckConstraint(
                condition=~Q(state=ChunkState.RUNNING) | Q(claim__isnull=False, heartbeat_at__isnull=False),
                name="chunks_running_is_claimed",
            ),
            models.CheckConstraint(condition=Q(rows__gte=F("good") + F("bad")), name="chunks_counted_once"),
        ]

    def __str__(self) -> str:
        return f"rows {self.first} to {self.last}"

    @property
    def last(self) -> int:
        """The number of its last row."""
        return self.first + self.rows - 1
