"""What was public and is no more, for whoever keeps a copy."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from natoassess.web.access import Access
from natoassess.web.api import ReadOnly
from natoassess.web.serializers import TextOrNull
from natoassess.web.withdrawals.filters import KINDS, WAYS, WithdrawalFilter
from natoassess.web.withdrawals.models import Withdrawal
from natoassess.web.withdrawals.services import withdrawals


class WithdrawalSerializer(serializers.ModelSerializer[Withdrawal]):
    """Something that went out of public view."""

    kind = serializers.ChoiceField(
        KINDS, read_only=True, help_text="What it was: the name of its list, in the singular."
    )
    id = serializers.CharField(
        source="key",
        read_only=True,
        help_text="What its list called it: unsc-1973#op4, NA-2026-0007, case/phase.",
    )
    at = serializers.DateTimeField(read_only=True, help_text="When it went out of public view.")
    how = serializers.ChoiceField(
        WAYS,
        read_only=True,
        help_text="retracted: by its author or a reviewer, with the reason. removed: gone from the library. "
        "deprecated: no longer part of the current library; it may still be read.",
    )
    why = TextOrNull(
        source="reason", help_text="The reason given. Empty: a new edition of the library is all."
    )
    replaced_by = TextOrNull(
        help_text="The id of the same kind that took its place. Empty: nothing did, or it is not recorded."
    )

    class Meta:
        model = Withdrawal
        fields = ("kind", "id", "at", "how", "why", "replaced_by")
        read_only_fields = fields


class Deleted(ReadOnly):
    """What was public and is no more."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = WithdrawalSerializer
    filterset_class = WithdrawalFilter
    queryset = Withdrawal.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """Each once; what is public again is not among it."""
        return withdrawals()

    @extend_schema(
        operation_id="deleted_list",
        summary="What was public and is no more, the oldest withdrawal first",
        description=(
            "Keep a copy in step: ask with `since` the moment of your last look. Retracted publications and what went "
            "with them, library entries that a later edition removed or deprecated."
        ),
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The oldest withdrawal first."""
        return super().list(request, *args, **kwargs)
