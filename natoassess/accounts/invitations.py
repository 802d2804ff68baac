"""Invitations to a team: sent to a mail address, accepted by whoever holds the link, once.

The link is the key: its token is random, signed, and kept in the database as a hash alone. A forged, used, revoked and
unknown token are answered alike; only one that has run out is told apart, so that its holder can ask for another.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.contrib.auth.hashers import make_password
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from natoassess.accounts.mail import mail_is_set_up
from natoassess.accounts.models import Invitation, NoticeKind, Role, Team, User
from natoassess.accounts.notices import notify
from natoassess.accounts.team_rules import may
from natoassess.accounts.teams import role_give, team_locked
from natoassess.web.audit.services import record
from natoassess.web.redis_errors import redis_error

logger = logging.getLogger(__name__)
LIFETIME = timedelta(days=14)
SENT_AN_HOUR = 20
"""Invitations that one person may send within an hour, over all their teams."""
HOUR_SECONDS = 3600
SIGNER = signing.Signer(salt="accounts.invitation", sep=".")


class AlreadyMember(Exception):
    """A member of the team has that mail address."""


class AlreadyInvited(Exception):
    """An invitation to that address is open; it can be sent again."""


class TooManyInvitations(Exception):
    """The person has sent as many as an hour takes."""


class InvitationOver(Exception):
    """The link is forged, was used, was revoked, or has run out (`expired`)."""

    def __init__(self, *, expired: bool = False) -> None:
        self.expired = expired
        super().__init__("the invitation is over")


class NameTaken(Exception):
    """Somebody has that username, or an account with the invited address."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


def invitation_create(
    *, by: User, team: Team, email: str, roles: Iterable[Role], words: str = ""
) -> tuple[Invitation, str]:
    """Invite `email` to the team; returns the invitation and the token of its link, which is known this once.

    Raises PermissionDenied, AlreadyMember, AlreadyInvited, TooManyInvitations, and ValueError without a role.
    """
    address, wanted = email.strip().lower(), [role for role in Role if role in set(roles)]
    if not wanted:
        raise ValueError("an invitation offers a role")
    try:
        return _create(by=by, team=team, email=address, roles=wanted, words=words)
    except IntegrityError as error:
        raise AlreadyInvited from error


@transaction.atomic
def _create(*, by: User, team: Team, email: str, roles: list[Role], words: str) -> tuple[Invitation, str]:
    team = team_locked(team)
    _may_manage(by, team)
    if User.objects.filter(memberships__team=team, email__iexact=email).exists():
        raise AlreadyMember
    if Invitation.objects.filter(
        team=team, email=email, accepted_at__isnull=True, revoked_at__isnull=True
    ).exists():
        raise AlreadyInvited
    _count(by)
    token, now = _new_token(), timezone.now()
    invitation = Invitation.objects.create(
        team=team,
        email=email,
        roles=[role.value for role in roles],
        words=words,
        token_hash=_hash(token),
        invited_by=by,
        sent_at=now,
        expires_at=now + LIFETIME,
    )
    _record_sending(invitation, by)
    _mail(invitation, token)
    for known in User.objects.filter(email__iexact=email, is_active=True):
        subject = _("You are invited to the team %(team)s") % {"team": team.name}
        text = _("The link to accept it is in a mail to your address; it can also be handed to you.")
        # The invitation's own mail says it all: this one is for the overview.
        notify(user=known, kind=NoticeKind.INVITED, subject=subject, text=text, mail=False)
    return invitation, token


@transaction.atomic
def invitation_resend(*, by: User, invitation: Invitation) -> tuple[Invitation, str]:
    """Make a new link, good for as long as the first was, and mail it; the old link is dead. `by` invites now.

    Raises PermissionDenied, TooManyInvitations, and InvitationOver for one that was accepted or revoked.
    """
    team = team_locked(invitation.team)
    _may_manage(by, team)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        raise InvitationOver
    _count(by)
    token, now = _new_token(), timezone.now()
    invitation.token_hash, invitation.sent_at, invitation.expires_at = _hash(token), now, now + LIFETIME
    invitation.mailed_at, invitation.invited_by = None, by
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at", "mailed_at", "invited_by"])
    _record_sending(invitation, by)
    _mail(invitation, token)
    return invitation, token


@transaction.atomic
def invitation_revoke(*, by: User, invitation: Invitation) -> None:
    """End an open invitation. Raises PermissionDenied, and InvitationOver where it has ended already."""
    team = team_locked(invitation.team)
    _may_manage(by, team)
    still_open = Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True
    )
    if not still_open.update(revoked_at=timezone.now()):
        raise InvitationOver
    record(actor=by, action="invitation.revoked", subject=invitation, detail={"team": team.slug})


