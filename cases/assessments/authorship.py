"""Whose work a revision is: its answers are copied, so that whoever gave them in what it revises gave them here too."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cases.assessments.models import Assessment
from natoassess.accounts.models import User


def revisions_of_own_work(user: User, assessments: QuerySet[Assessment]) -> set[int]:
    """The keys of those of `assessments` that revise what `user` filed, contributed to or answered in.

    However many revisions lie between. Two queries for each of them, none of which grows with the rows.
    """
    revising = assessments.filter(revises__isnull=False).order_by()
    line = dict(revising.values_list("pk", "revises__assessment"))
    wrote = Q(author=user) | Q(contributors__user=user) | Q(answer_changes__by=user)
    found: set[int] = set()
    while line:
        before = Assessment.objects.filter(pk__in=set(line.values()))
        own = set(before.filter(wrote).values_list("pk", flat=True))
        found |= {pk for pk, earlier in line.items() if earlier in own}
        further = dict(before.filter(revises__isnull=False).values_list("pk", "revises__assessment"))
        line = {pk: further[earlier] for pk, earlier in line.items() if earlier in further}
    return found
