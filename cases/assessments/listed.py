"""The list of assessments as a person comes to it: their own, what waits for them, their team's, the published."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.assessments.models import Assessment, Finding
from cases.assessments.models.assessment import Status
from cases.assessments.phase_answers import PhaseAnswers, assessment_title, summary_shown
from cases.assessments.selectors import assessments
from frameworks.models import Catalogue
from natoassess.accounts.models import Membership, Role, User
from natoassess.accounts.selectors import Person, team_ids

MINE, WAITING, TEAM, PUBLISHED = 1, 2, 3, 4
GROUPS: dict[int, Promise] = {
    MINE: _("Mine"),
    WAITING: _("Waiting for my review"),
    TEAM: _("My team's"),
    PUBLISHED: _("Published"),
}


@dataclass(frozen=True)
class Row:
    """One line of the list. Its `answer` is empty for what may still change: a draft shows no numbers."""

    assessment: Assessment
    title: str
    group: int
    heading: str
    answer: PhaseAnswers
    answered: int | None
    asked: int | None

    @property
    def is_own(self) -> bool:
        """Whether the person who looks at the list filed it."""
        return self.group == MINE


def assessments_listed(user: Person) -> QuerySet[Assessment]:
    """What `user` may see, annotated with its `group` and, for drafts, how many questions are `answered`.

    One's own come first, drafts before the rest; then what waits for review, the team's, and the published, the
    library's own before those of others.
    """
    answered = (
        Finding.objects.filter(assessment=OuterRef("pk"))
        .exclude(value="unknown")
        .order_by()
        .values("assessment")
        .annotate(total=Count("pk"))
        .values("total")
    )
    return (
        assessments(user)
        .annotate(
            group=_group(user),
            rank=Case(
                When(status=Status.DRAFT, then=Value(0)),
                When(status=Status.RETURNED, then=Value(1)),
                When(reference__isnull=False, then=Value(2)),
                default=Value(3),
                output_field=IntegerField(),
            ),
            answered=Coalesce(Subquery(answered, output_field=IntegerField()), 0),
        )
        .order_by("group", "rank", "-changed_at", "-pk")
    )


def _group(user: Person) -> Case:
    if not isinstance(user, User):
        return Case(default=Value(PUBLISHED), output_field=IntegerField())
    reviewed = Membership.objects.filter(user=user, role=Role.REVIEWER).values("team_id")
    return Case(
        When(author=user, then=Value(MINE)),
        When(
            status=Status.SUBMITTED,
            team__in=reviewed,
            second_coding_for__isnull=True,
            then=Value(WAITING),
        ),
        When(Q(team__in=team_ids(user)) & ~Q(status=Status.PUBLISHED), then=Value(TEAM)),
        default=Value(PUBLISHED),
        output_field=IntegerField(),
    )


def rows_of(page: list[Assessment]) -> list[Row]:
    """The lines of one page of the list; the questions of each catalogue are counted in one query."""
    asked = questions_asked({row.framework.catalogue_id for row in page if row.is_editable})
    return [
        Row(
            assessment=row,
            title=assessment_title(row),
            group=row.group,  # type: ignore[attr-defined]  # annotated by assessments_listed
            heading=str(GROUPS[row.group]),  # type: ignore[attr-defined]  # the same
            answer=PhaseAnswers(row.phase, row, None if row.is_editable else summary_shown(row)),
            answered=row.answered if row.is_editable else None,  # type: ignore[attr-defined]  # the same
            asked=asked.get(row.framework.catalogue_id),
        )
        for row in page
    ]


def questions_asked(catalogues: set[int]) -> dict[int, int]:
    """How many questions each of the catalogues asks."""
    if not catalogues:
        return {}
    counted = Catalogue.objects.filter(pk__in=catalogues).annotate(
        asked=Count("facts", distinct=True)
        + Count("criteria", distinct=True)
        + Count("sovereignty", distinct=True)
    )
    return {catalogue.pk: catalogue.asked for catalogue in counted}
