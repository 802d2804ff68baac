"""Comments: who reads and writes them, what is refused, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from cases.assessments.commenting import (
    MENDABLE_FOR,
    CommentRefused,
    comment_add,
    comment_delete,
    comment_edit,
    comment_reopen,
    comment_resolve,
)
from cases.assessments.discussion import comments
from cases.assessments.models import Assessment, Comment
from cases.assessments.services import assessment_submit
from natoassess.accounts.models import User
from natoassess.web.audit.models import AuditEntry
from natoassess.web.audit.services import entries_about
from tests.pages.scenarios import scenario
from tests.support.queries import count
from tests.together.conftest import ANSWER, Say

ClientAs = Callable[[User], Client]


def page(assessment: Assessment, rest: str = "") -> str:
    """The address of the comments of an assessment."""
    return f"/assessments/{assessment.pk}/comments/{rest}"


# Who --------------------------------------------------------------------------------------------------------------


def test_author_and_contributor_talk_about_a_draft(
    draft: Assessment, analyst: User, contributor: User, client_as: ClientAs
) -> None:
    said = client_as(contributor).post(
        page(draft), {"question": ANSWER, "text": "Not by a State.\r\nSee (1)."}
    )
    assert said.status_code == 302
    answer = client_as(analyst).get(page(draft)).content.decode()
    assert "Not by a State.<br>See (1)." in answer
    assert "Tomas Teammate" in answer


@pytest.mark.parametrize("who", ["teammate", "reviewer", "outsider", "administrator"])
def test_others_see_nothing_of_a_draft(
    who: str, request: pytest.FixtureRequest, draft: Assessment, say: Say, client_as: ClientAs
) -> None:
    person: User = request.getfixturevalue(who)
    comment = say()
    client = client_as(person)
    assert client.get(page(draft)).status_code == 404
    assert client.post(page(draft), {"question": ANSWER, "text": "Hello"}).status_code == 404
    for act in ("resolve", "reopen", "delete"):
        assert client.post(page(draft, f"{comment.pk}/{act}/")).status_code == 404
    assert not comments(person, draft).exists()


def test_a_reviewer_reads_and_writes_once_it_is_submitted(
    submitted: Assessment, say: Say, reviewer: User, client_as: ClientAs
) -> None:
    say("By the analyst", assessment=submitted)
    client = client_as(reviewer)
    review = client.get(f"/assessments/{submitted.pk}/review/").content.decode()
    assert "By the analyst" in review
    assert "1 comment, 1 open" in review
    assert "One comment is open" in review
    assert client.post(page(submitted), {"question": ANSWER, "text": "By the reviewer"}).status_code == 302


@pytest.mark.parametrize("who", ["teammate", "researcher", "instructor", "administrator"])
def test_the_rest_of_the_team_reads_the_result_but_not_the_comments(
    who: str, request: pytest.FixtureRequest, submitted: Assessment, say: Say, client_as: ClientAs
) -> None:
    person: User = request.getfixturevalue(who)
    say("Between us", assessment=submitted)
    client = client_as(person)
    result = client.get(f"/assessments/{submitted.pk}/")
    assert result.status_code == 200
    assert "Between us" not in result.content.decode()
    assert "/comments/" not in result.content.decode()
    assert client.get(page(submitted)).status_code == 403
    assert client.post(page(submitted), {"question": ANSWER, "text": "Me too"}).status_code == 403
    with pytest.raises(PermissionDenied):
        comment_add(author=person, assessment=submitted, text="Me too", question=ANSWER)


def test_a_visitor_signs_in_and_what_was_typed_goes_along(client: Client, draft: Assessment) -> None:
    assert client.get(page(draft)).status_code == 302
    kept = client.post(page(draft), {"question": ANSWER, "text": "Typed for long"})
    assert kept.status_code == 403
    assert "Typed for long" in kept.content.decode()
    in_place = client.post(page(draft), {"text": "x"}, headers={"HX-Request": "true"})
    assert in_place.status_code == 401


def test_published_is_read_but_no_longer_talked_about(
    published: Assessment, analyst: User, client_as: ClientAs
) -> None:
    client = client_as(analyst)
    answer = client.get(page(published))
    assert answer.status_code == 200
    assert "the comments are closed" in answer.content.decode()
    assert client.post(page(published), {"question": ANSWER, "text": "Late"}).status_code == 403


def test_a_comment_of_another_assessment_is_not_reached(
    draft: Assessment, analyst: User, outsider: User, client_as: ClientAs
) -> None:
    theirs = scenario(outsider, outsider.teams.get())
    comment = comment_add(author=outsider, assessment=theirs, text="Ours", question="")
    client = client_as(analyst)
    assert client.get(page(draft, f"{comment.pk}/")).status_code == 404
    for act in ("resolve", "reopen", "delete"):
        assert client.post(page(draft, f"{comment.pk}/{act}/")).status_code == 404
    forged = client.post(page(draft), {"reply_to": comment.pk, f"reply-{comment.pk}": "Yours"})
    assert forged.status_code == 409
    assert "Ours" not in forged.content.decode()
    with pytest.raises(CommentRefused):
        comment_add(author=analyst, assessment=draft, text="Yours", reply_to=comment)
    assert Comment.objects.count() == 1


# What --------------------------------------------------------------------------------------------------------------


def test_hostile_text_is_text(draft: Assessment, analyst: User, say: Say, client_as: ClientAs) -> None:
    say('<script>alert(1)</script> [x](javascript:alert(2)) javascript:alert(3) https://un.org/?a="b')
    say("http://example.org/" + "<b>" * 900)
    answer = client_as(analyst).get(page(draft)).content.decode()
    assert "<script>alert" not in answer
    assert "<b>" not in answer
    assert 'href="javascript' not in answer
    assert '<a href="https://un.org/' in answer
    assert 'rel="nofollow"' in answer


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Write something first."),
        (" \u200b\u2003\n", "Write something first."),
        ("a" * 4_001, "takes 4000 characters; this one has 4001"),
        ("one\x00two", "null character"),
    ],
)
def test_what_cannot_stand_is_refused_and_kept(
    text: str, why: str, draft: Assessment, analyst: User, client_as: ClientAs
) -> None:
    refused = client_as(analyst).post(page(draft), {"question": ANSWER, "text": text})
    assert refused.status_code == 422
    answer = refused.content.decode()
    assert why in answer
    assert "a" * 4_001 in answer or "a" * 4_001 not in text
    assert not Comment.objects.exists()


def test_lines_count_once(draft: Assessment, analyst: User, say: Say) -> None:
    assert len(say("a\r\n" * 1_999 + "bc").text) == 4_000


def test_unknown_questions_and_parameters_are_refused(
    draft: Assessment, analyst: User, client_as: ClientAs
) -> None:
    client = client_as(analyst)
    assert client.post(page(draft), {"question": "facts-nonsense", "text": "x"}).status_code == 400
    assert client.post(page(draft), {"reply_to": "1;2", "text": "x"}).status_code == 400
    for query in ("?state=closed", "?question=nonsense", "?page=0", "?page=x", "?who=1"):
        assert client.get(page(draft, query)).status_code == 400
    assert client.get(page(draft, "?page=2")).status_code == 404


def test_the_page_is_narrowed(draft: Assessment, analyst: User, say: Say, client_as: ClientAs) -> None:
    settled, left = say("Settled long ago"), say("Left for later", question="")
    comment_resolve(by=analyst, comment=settled)
    client = client_as(analyst)

    def texts(query: str) -> set[str]:
        answer = client.get(page(draft, query)).content.decode()
        return {comment.text for comment in (settled, left) if comment.text in answer}

    assert texts("") == {settled.text, left.text}
    assert texts("?state=open") == {left.text}
    assert texts("?state=resolved") == {settled.text}
    assert texts(f"?question={ANSWER}") == {settled.text}


# Resolved, mended, taken back ----------------------------------------------------------------------------------------


def test_one_of_two_resolves_it(draft: Assessment, analyst: User, contributor: User, say: Say) -> None:
    comment = say()
    seen_by_the_other = Comment.objects.get(pk=comment.pk)
    comment_resolve(by=analyst, comment=comment)
    with pytest.raises(CommentRefused) as refused:
        comment_resolve(by=contributor, comment=seen_by_the_other)
    assert refused.value.code == "already_resolved"
    comment.refresh_from_db()
    assert comment.resolved_by == analyst
    comment_reopen(by=contributor, comment=comment)
    with pytest.raises(CommentRefused):
        comment_reopen(by=analyst, comment=comment)
    done = entries_about(draft).filter(action__startswith="comment.re").values_list("action", flat=True)
    assert list(done) == ["comment.reopened", "comment.resolved"]


def test_a_reply_opens_a_resolved_thread(
    draft: Assessment, analyst: User, contributor: User, say: Say
) -> None:
    first = say()
    comment_resolve(by=analyst, comment=first)
    reply = say("Not so fast", author=contributor, reply_to=first, question="")
    assert reply.question == ANSWER
    assert Comment.objects.get(pk=first.pk).is_open
    deeper = say("One level", reply_to=reply)
    assert deeper.reply_to == first
    with pytest.raises(CommentRefused):
        comment_resolve(by=analyst, comment=reply)


def test_ones_own_is_mended_until_it_is_late_or_answered(
    draft: Assessment, analyst: User, contributor: User, say: Say, client_as: ClientAs
) -> None:
    comment = say("Teh source")
    with pytest.raises(PermissionDenied):
        comment_edit(editor=contributor, comment=comment, text="Mine now")
    client = client_as(analyst)
    here = page(draft, f"{comment.pk}/")
    assert client.post(here, {"text": "The source"}).status_code == 302
    mended = Comment.objects.get(pk=comment.pk)
    assert (mended.text, mended.edited_at is not None) == ("The source", True)
    assert client.post(here, {"text": "b" * 4_001}).status_code == 422
    Comment.objects.filter(pk=comment.pk).update(at=timezone.now() - MENDABLE_FOR - timedelta(seconds=1))
    late = client.post(here, {"text": "Too late"})
    assert late.status_code == 409
    assert "Too late" in late.content.decode()
    answered = say("Early")
    say("Reply", author=contributor, reply_to=answered)
    with pytest.raises(CommentRefused):
        comment_edit(editor=analyst, comment=answered, text="Otherwise")


def test_what_is_taken_back_leaves_nothing(
    draft: Assessment, analyst: User, contributor: User, say: Say, client_as: ClientAs
) -> None:
    comment = say("Taken back")
    with pytest.raises(PermissionDenied):
        comment_delete(by=contributor, comment=comment)
    assert client_as(analyst).post(page(draft, f"{comment.pk}/delete/")).status_code == 302
    assert not Comment.objects.exists()
    assert "Taken back" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    answered = say("Answered")
    say("Reply", author=contributor, reply_to=answered)
    with pytest.raises(CommentRefused):
        comment_delete(by=analyst, comment=answered)
    with pytest.raises(CommentRefused):
        comment_resolve(by=analyst, comment=comment)


def test_a_former_member_stays_as_such(
    draft: Assessment, analyst: User, contributor: User, say: Say, client_as: ClientAs
) -> None:
    say("I was here", author=contributor)
    contributor.delete()
    answer = client_as(analyst).get(page(draft)).content.decode()
    assert "I was here" in answer
    assert "former member" in answer


# In its place --------------------------------------------------------------------------------------------------------


def test_a_thread_changes_in_its_place(draft: Assessment, analyst: User, client_as: ClientAs) -> None:
    client = client_as(analyst)
    here = {"HX-Request": "true"}
    form = client.get(f"/assessments/{draft.pk}/edit/facts-self-defence/").content.decode()
    assert f'form="say-{ANSWER}"' in form
    said = client.post(page(draft), {"question": ANSWER, "fold": "1", "text": "One"}, headers=here)
    part = said.content.decode().strip()
    assert part.startswith(f'<details class="more thread" id="thread-{ANSWER}" open>')
    assert "1 comment, 1 open" in part
    first = Comment.objects.get()
    typed = {
        "question": ANSWER,
        "fold": "1",
        "text": "Half a thought",
        "reply_to": first.pk,
        f"reply-{first.pk}": "",
    }
    refused = client.post(page(draft), typed, headers=here)
    assert refused.status_code == 422
    assert "Half a thought" in refused.content.decode()
    resolved = client.post(page(draft, f"{first.pk}/resolve/"), {"text": "Half a thought"}, headers=here)
    assert "Resolved by Ana Analyst" in resolved.content.decode()
    assert "Half a thought" in resolved.content.decode()
    again = client.post(page(draft, f"{first.pk}/resolve/"), {}, headers=here)
    assert again.status_code == 409
    assert "It was resolved already." in again.content.decode()


def test_a_reply_to_what_was_taken_back_is_kept(
    draft: Assessment, analyst: User, say: Say, client_as: ClientAs
) -> None:
    first = say()
    number = first.pk
    comment_delete(by=analyst, comment=first)
    gone = client_as(analyst).post(
        page(draft), {"reply_to": number, f"reply-{number}": "My long answer", "question": ANSWER}
    )
    assert gone.status_code == 409
    assert "taken back meanwhile" in gone.content.decode()
    assert "My long answer" in gone.content.decode()


def test_open_comments_are_counted_where_it_is_handed_in(
    draft: Assessment, analyst: User, say: Say, client_as: ClientAs
) -> None:
    client = client_as(analyst)
    check = f"/assessments/{draft.pk}/check/"
    assert "comments are open" not in client.get(check).content.decode()
    say()
    say("Another", question="")
    answer = client.get(check).content.decode()
    assert "2 comments are open. You may submit nevertheless." in answer
    assert "(2 open)" in answer
    assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)


def test_queries_do_not_grow_with_comments(
    draft: Assessment, analyst: User, contributor: User, say: Say, client_as: ClientAs
) -> None:
    client = client_as(analyst)
    say()
    addresses = (page(draft), f"/assessments/{draft.pk}/", f"/assessments/{draft.pk}/edit/facts-action/")
    client.get(page(draft))
    few = [count(lambda address=address: client.get(address)) for address in addresses]  # type: ignore[misc]  # bound now
    for number in range(6):
        first = say(f"Comment {number}", author=contributor)
        say(f"Reply {number}", reply_to=first)
        comment_resolve(by=contributor, comment=first)
    many = [count(lambda address=address: client.get(address)) for address in addresses]  # type: ignore[misc]  # bound now
    assert many == few
