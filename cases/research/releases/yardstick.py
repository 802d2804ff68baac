"""The yardstick whole: each catalogue, and each framework with what the engine makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser

from cases.research.releases.tables import in_order
from frameworks.api.serializers import (
    CriterionSerializer,
    FactSerializer,
    FrameworkDetailSerializer,
    LegalTestSerializer,
    SovereigntySerializer,
)
from frameworks.models import Catalogue, CompetenceRule, Dimension
from frameworks.selectors import frameworks_visible


def files() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path, what it holds, content) of each catalogue and of each version of each framework."""
    for catalogue in Catalogue.objects.order_by("version"):
        about = f"Catalogue {catalogue.version}: every question, and how the answers combine."
        yield f"catalogue/catalogue-{catalogue.version}.json", about, _catalogue(catalogue)
    for row in in_order(frameworks_visible(AnonymousUser()), "code", then=["version"]):
        content = dict(FrameworkDetailSerializer(row).data)
        yield f"frameworks/{row.code}-{row.version}.json", f"{row.title}, version {row.version}.", content


def _catalogue(catalogue: Catalogue) -> dict[str, Any]:
    """Its questions and rules in their order, under the names that the library file uses."""
    listed: dict[str, Any] = {
        "facts": FactSerializer(catalogue.facts.all(), many=True).data,
        "tests": LegalTestSerializer(catalogue.tests.all(), many=True).data,
        "criteria": CriterionSerializer(catalogue.criteria.select_related("dimension"), many=True).data,
        "sovereignty": SovereigntySerializer(catalogue.sovereignty.all(), many=True).data,
        "dimensions": [_dimension(row) for row in catalogue.dimensions.all()],
        "competence": [_rule(row) for row in catalogue.competence.all()],
    }
    return {"version": catalogue.version, "groups": catalogue.groups, "scales": catalogue.scales, **listed}


def _dimension(row: Dimension) -> dict[str, Any]:
    return {"code": row.code, "title": row.title, "question": row.question or None}


def _rule(row: CompetenceRule) -> dict[str, Any]:
    return {"code": row.code, "title": row.title, "provisions": row.provisions, "rule": row.rule}
