"""Notices and invitations of a person, as a part of the account (holdings.py)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from natoassess.accounts.holdings import Fate, File, Holding, as_json
from natoassess.accounts.holdings import register as register_holding
from natoassess.accounts.models import Invitation, Notice, NoticePreference, User
from natoassess.accounts.selectors import invitations_to

NOTICE_FIELDS = ("kind", "subject", "text", "url", "made_at", "read_at", "mailed_at")


def register() -> None:
    """Add the part."""
    register_holding(Holding("notices", files, fate, leave))


def files(user: User) -> Iterator[File]:
    """What the person was told, and which of it comes by mail."""
    yield "notices.json", as_json(list(Notice.objects.filter(user=user).values(*NOTICE_FIELDS)))
    said = NoticePreference.objects.filter(user=user).values("kind", "by_mail")
    yield "by_mail.json", as_json(list(said))
    accepted = Invitation.objects.filter(accepted_by=user).select_related("team")
    rows = [{"team": row.team.slug, "mail": row.email, "accepted_at": row.accepted_at} for row in accepted]
    yield "invitations.json", as_json(rows)


def fate(user: User) -> list[Fate]:
    """All of it goes; what they sent to others stays with those."""
    return [Fate(goes=_("Your notices, what you chose of them, and your mail address in invitations."))]


def leave(user: User) -> None:
    """Delete the notices; take the address out of the invitations that were accepted, and end those still open."""
    Notice.objects.filter(user=user).delete()
    NoticePreference.objects.filter(user=user).delete()
    invitations_to(user).delete()
    Invitation.objects.filter(accepted_by=user).update(email="", words="")
