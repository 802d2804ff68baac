"""The dimensions of legitimacy as a framework groups them: those of its catalogue, or its own."""

from __future__ import annotations

from dataclasses import dataclass

from frameworks.models import Criterion, Framework


@dataclass(frozen=True)
class DimensionPart:
    """A dimension with the criteria that it groups, in catalogue order."""

    code: str
    title: str
    question: str
    criteria: tuple[Criterion, ...]


def dimensions_of(framework: Framework) -> list[DimensionPart]:
    """The dimensions of `framework` in their order. Two queries; one where the framework has dimensions of its own.

    A criterion of the catalogue that none of them lists is not asked under this framework.
    """
    rows = list(framework.catalogue.criteria.all())
    if not framework.dimensions:
        return [
            DimensionPart(
                dimension.code,
                dimension.title,
                dimension.question,
                tuple(row for row in rows if row.dimension_id == dimension.pk),
            )
            for dimension in framework.catalogue.dimensions.all()
        ]
    return [
        DimensionPart(
            own["code"],
            own["title"],
            own.get("question", ""),
            tuple(row for row in rows if row.code in own["criteria"]),
        )
        for own in framework.dimensions
    ]
