"""Jobs in the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.reverse import reverse

from natoassess.web.jobs.models import Job, State
from natoassess.web.serializers import StrictSerializer, TextOrNull


class JobRequestSerializer(StrictSerializer):
    """What is asked for."""

    kind = serializers.CharField(max_length=40, help_text="`comparison-export` or `sensitivity-study`.")
    parameters = serializers.DictField(
        help_text="What the kind takes. comparison-export: `items` (2 to 10) and `format` (pdf or csv). "
        "sensitivity-study: `items`, `frameworks`, `readings`, `weights`, `dates` and `format`, all optional."
    )


class JobSerializer(serializers.ModelSerializer[Job]):
    """A job: how far it is, and where its result lies."""

    url = serializers.SerializerMethodField()
    message = TextOrNull(help_text="What it is doing.")
    error = TextOrNull(help_text="Why it failed.")
    progress = serializers.IntegerField(read_only=True, min_value=0, max_value=100)
    parameters = serializers.DictField(read_only=True)
    result = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = (
            "id",
            "url",
            "kind",
            "parameters",
            "state",
            "progress",
            "message",
            "error",
            "cancel_requested",
            "attempts",
            "created_at",
            "started_at",
            "finished_at",
            "result",
        )
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, job: Job) -> str:
        """Where to ask again."""
        return reverse("api-job-detail", args=[job.pk], request=self.context.get("request"))

    @extend_schema_field(
        inline_serializer(
            "JobResult",
            {
                "url": serializers.URLField(),
                "name": serializers.CharField(),
                "media_type": serializers.CharField(),
                "size": serializers.IntegerField(help_text="Bytes."),
            },
            allow_null=True,
        )
    )
    def get_result(self, job: Job) -> dict[str, Any] | None:
        """The file, once the job is done."""
        if job.state != State.DONE:
            return None
        return {
            "url": reverse("api-job-result", args=[job.pk], request=self.context.get("request")),
            "name": job.result_name,
            "media_type": job.result_media_type,
            "size": job.result_size,
        }
