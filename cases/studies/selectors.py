"""What is read of cases, narrowed to what a person may see."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from cases.studies.models import Case, Phase
from cases.studies.timeline import CONCEPT
from frameworks.models import Instrument
from natoassess.accounts.models import User, Visibility
from natoassess.accounts.selectors import Person, team_ids

HANDED_IN = ("submitted", "returned", "published")
RECORDS = ("events", "claims", "ledger", "figures", "holdings", "criticisms")
"""The parts of a record whose entries may belong to a phase and have a source."""

SHARED = (Visibility.TEAM.value, Visibility.PUBLIC.value)


def _visible(user: Person, prefix: str = "") -> Q:
    """The library, and one's own scenarios, but for those of which every draft is in the trash."""
    library = Q(**{f"{prefix}owner__isnull": True})
    if not isinstance(user, User):
        return library
    own = Phase.objects.filter(
        case__owner=user, assessments__isnull=False, assessments__trashed_at__isnull=True
    )
    return library | Q(**{f"{prefix}pk__in": own.values("case_id")})


def _assessed(user: Person) -> QuerySet[Phase]:
    """Phases that come to be seen by others through what was assessed of them.

    By everyone once an assessment of theirs is published to everyone; by a team once one that is shared with it was
    submitted. By whoever assesses it, or is asked to. Until then a scenario is as private as its draft.
    """
    seen = Q(assessments__status="published", assessments__visibility=Visibility.PUBLIC.value)
    if isinstance(user, User):
        shared = Q(assessments__team__in=team_ids(user), assessments__visibility__in=SHARED)
        seen |= shared & Q(assessments__status__in=HANDED_IN)
        # Whoever answers for a phase reads what it is about, also one who is asked to code it again, seeing no more.
        seen |= Q(assessments__author=user, assessments__trashed_at__isnull=True)
        seen |= Q(
            assessments__second_codings__coder=user,
            assessments__second_codings__state__in=("asked", "accepted"),
        )
    return Phase.objects.filter(seen)


def cases(user: Person) -> QuerySet[Case]:
    """The cases that `user` may see, with those of their phases that `user` may see."""
    visible = _visible(user) | Q(pk__in=_assessed(user).values("case_id"))
    return (
        Case.objects.filter(visible, deprecated=False)
        .select_related("target", "owner")
        .prefetch_related(Prefetch("phases", queryset=phases_shown(user)))
        .order_by("starts_on", "slug")
    )


def phases_shown(user: Person) -> QuerySet[Phase]:
    """The phases that `user` may see, in the order of their case.

    Of a scenario that others see, a phase that is still a draft is its author's alone.
    """
    return Phase.objects.filter(_visible(user, "case__") | Q(pk__in=_assessed(user).values("pk")))


def phases(user: Person) -> QuerySet[Phase]:
    """The phases that `user` may see, with their cases."""
    return (
        phases_shown(user)
        .filter(case__deprecated=False)
        .select_related("case", "case__target")
        .prefetch_related("acting")
        .order_by("starts_on", "case__slug", "position")
    )


def case_record(case: Case, user: Person) -> Case:
    """`case` with its whole record prefetched, for the page that shows `user` all of it that they may see.

    Sources and phases are read once, and every entry of the record knows its own without another query.
    """
    record = (
        Case.objects.select_related("target")
        .prefetch_related(
            Prefetch("phases", queryset=phases_shown(user)),
            "phases__acting",
            "phases__instruments__provisions",
            "actor_rows__actor",
            "events",
            "claims__actor",
            "ledger",
            "figures",
            "holdings",
            "criticisms",
            "sources",
        )
        .get(pk=case.pk)
    )
    sources = {source.pk: source for source in record.sources.all()}
    phases = {phase.pk: phase for phase in record.phases.all()}
    for name in RECORDS:
        for row in getattr(record, name).all():
            row.source = sources.get(row.source_id)
            row.phase = phases.get(row.phase_id)
    return record


def strategic_concepts() -> list[Instrument]:
    """The Strategic Concepts of the Alliance, oldest first: all of them are public."""
    return list(Instrument.objects.filter(kind=CONCEPT, deprecated=False).order_by("adopted_on"))
