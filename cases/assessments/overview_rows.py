"""One line of the overview, and what its lanes read in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from cases.assessments.phase_answers import title_of
from natoassess.accounts.models import Visibility
from natoassess.web.presentation.ages import age_words

MOST = 100
"""Rows of one lane; whoever has more finds them all in the list of assessments."""


@dataclass(frozen=True)
class Row:
    """One thing on the overview: what is to be done or what it is, its title and address, and since when.

    `url` empty: nothing to open here, `text` says where. `answered` of `asked` questions: the progress of a draft.
    """

    what: str
    title: str
    since: datetime
    url: str = ""
    person: str = ""
    team: str = ""
    text: str = ""
    answered: int | None = None
    asked: int | None = None

    @property
    def age(self) -> str:
        """How long it has been so."""
        return age_words(timezone.now() - self.since)


def live() -> QuerySet[Assessment]:
    """Assessments that people filed and have not thrown away, with what a row says of them."""
    return (
        Assessment.objects.filter(trashed_at__isnull=True, reference__isnull=True)
        .select_related("phase__case", "author", "team", "second_coding_for", "publication")
        .defer("publication__record")
    )


def submitted_to(teams: list[int]) -> QuerySet[Assessment]:
    """What waits for a reviewer in these teams, the oldest first. A second coding is compared, not reviewed."""
    return (
        live()
        .filter(
            team__in=teams,
            status=Status.SUBMITTED,
            submitted_at__isnull=False,
            visibility__in=[Visibility.TEAM, Visibility.PUBLIC],
            second_coding_for__isnull=True,
        )
        .order_by("submitted_at", "pk")
    )


def row_of(assessment: Assessment, what: str, since: datetime | None, **given: object) -> Row:
    """The row of an assessment of `live()`; `given` overrides what follows from it."""
    values = {
        "url": reverse("assessments:detail", args=[assessment.pk]),
        "person": assessment.author.name if assessment.author else "",
        "team": assessment.team.name if assessment.team else "",
        **given,
    }
    return Row(what=what, title=title_of(assessment), since=since or assessment.changed_at, **values)  # type: ignore[arg-type]  # as Row names them


def go_on(assessment: Assessment) -> str:
    """Where one goes on filing."""
    return reverse("assessments:edit", args=[assessment.pk, "open"])
