"""Who is told what, whether by mail, and that a mail leaves once."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.assessments.commenting import comment_add
from cases.assessments.contributing import contributor_add
from cases.assessments.models import Assessment, Contributor
from cases.assessments.publishing import publication_retract
from cases.assessments.second_codings import second_coding_accept, second_coding_ask
from cases.assessments.services import assessment_review, assessment_submit
from natoassess.accounts.deletion import account_delete
from natoassess.accounts.exports import account_export
from natoassess.accounts.invitations import invitation_accept, invitation_create
from natoassess.accounts.models import Invitation, Membership, Notice, NoticeKind, Role, Team, User
from natoassess.accounts.notices import notify, preference_save, preferences_of, switch_off_token
from natoassess.accounts.queued_mail import NotMailed, notice_mail
from natoassess.accounts.tasks import mail_notice
from tests.filing.pages import text_of
from tests.pages.scenarios import scenario
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
After = Callable[[], AbstractContextManager[Any]]


def words(answer: Any) -> str:
    return text_of(answer.content.decode())


def with_mail(*people: User) -> None:
    for one in people:
        one.email = f"{one.username}@example.org"
        one.save()


def submitted(analyst: User, team: Team, **given: str) -> Assessment:
    draft = scenario(analyst, team, **{"visibility": "team", **given})
    return assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)


def told(kind: NoticeKind) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def waiting_notice(user: User, kind: NoticeKind = NoticeKind.RETURNED) -> Notice:
    notice = notify(user=user, kind=kind, subject="Something is here", text="Look.", url="/overview/")
    assert notice is not None
    return notice


def test_the_reviewers_are_told_of_what_was_submitted_and_the_author_of_what_became_of_it(
    analyst: User, reviewer: User, team: Team, mailing: After, settings: Any
) -> None:
    settings.SITE_URL = "https://natoassess.example.org/"
    make_user("second", team=team, roles=(Role.REVIEWER,))
    make_user("closed", team=team, roles=(Role.REVIEWER,), is_active=False)
    with_mail(analyst, reviewer)
    with mailing():
        waiting = submitted(analyst, team)
    assert told(NoticeKind.REVIEW_REQUESTED) == {"reviewer", "second"}
    (message,) = mail.outbox
    assert message.to == ["reviewer@example.org"]
    assert message.subject == "[natoassess] Ana Analyst asks for a review: Strait closed"
    assert f"https://natoassess.example.org/assessments/{waiting.pk}/review/" in message.body
    with mailing():
        back = assessment_review(
            reviewer=reviewer,
            assessment=waiting,
            expected_version=waiting.version,
            publish=False,
            note="Not for mail.",
        )
    assert told(NoticeKind.RETURNED) == {"analyst"}
    assert "Not for mail." not in mail.outbox[-1].body, "what is said of the work stays on the site"
    Contributor.objects.create(assessment=back, user=make_user("helper", team=team, roles=(Role.ANALYST,)))
    again = assessment_submit(editor=analyst, assessment=back, expected_version=back.version)
    assessment_review(
        reviewer=reviewer, assessment=again, expected_version=again.version, publish=True, note=""
    )
    assert told(NoticeKind.PUBLISHED) == {"analyst", "helper"}


def test_nobody_is_told_of_their_own_doing_or_of_what_is_private(
    analyst: User, reviewer: User, team: Team
) -> None:
    with_both = make_user("both", team=team, roles=(Role.ANALYST, Role.REVIEWER))
    submitted(with_both, team)
    assert told(NoticeKind.REVIEW_REQUESTED) == {"reviewer"}
    Notice.objects.all().delete()
    submitted(analyst, team, visibility="private")
    assert not Notice.objects.exists()


def test_nobody_is_told_of_what_was_rolled_back(analyst: User, reviewer: User, team: Team) -> None:
    draft = scenario(analyst, team, visibility="team")
    with pytest.raises(Exception, match="the version is now"):
        assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version - 1)
    assert not Notice.objects.exists()


def test_comments_assignments_second_codings_and_retractions_reach_those_concerned(
    analyst: User, reviewer: User, researcher: User, team: Team
) -> None:
    coder = make_user("coder", team=team, roles=(Role.ANALYST,))
    draft = scenario(analyst, team, visibility="team")
    contributor_add(author=analyst, assessment=draft, user=researcher)
    assert told(NoticeKind.ASSIGNED) == {"researcher"}
    second_coding_ask(asker=analyst, assessment=draft, coder=coder)
    assert told(NoticeKind.SECOND_CODING) == {"coder"}
    Notice.objects.all().delete()
    waiting = assessment_submit(editor=analyst, assessment=draft, expected_version=draft.version)
    assert told(NoticeKind.REVIEW_REQUESTED) == {"reviewer"}
    first = comment_add(author=reviewer, assessment=waiting, text="Why?")
    assert told(NoticeKind.COMMENT) == {"analyst", "researcher"}
    Notice.objects.all().delete()
    comment_add(author=researcher, assessment=waiting, text="Because.", reply_to=first)
    assert told(NoticeKind.COMMENT) == {"analyst", "reviewer"}
    assert "Because." not in Notice.objects.values_list("text", flat=True)


def test_who_may_read_a_thread_no_longer_hears_nothing_of_it(
    analyst: User, reviewer: User, team: Team
) -> None:
    waiting = submitted(analyst, team, title="Raid on Atoll")
    said = comment_add(author=reviewer, assessment=waiting, text="Which source?")
    Membership.objects.filter(team=team, user=reviewer).delete()
    comment_add(author=analyst, assessment=waiting, text="The second.", reply_to=said)
    assert reviewer.username not in told(NoticeKind.COMMENT)
    assert analyst.username in told(NoticeKind.COMMENT)


def test_a_second_coding_that_is_handed_in_is_told_to_the_author_and_reviewed_by_nobody(
    analyst: User, reviewer: User, team: Team
) -> None:
    coder = make_user("coder", team=team, roles=(Role.ANALYST,))
    draft = scenario(analyst, team, visibility="team")
    request = second_coding_ask(asker=analyst, assessment=draft, coder=coder)
    coding = second_coding_accept(coder=coder, request=request)
    Notice.objects.all().delete()
    assessment_submit(editor=coder, assessment=coding, expected_version=coding.version)
    assert told(NoticeKind.SECOND_CODING) == {"analyst"}
    assert told(NoticeKind.REVIEW_REQUESTED) == set()


def test_a_retraction_reaches_the_author_and_the_reviewers(analyst: User, reviewer: User, team: Team) -> None:
    make_user("second", team=team, roles=(Role.REVIEWER,))
    waiting = submitted(analyst, team)
    out = assessment_review(
        reviewer=reviewer, assessment=waiting, expected_version=waiting.version, publish=True, note=""
    )
    publication_retract(editor=reviewer, publication=out.publication, reason="It rests on a wrong source.")
    assert told(NoticeKind.RETRACTED) == {"analyst", "second"}
    notice = Notice.objects.get(kind=NoticeKind.RETRACTED, user=analyst)
    assert notice.url == reverse("published:detail", args=[out.publication.number])


def test_a_task_that_runs_twice_sends_one_mail(analyst: User) -> None:
    with_mail(analyst)
    notice = waiting_notice(analyst)
    for _time in range(2):
        mail_notice.apply(args=(notice.pk,))
    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert notice.mailed_at is not None and notice.tries == 1


class Refusing(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


def test_a_mail_server_that_refuses_is_asked_again_and_breaks_nothing(
    analyst: User, reviewer: User, team: Team, mailing: After, settings: Any
) -> None:
    with_mail(reviewer)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    with mailing():
        waiting = submitted(analyst, team)
    assert waiting.status == "submitted", "the request is none the wiser"
    notice = Notice.objects.get(user=reviewer)
    assert notice.mailed_at is None and notice.tries == 5, "tried at once and four times later, then given up"
    settings.EMAIL_BACKEND = working
    assert not notice_mail(notice_id=notice.pk)
    fresh = waiting_notice(reviewer)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    with pytest.raises(NotMailed):
        notice_mail(notice_id=fresh.pk)
    settings.EMAIL_BACKEND = working
    mail_notice.apply(args=(fresh.pk,))
    assert len(mail.outbox) == 1


def test_what_a_dead_broker_left_behind_leaves_beside_the_next_mail(analyst: User, reviewer: User) -> None:
    with_mail(analyst, reviewer)
    lost, stale, fresh = waiting_notice(analyst), waiting_notice(analyst), waiting_notice(reviewer)
    now = timezone.now()
    Notice.objects.filter(pk=lost.pk).update(made_at=now - timedelta(hours=1))
    Notice.objects.filter(pk=stale.pk).update(made_at=now - timedelta(days=3))
    mail_notice.apply(args=(fresh.pk,))
    assert [message.to for message in mail.outbox] == [["reviewer@example.org"], ["analyst@example.org"]]
    stale.refresh_from_db()
    assert stale.mailed_at is None


def test_a_preference_decides_and_what_waits_goes_by_it_too(
    client_as: As, analyst: User, mailing: After
) -> None:
    with_mail(analyst)
    client = client_as(analyst)
    late = waiting_notice(analyst, NoticeKind.COMMENT)
    page = client.get(reverse("notices:list"))
    assert "To analyst@example.org" in words(page)
    assert client.post(reverse("notices:list"), {"kinds": ["published"]}).status_code == 302
    assert [kind for kind, by_mail in preferences_of(analyst).items() if by_mail] == [NoticeKind.PUBLISHED]
    mail_notice.apply(args=(late.pk,))
    with mailing():
        waiting_notice(analyst, NoticeKind.COMMENT)
        waiting_notice(analyst, NoticeKind.PUBLISHED)
    assert len(mail.outbox) == 1
    assert Notice.objects.filter(user=analyst).count() == 3, "the overview tells of all"
    assert client.post(reverse("notices:list"), {"kinds": ["gossip"]}).status_code == 422


def test_mail_says_how_to_stop_it_and_one_click_stops_it_signed_out(analyst: User, mailing: After) -> None:
    with_mail(analyst)
    with mailing():
        waiting_notice(analyst)
    (message,) = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.sub(r"^<https?://[^/]+|>$", "", message.extra_headers["List-Unsubscribe"])
    assert address in message.body
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert preferences_of(analyst)[NoticeKind.RETURNED], (
        "a scanner that follows the link switches nothing off"
    )
    answer = strict.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and "No more mail of this kind" in words(answer)
    assert not preferences_of(analyst)[NoticeKind.RETURNED]
    assert preferences_of(analyst)[NoticeKind.COMMENT]
    with mailing():
        waiting_notice(analyst)
    assert len(mail.outbox) == 1


def test_a_forged_way_out_is_none(client: Client, analyst: User) -> None:
    token = switch_off_token(analyst, NoticeKind.RETURNED)
    for wrong in (token[:-2], token.replace(":", "x"), switch_off_token(analyst, "gossip")):
        answer = client.post(reverse("notices:off", args=[wrong]))
        assert answer.status_code == 404 and "not whole" in words(answer)
    assert preferences_of(analyst)[NoticeKind.RETURNED]


def test_read_up_to_what_the_page_showed_and_ones_own_alone(
    client_as: As, analyst: User, reviewer: User
) -> None:
    first, others = waiting_notice(analyst), waiting_notice(reviewer)
    later = waiting_notice(analyst)
    client = client_as(analyst)
    assert client.post(reverse("notices:read"), {"until": others.pk})["Location"] == reverse("overview")
    assert set(Notice.objects.filter(read_at__isnull=True)) == {others, later}
    assert first.pk < others.pk
    for wrong in ("", "x", "-1", "9" * 30):
        assert client.post(reverse("notices:read"), {"until": wrong}).status_code == 404


def test_no_mail_without_an_address_and_none_to_a_closed_account(analyst: User, mailing: After) -> None:
    with mailing():
        waiting_notice(analyst)
    with_mail(analyst)
    later = waiting_notice(analyst)
    analyst.is_active = False
    analyst.save()
    mail_notice.apply(args=(later.pk,))
    assert notify(user=analyst, kind=NoticeKind.RETURNED, subject="x") is None
    assert mail.outbox == []


def test_a_subject_is_one_line(analyst: User, mailing: After) -> None:
    with_mail(analyst)
    with mailing():
        notify(user=analyst, kind=NoticeKind.RETURNED, subject="a\r\nBcc: all@example.org\n" + "x" * 300)
    (message,) = mail.outbox
    assert message.subject.startswith("[natoassess] a Bcc: all@example.org x")
    assert message.recipients() == ["analyst@example.org"]
    preference_save(user=analyst, kind=NoticeKind.RETURNED, by_mail=False)


def test_a_deleted_account_leaves_no_notices_and_no_address_behind(
    manager: User, analyst: User, team: Team
) -> None:
    with_mail(analyst)
    waiting_notice(analyst)
    preference_save(user=analyst, kind=NoticeKind.COMMENT, by_mail=False)
    _row, token = invitation_create(by=manager, team=team, email="old@example.org", roles=[Role.REVIEWER])
    invitation_accept(token=token, user=analyst)
    elsewhere = Team.objects.create(slug="elsewhere", name="Elsewhere")
    make_user("boss", team=elsewhere, roles=(Role.MANAGER,))
    invitation_create(
        by=User.objects.get(username="boss"),
        team=elsewhere,
        email="analyst@example.org",
        roles=[Role.ANALYST],
    )
    with account_export(user=analyst) as archive, zipfile.ZipFile(archive) as files:
        assert "Something is here" in files.read("notices/notices.json").decode()
    account_delete(user=analyst)
    assert not Notice.objects.filter(user=analyst).exists()
    assert list(Invitation.objects.values_list("email", flat=True)) == [""]