def invitation_read(token: str) -> Invitation:
    """The open invitation whose link holds `token`. Raises InvitationOver.

    It counts as run out once whoever sent it manages the team no longer: who was taken out of a team could otherwise
    come back in by a link of their own.
    """
    invitation = invitation_of(token)
    if invitation is None or not invitation.is_open:
        raise InvitationOver
    if invitation.is_expired or not _is_vouched_for(invitation):
        raise InvitationOver(expired=True)
    return invitation


def invitation_of(token: str) -> Invitation | None:
    """The invitation whose latest link held `token`, whatever has become of it; None for a forged one."""
    try:
        SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_related("team", "invited_by", "accepted_by")
    return rows.filter(token_hash=_hash(token)).first()


@transaction.atomic
def invitation_accept(*, token: str, user: User) -> Invitation:
    """Give `user` the roles that the invitation offers, beside those that they have. Raises InvitationOver.

    Whoever holds the link may take it, with another address too; the audit log says so.
    """
    team = team_locked(invitation_read(token).team)
    # Read again, now that nobody changes who manages the team.
    invitation = invitation_read(token)
    taken = Invitation.objects.filter(
        pk=invitation.pk,
        token_hash=_hash(token),
        accepted_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    ).update(accepted_at=timezone.now(), accepted_by=user)
    if not taken:
        raise InvitationOver
    same = user.email.strip().lower() == invitation.email
    record(
        actor=user,
        action="invitation.accepted",
        subject=invitation,
        detail={"team": team.slug, "by_the_address_invited": same},
    )
    for role in invitation.roles:
        role_give(team=team, user=user, role=Role(role), by=invitation.invited_by, actor=user)
    if invitation.invited_by is not None and invitation.invited_by != user:
        subject = _("%(name)s has joined %(team)s") % {"name": user.name, "team": team.name}
        notify(
            user=invitation.invited_by, kind=NoticeKind.JOINED, subject=subject, url=f"/teams/{team.slug}/"
        )
    return invitation


def invitation_register(*, token: str, username: str, name: str, password: str) -> User:
    """Make the account of an invited person, with the invited address, and accept for them.

    Raises InvitationOver; NameTaken ("username", or "email" where that address has an account: they sign in instead).
    """
    invitation = invitation_read(token)
    # Hashing takes a while: before the transaction, which holds the team.
    person = User(
        username=User.normalize_username(username),
        display_name=name,
        email=invitation.email,
        password=make_password(password),
    )
    try:
        with transaction.atomic():
            team_locked(invitation.team)
            if User.objects.filter(username__iexact=person.username).exists():
                raise NameTaken("username")
            if User.objects.filter(email__iexact=person.email).exists():
                raise NameTaken("email")
            person.save()
            record(actor=person, action="account.registered", subject=person, detail={"by": "invitation"})
            invitation_accept(token=token, user=person)
    except IntegrityError as error:
        raise NameTaken("username") from error
    return person


def _is_vouched_for(invitation: Invitation) -> bool:
    """Whether whoever sent it last may still invite to the team."""
    by = invitation.invited_by
    return by is not None and by.is_active and may(by, "manage", invitation.team)


def _may_manage(by: User, team: Team) -> None:
    if not may(by, "manage", team):
        raise PermissionDenied(_("Only a manager of the team does that."))


def _new_token() -> str:
    return SIGNER.sign(secrets.token_urlsafe(24))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _count(by: User) -> None:
    """Count a sending within an hour that begins with the first. Raises TooManyInvitations."""
    key = f"invitations-sent:{by.pk}"
    try:
        cache.add(key, 0, HOUR_SECONDS)
        sent = cache.incr(key)
    except ValueError:  # the hour ended between the two
        sent = 1
    except redis_error() as error:
        logger.warning("invitations are not counted: %s", type(error).__name__)
        return
    if sent > SENT_AN_HOUR:
        raise TooManyInvitations


def _record_sending(invitation: Invitation, by: User) -> None:
    # Without the address: the log is kept for good, and people may ask to be forgotten.
    detail = {"team": invitation.team.slug, "roles": invitation.roles}
    record(actor=by, action="invitation.sent", subject=invitation, detail=detail)


def _mail(invitation: Invitation, token: str) -> None:
    if mail_is_set_up():
        transaction.on_commit(partial(_send, invitation.pk, token, invitation.token_hash), robust=True)


def _send(invitation_id: int, token: str, token_hash: str) -> None:
    from natoassess.accounts.tasks import mail_invitation

    try:
        mail_invitation.apply_async(
            args=(invitation_id, token, token_hash),
            argsrepr=f"({invitation_id}, …)",  # type: ignore[call-arg]  # taken; keeps the token out of logs
            retry=False,
        )
    except Exception as error:  # noqa: BLE001  the manager holds the link, and can send it again
        logger.warning("invitation %s is not mailed: %s", invitation_id, type(error).__name__)
