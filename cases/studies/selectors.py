"""What is read of cases, narrowed to what a person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cases.studies.models import Case, Phase
from natoassess.accounts.models import User, Visibility
from natoassess.accounts.selectors import Person, team_ids


def _visible(user: Person, prefix: str = "") -> Q:
    """The library; one's own scenarios; those shared with one's team.

    A scenario marked public comes to be seen by others through the published assessments of it.
    """
    library = Q(**{f"{prefix}owner__isnull": True})
    if not isinstance(user, User):
        return library
    shared = Q(
        **{
            f"{prefix}visibility__in": [Visibility.TEAM, Visibility.PUBLIC],
            f"{prefix}team__in": team_ids(user),
        }
    )
    return library | Q(**{f"{prefix}owner": user}) | shared


def _published(prefix: str = "") -> Q:
    """Scenarios with an assessment that is published to everyone."""
    return Q(
        **{
            f"{prefix}assessments__status": "published",
            f"{prefix}assessments__visibility": Visibility.PUBLIC.value,
        }
    )


def cases(user: Person) -> QuerySet[Case]:
    """The cases that `user` may see, with their phases."""
    visible = _visible(user) | Q(pk__in=Phase.objects.filter(_published()).values("case_id"))
    return (
        Case.objects.filter(visible, deprecated=False)
        .select_related("target", "owner")
        .prefetch_related("phases")
        .order_by("starts_on", "slug")
    )


def phases(user: Person) -> QuerySet[Phase]:
    """The phases that `user` may see, with their cases."""
    visible = _visible(user, "case__") | Q(pk__in=Phase.objects.filter(_published()).values("pk"))
    return (
        Phase.objects.filter(visible, case__deprecated=False)
        .select_related("case", "case__target")
        .prefetch_related("acting")
        .order_by("starts_on", "case__slug", "position")
    )


def case_record(case: Case) -> Case:
    """`case` with its whole record prefetched, for the page that shows all of it."""
    return (
        Case.objects.select_related("target")
        .prefetch_related(
            "phases__acting",
            "phases__instruments",
            "actor_rows__actor",
            "events__source",
            "claims__actor",
            "claims__phase",
            "figures__source",
            "holdings__source",
            "criticisms__source",
            "sources",
        )
        .get(pk=case.pk)
    )
