"""How a comparison is shown in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases.assessments.api.serializers import FrameworkVersionSerializer
from cases.comparisons.comparison import Column, Comparison, Section
from frameworks.api.comparing_schema import AnswersSerializer, RankedSerializer
from frameworks.comparing import answers_of


class ColumnSerializer(AnswersSerializer):
    """One column: an assessment and its three answers under its own framework."""

    item = serializers.CharField(help_text="What stands in the address for it.")
    assessment = serializers.IntegerField(help_text="Its id.")
    framework = FrameworkVersionSerializer()
    provisional = serializers.BooleanField(help_text="A draft: its answers may still change.")


class DifferenceSerializer(serializers.Serializer[Any]):
    """A question that the columns answer differently; `values` has the answer of each."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has a property of that name
    values = serializers.ListField(
        child=serializers.CharField(), help_text="yes … unknown, or 0 … 4, na, unknown."
    )


class DifferencesSerializer(serializers.Serializer[Any]):
    """What divides the columns, widest first."""

    facts = DifferenceSerializer(many=True)
    ratings = DifferenceSerializer(many=True)
    sovereignty = DifferenceSerializer(many=True)


class ComparisonSerializer(RankedSerializer):
    """Columns, what divides them, and which is ahead on legitimacy under one framework."""

    columns = ColumnSerializer(many=True)
    differing = DifferencesSerializer()


def comparison_shown(comparison: Comparison) -> dict[str, Any]:
    """The comparison of the page as plain JSON values."""
    ranking = comparison.ranking
    return {
        "columns": [_column(column) for column in comparison.columns],
        "differing": {
            section.code: _differing(section)
            for section in (comparison.facts, comparison.ratings, comparison.sovereignty)
        },
        **(ranking.as_dict() if ranking else {}),
    }


def _column(column: Column) -> dict[str, Any]:
    framework = column.evaluation["framework"]
    return {
        "item": column.item,
        "label": column.label,
        "assessment": column.assessment.pk,
        "framework": {"code": framework["code"], "version": framework["version"]},
        "as_of": column.assessment.as_of.isoformat(),
        "provisional": column.provisional,
        "evaluation_id": column.evaluation["evaluation_id"],
        **answers_of(column.evaluation),
    }


def _differing(section: Section) -> list[dict[str, Any]]:
    return [
        {"code": row.code, "label": row.label, "values": [cell.value for cell in row.cells]}
        for row in section.differing
    ]
