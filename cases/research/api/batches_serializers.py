"""Batches in the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from cases.research.batches.models import Batch
from natoassess.web.serializers import TextOrNull


class BatchFrameworkSerializer(serializers.Serializer[Any]):
    """The framework that a batch is scored under."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    checksum = serializers.CharField()


class BatchSerializer(serializers.ModelSerializer[Batch]):
    """A batch: what was sent, how far it is, and where its results and faults lie."""

    url = serializers.SerializerMethodField()
    name = TextOrNull(help_text="What its owner calls it.")
    framework = BatchFrameworkSerializer(read_only=True)
    parameters = serializers.DictField(source="asked", read_only=True, help_text="What was asked for.")
    bytes = serializers.IntegerField(read_only=True, help_text="Of the file, uncompressed.")
    sha256 = serializers.CharField(read_only=True, help_text="Of the file, uncompressed.")
    rows = serializers.IntegerField(
        read_only=True, help_text="Lines of the file that are rows, empty ones between too."
    )
    done_rows = serializers.IntegerField(read_only=True, help_text="Rows of the chunks that are done.")
    good_rows = serializers.IntegerField(read_only=True, help_text="Of those, the ones with a result.")
    bad_rows = serializers.IntegerField(read_only=True, help_text="Of those, the ones with faults.")
    error = TextOrNull(help_text="Why it failed.")
    rows_per_second = serializers.FloatField(
        read_only=True, allow_null=True, help_text="While it is at work."
    )
    seconds_left = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="About; while it is at work."
    )
    kept_until = serializers.DateField(
        read_only=True, allow_null=True, help_text="Then it is removed with its files."
    )
    results = serializers.SerializerMethodField(help_text="Where they are, once it is done.")
    faults = serializers.SerializerMethodField(help_text="Of the chunks that are done.")

    class Meta:
        model = Batch
        fields = (
            "id",
            "url",
            "name",
            "form",
            "framework",
            "parameters",
            "on_fault",
            "state",
            "error",
            "bytes",
            "sha256",
            "rows",
            "done_rows",
            "good_rows",
            "bad_rows",
            "rows_per_second",
            "seconds_left",
            "created_at",
            "started_at",
            "finished_at",
            "kept_until",
            "results",
            "faults",
        )
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, batch: Batch) -> str:
        """Where to ask again."""
        return self._address("api-batch-detail", batch)

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_results(self, batch: Batch) -> str | None:
        """Where the results are; None before there are any."""
        return self._address("api-batch-results", batch) if batch.state == "done" else None

    @extend_schema_field(OpenApiTypes.URI)
    def get_faults(self, batch: Batch) -> str:
        """Where the faults are."""
        return self._address("api-batch-faults", batch)

    def _address(self, route: str, batch: Batch) -> str:
        return reverse(route, args=[batch.pk], request=self.context.get("request"))
