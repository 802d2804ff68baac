"""A job, as a row."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from natoassess.web.jobs.kinds import Kind


class State(models.TextChoices):
    """Where a job stands. The last three are final."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN = (State.QUEUED, State.RUNNING)


class Job(models.Model):
    """Work to be done once. Only the holder of `claim` may report on it or finish it.

    `sent_at` is when the broker last took a message for it; none while the broker has not. `result_file` is a name in
    settings.JOBS_DIR, `result_name` the name under which it is downloaded.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="jobs"
    )
    idempotency_key = models.CharField(max_length=100, blank=True)
    parameters = models.JSONField(default=dict)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    cancel_requested = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True, editable=False)

    result_file = models.CharField(max_length=120, blank=True, editable=False)
    result_name = models.CharField(max_length=150, blank=True)
    result_media_type = models.CharField(max_length=100, blank=True)
    result_size = models.PositiveBigIntegerField(null=True, blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at"], name="jobs_of_owner"),
            models.Index(fields=["state", "heartbeat_at"], name="jobs_to_sweep"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "kind", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="jobs_one_per_key",
            ),
            models.UniqueConstraint(
                fields=["kind", "idempotency_key"],
                condition=Q(owner__isnull=True) & ~Q(idempotency_key=""),
                name="jobs_one_per_key_ownerless",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="jobs_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="jobs_progress_to_100"),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | Q(claim__isnull=False, heartbeat_at__isnull=False),
                name="jobs_running_is_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN

    @property
    def described(self) -> Kind | None:
        """What is registered under its kind; none once the site no longer knows the kind."""
        from natoassess.web.jobs.kinds import KINDS

        return KINDS.get(self.kind)

    @property
    def label(self) -> str:
        """Its kind, in words."""
        return str(self.described.label) if self.described else self.kind

    @property
    def parameters_in_words(self) -> list[tuple[str, str]]:
        """Name and value of each parameter; lists and objects in one line."""
        return [(name, _in_words(value)) for name, value in self.parameters.items()]

    @property
    def mark(self) -> str:
        """Changes whenever what is shown of it changes; a page that polls sends back the one it has."""
        return f"{self.state}-{self.progress}-{int(self.cancel_requested)}-{self.attempts}"


def _in_words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_in_words(part)}" for name, part in value.items())
    return str(value)
