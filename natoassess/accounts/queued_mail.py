"""Mails that tasks send, after the request: notices and invitations. Each is claimed by its row, and leaves once."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from natoassess.accounts.mail import message
from natoassess.accounts.models import Invitation, Notice
from natoassess.accounts.notices import MAXIMUM_TRIES, absolute, switch_off_token


class NotMailed(Exception):
    """The mail server took no mail; it may be tried again."""


def notice_mail(*, notice_id: int) -> bool:
    """Mail one notice. False where it has left already, is no longer wanted or was tried too often.

    Its row is claimed before the mail leaves: a second run of the task finds it claimed. Where the server refuses, the
    claim is given back and NotMailed raised. A process killed between the two loses that one mail; none is sent twice.
    """
    notice = Notice.objects.select_related("user").filter(pk=notice_id, user__is_active=True).first()
    # Of the row's own columns alone: a condition on another table becomes a subquery, which PostgreSQL does not ask
    # again once it has waited for the row, and two would claim it.
    due = Notice.objects.filter(pk=notice_id, by_mail=True, mailed_at__isnull=True, tries__lt=MAXIMUM_TRIES)
    if notice is None or not due.update(mailed_at=timezone.now(), tries=F("tries") + 1):
        return False
    try:
        _notice_message(notice).send()
    except Exception as error:
        Notice.objects.filter(pk=notice_id).update(mailed_at=None)
        raise NotMailed from error
    return True


def invitation_mail(*, invitation_id: int, token: str, token_hash: str) -> bool:
    """Mail the link of an invitation. False where that link was mailed, or another has taken its place meanwhile."""
    due = Invitation.objects.filter(
        pk=invitation_id,
        token_hash=token_hash,
        mailed_at__isnull=True,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    )
    if not due.update(mailed_at=timezone.now()):
        return False
    invitation = Invitation.objects.select_related("team", "invited_by").get(pk=invitation_id)
    try:
        _invitation_message(invitation, token).send()
    except Exception as error:
        Invitation.objects.filter(pk=invitation_id, token_hash=token_hash).update(mailed_at=None)
        raise NotMailed from error
    return True


def _notice_message(notice: Notice) -> EmailMessage:
    off = absolute(reverse("notices:off", args=[switch_off_token(notice.user, notice.kind)]))
    parts = [_("Dear %(name)s,") % {"name": notice.user.name}, f"{notice.subject}."]
    if notice.text:
        parts.append(notice.text)
    if notice.url:
        parts.append(absolute(notice.url))
    why = _("You get mail for this: “%(kind)s”.") % {"kind": notice.get_kind_display()}
    choose = _("Choose what you are told by mail: %(url)s") % {"url": absolute(reverse("notices:list"))}
    stop = _("No more mail of this kind, without signing in: %(url)s") % {"url": off}
    parts.append("\n".join(["-- ", why, choose, stop]))
    return message(
        to=notice.user.email,
        subject=notice.subject,
        text="\n\n".join(parts) + "\n",
        headers={"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _invitation_message(invitation: Invitation, token: str) -> EmailMessage:
    by = invitation.invited_by.name if invitation.invited_by else _("A manager of the team")
    team = " ".join(invitation.team.name.split())
    parts = [
        _("%(name)s invites you to the team %(team)s on natoassess, as: %(roles)s.")
        % {"name": by, "team": team, "roles": ", ".join(invitation.role_names)}
    ]
    if invitation.words:
        parts.append(invitation.words)
    parts += [
        _("To accept, open this address. You can make an account there, or sign in with the one you have:"),
        absolute(reverse("teams:invitation", args=[token])),
        _("It works once, until %(day)s. If you did not expect it, do nothing: nothing happens without you.")
        % {"day": f"{invitation.expires_at:%d %B %Y, %H:%M} UTC"},
    ]
    return message(
        to=invitation.email,
        subject=_("Invitation to the team %(team)s") % {"team": team},
        text="\n\n".join(parts) + "\n",
    )
