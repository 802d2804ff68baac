"""Telling people: a row that their overview shows, and a mail where they want one.

`notify` is called inside the transaction of what it tells of: nobody is told of what was rolled back. Mail leaves after
the commit, by a task (tasks.py); whether the mail server answers never matters to the request.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from natoassess.accounts.models import Notice, NoticeKind, NoticePreference, User

logger = logging.getLogger(__name__)
SALT = "accounts.notices.off"
MAXIMUM_TRIES = 5
OVERDUE_AFTER, OVERDUE_UNTIL = timedelta(minutes=10), timedelta(days=2)
"""A mail that has not left after the first is tried again beside the next one; after the second it is stale."""

WITHOUT_MAIL = frozenset({NoticeKind.PUBLISHED, NoticeKind.JOINED})
"""Kinds that nobody waits for: by default they are shown on the overview alone."""


def notify(
    *, user: User, kind: NoticeKind, subject: str, text: str = "", url: str = "", mail: bool = True
) -> Notice | None:
    """Tell one person; None for an account that is closed. `url` is a path on this site. Within a transaction.

    `mail` False keeps it to the overview whatever the person prefers: another mail says the same.
    """
    made = notify_all(users=[user], kind=kind, subject=subject, text=text, url=url, mail=mail)
    return made[0] if made else None


@transaction.atomic
def notify_all(
    *,
    users: Iterable[User],
    kind: NoticeKind,
    subject: str,
    text: str = "",
    url: str = "",
    mail: bool = True,
) -> list[Notice]:
    """Tell several people the same, each once, in three queries. Closed accounts are left out."""
    people = {user.pk: user for user in users if user.is_active}
    wanted = dict(
        NoticePreference.objects.filter(user__in=people, kind=kind).values_list("user_id", "by_mail")
    )
    made = Notice.objects.bulk_create(
        Notice(
            user=user,
            kind=kind,
            subject=" ".join(subject.split())[:200],
            text=text,
            url=url,
            by_mail=mail and bool(user.email) and wanted.get(user.pk, mailed_by_default(kind)),
        )
        for user in people.values()
    )
    for notice in made:
        if notice.by_mail:
            transaction.on_commit(partial(notice_send, notice_id=notice.pk), robust=True)
    return made


def mailed_by_default(kind: NoticeKind | str) -> bool:
    """Whether a person who has said nothing gets this kind by mail."""
    return kind not in WITHOUT_MAIL


def notice_send(*, notice_id: int) -> bool:
    """Hand the mail to the worker; False, logged, where the broker is down: it leaves beside a later one."""
    from natoassess.accounts.tasks import mail_notice

    try:
        mail_notice.apply_async(args=(notice_id,), retry=False)
    except Exception as error:  # noqa: BLE001  whatever the transport raises, the row stays unmailed
        logger.warning(
            "notice %s is not mailed yet, the broker took no message: %s", notice_id, type(error).__name__
        )
        return False
    return True


def notices_overdue() -> list[int]:
    """Mails that should have left a while ago and are not stale yet, the oldest first; at most twenty."""
    now = timezone.now()
    late = Notice.objects.filter(
        by_mail=True,
        mailed_at__isnull=True,
        tries__lt=MAXIMUM_TRIES,
        made_at__gt=now - OVERDUE_UNTIL,
        made_at__lte=now - OVERDUE_AFTER,
    )
    return list(late.order_by("made_at").values_list("pk", flat=True)[:20])


def unread(user: User) -> QuerySet[Notice]:
    """What `user` has not marked as read, the newest first."""
    return Notice.objects.filter(user=user, read_at__isnull=True)


def notices_read(*, user: User, until: int) -> int:
    """Mark everything unread of `user` up to the notice of that number as read; returns how many were.

    What arrived after the page was opened stays unread.
    """
    return unread(user).filter(pk__lte=until).update(read_at=timezone.now())


def preferences_of(user: User) -> dict[NoticeKind, bool]:
    """Each kind, and whether `user` gets it by mail."""
    said = dict(NoticePreference.objects.filter(user=user).values_list("kind", "by_mail"))
    return {kind: said.get(kind.value, mailed_by_default(kind)) for kind in NoticeKind}


@transaction.atomic
def preferences_save(*, user: User, by_mail: Iterable[NoticeKind]) -> None:
    """These kinds come by mail, all others do not; mail that waits to be sent goes by it too."""
    wanted = set(by_mail)
    for kind in NoticeKind:
        preference_save(user=user, kind=kind, by_mail=kind in wanted)


@transaction.atomic
def preference_save(*, user: User, kind: NoticeKind, by_mail: bool) -> None:
    """Say of one kind whether it comes by mail; what waits to be sent and is not wanted is not sent."""
    NoticePreference.objects.update_or_create(user=user, kind=kind, defaults={"by_mail": by_mail})
    if not by_mail:
        Notice.objects.filter(user=user, kind=kind, by_mail=True, mailed_at__isnull=True).update(
            by_mail=False
        )


def switch_off_token(user: User, kind: str) -> str:
    """What stands in the address that ends one kind of mail for one person, without signing in. It never runs out."""
    return signing.dumps([user.pk, str(kind)], salt=SALT)


def switch_off_read(token: str) -> tuple[User, NoticeKind] | None:
    """Whom and what such an address is about; None for a forged or mangled one, or an account that is gone."""
    try:
        user_id, kind = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return (user, NoticeKind(kind)) if user and kind in NoticeKind.values else None


def absolute(path: str) -> str:
    """The address of a page of this site, as it stands in a mail."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"
