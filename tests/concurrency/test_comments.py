"""Two people at one comment at the same moment, on PostgreSQL: one has done it, no word is lost."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from cases.assessments.commenting import CommentRefused, comment_add, comment_delete, comment_resolve
from cases.assessments.models import Assessment, Comment
from natoassess.accounts.models import Team, User
from natoassess.web.audit.models import AuditEntry
from tests.concurrency.conftest import at_once
from tests.pages.scenarios import scenario

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


@pytest.fixture
def draft(analyst: User, team: Team) -> Assessment:
    """The analyst's."""
    return scenario(analyst, team, visibility="team")


def resolve(by: User, pk: int) -> Comment:
    # Each reads the row itself, as each request does.
    return comment_resolve(by=by, comment=Comment.objects.get(pk=pk))


def reply(author: User, draft: Assessment, pk: int) -> Comment:
    return comment_add(author=author, assessment=draft, text="Mine", reply_to=Comment.objects.get(pk=pk))


def take_back(by: User, pk: int) -> None:
    comment_delete(by=by, comment=Comment.objects.get(pk=pk))


def test_of_many_who_resolve_it_one_has(draft: Assessment, analyst: User) -> None:
    for _round in range(ROUNDS):
        comment = comment_add(author=analyst, assessment=draft, text="Which source?")
        results = at_once(*[partial(resolve, analyst, comment.pk)] * 4)
        assert Counter(type(result).__name__ for result in results) == {"Comment": 1, "CommentRefused": 3}, (
            results
        )
    assert AuditEntry.objects.filter(action="comment.resolved").count() == ROUNDS


def test_a_reply_is_never_taken_back_with_its_thread(draft: Assessment, analyst: User) -> None:
    for _round in range(ROUNDS):
        comment = comment_add(author=analyst, assessment=draft, text="Which source?")
        replied, taken = at_once(
            partial(reply, analyst, draft, comment.pk), partial(take_back, analyst, comment.pk)
        )
        left = set(Comment.objects.filter(text="Mine").values_list("pk", flat=True))
        if isinstance(replied, Comment):
            assert isinstance(taken, CommentRefused), taken
            assert left == {replied.pk}
        else:
            assert isinstance(replied, CommentRefused | Comment.DoesNotExist), replied
            assert taken is None
            assert not left
        Comment.objects.filter(reply_to__isnull=False).delete()
        Comment.objects.all().delete()
