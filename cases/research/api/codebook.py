"""GET /codebook/: what every column of every public list, and of tables made on request, means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from cases.research.codebook import TABLES, TYPES, Entry, Value, codebook
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly
from natoassess.web.parameters import refuse_unknown
from natoassess.web.problems import Problem

LIST = OpenApiParameter("list", str, enum=list(TABLES), description="One list alone.")


class CodebookValueSerializer(serializers.Serializer[Value]):
    """One of the few values that a column may have."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name


class CodebookEntrySerializer(serializers.Serializer[Entry]):
    """One column of one list."""

    list = serializers.ChoiceField(
        TABLES, help_text="The list, as its address names it, or the kind of job that makes the table."
    )
    column = serializers.CharField(help_text="The name of the column; a dot leads into an object.")
    type = serializers.ChoiceField(TYPES, help_text="The kind of its values.")
    unit = serializers.CharField(
        help_text="What a number counts or measures, or how a day is written. Empty: there is nothing to say."
    )
    values = CodebookValueSerializer(
        many=True, help_text="The few values that it may have, each with its label; an empty list: any."
    )
    meaning = serializers.CharField(help_text="What it says.")
    may_be_empty = serializers.BooleanField(help_text="Whether a row may have no value in it.")
    empty_means = serializers.CharField(
        help_text="What it means that there is no value. Empty: there always is one."
    )
    source = serializers.CharField(  # type: ignore[assignment]  # DRF has an attribute of that name
        help_text="The attributes that lead to it from the row, or the method that works it out."
    )


class CodebookView(ReadOnly):
    """The columns of the public lists."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = CodebookEntrySerializer
    filter_backends: Sequence[Any] = ()  # those narrow tables

    def get_queryset(self) -> Any:
        """Every column; there is no table of them."""
        return codebook()

    def filter_queryset(self, queryset: Any) -> Any:
        """Those of one list, where one is named. Raises Problem for a list that there is not."""
        given = self.request.query_params
        paging: frozenset[str] = getattr(self.paginator, "parameters", frozenset())
        refuse_unknown(given, {"list"} | paging | self.form_parameters)
        if "list" not in given:
            return queryset
        if given["list"] not in TABLES:
            fault = {
                "parameter": "list",
                "detail": _("must be one of %(names)s") % {"names": ", ".join(TABLES)},
            }
            raise Problem(
                _("Some query parameters cannot be understood."), code="invalid_params", errors=[fault]
            )
        return [entry for entry in queryset if entry.list == given["list"]]

    @extend_schema(
        operation_id="codebook_list",
        summary="The codebook: every column of every public list",
        description="The same sentences as in this document; `column` names the columns of the lists as files.",
        parameters=[LIST],
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List by list, in the order of the columns."""
        return super().list(request, *args, **kwargs)
