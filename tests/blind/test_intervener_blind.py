"""Who acts never enters the score: names of actors are swapped and masked, and nothing moves.

The engine cannot know a name (tests/scoring/test_purity.py); these tests watch the way from the rows to the engine,
where a role, a membership or a word in a reason could leak into an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from cases.assessments.evaluation import evaluate
from cases.assessments.models import Assessment, Finding
from cases.assessments.phase_answers import phase_answers
from cases.assessments.precedents import precedents_near
from cases.studies.models import Case, CaseActor, Claim, Phase
from frameworks.models import Actor, ActorMembership

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DRAWS = 200
"""Enough for every number of the distribution to move if its seed or an answer did."""


def answers() -> dict[str, Mapping[str, Any]]:
    """The whole evaluation of every reference assessment, evaluated now from its rows."""
    rows = Assessment.objects.filter(reference__isnull=False).select_related("framework", "phase__case")
    found: dict[str, Mapping[str, Any]] = {str(row.reference): evaluate(row, draws=DRAWS) for row in rows}
    assert len(found) > 1, "two assessments at least, or nothing can be swapped"
    return found


def nearest() -> dict[str, list[tuple[str, float]]]:
    """The precedents of every reference assessment, with their similarity."""
    rows = Assessment.objects.filter(reference__isnull=False).select_related("framework", "phase__case")
    return {str(row.reference): [(p.id, p.similarity) for p in precedents_near(row)] for row in rows}


def swap_names() -> None:
    """Every actor takes the name, the code and the kind of another."""
    rows = list(Actor.objects.order_by("pk"))
    others = rows[1:] + rows[:1]
    given = [(other.name, other.iso, other.kind) for other in others]
    for row, (name, iso, kind) in zip(rows, given, strict=True):
        row.name, row.iso, row.kind = name, iso, kind
    Actor.objects.bulk_update(rows, ["name", "iso", "kind"])


def swap_roles() -> None:
    """Who acted becomes the State concerned, strangers act, and what was claimed is claimed by somebody else."""
    everybody = cycle(Actor.objects.order_by("-pk"))
    for case in Case.objects.filter(owner__isnull=True).prefetch_related("phases"):
        case.target = next(everybody)
        case.save(update_fields=["target"])
        for phase in case.phases.all():
            phase.acting.set([next(everybody), next(everybody)])
    Phase.objects.update(nato_operation=False)
    CaseActor.objects.all().delete()
    ActorMembership.objects.all().delete()
    Claim.objects.update(actor=next(everybody), by="")


def mask_words() -> None:
    """No name is left in any text that an assessor or a reader would see."""
    Actor.objects.update(name="State X", note="")
    Case.objects.update(title="A case", deck="", target_name="State X")
    Phase.objects.update(title="A phase", summary="", operation="", type_of_force="", acting_names="State Y")
    Finding.objects.update(why="Masked.")


def test_no_answer_and_no_precedent_moves_when_the_actors_do() -> None:
    before, near = answers(), nearest()
    for change in (swap_names, swap_roles, mask_words):
        change()
    assert answers() == before
    assert nearest() == near


def test_what_is_published_does_not_move() -> None:
    def shown() -> dict[str, Any]:
        phases = Phase.objects.filter(reference=True).select_related("case")
        return {str(row.phase.pk): row.summary for row in phase_answers(AnonymousUser(), phases)}

    before = shown()
    for change in (swap_names, swap_roles, mask_words):
        change()
    assert shown() == before


def test_the_test_would_see_a_score_that_moves() -> None:
    """One answer changed is another evaluation."""
    row = Assessment.objects.select_related("framework").get(reference="ref-kosovo-1999-allied-force")
    before = evaluate(row, draws=DRAWS)
    Finding.objects.filter(assessment=row, code="consistency").update(value="0")
    assert evaluate(row, draws=DRAWS) != before
