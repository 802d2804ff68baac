"""Passwords changed and reset, and what ends with the old one."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from knox.models import AuthToken

from natoassess.accounts.browsers import sessions_end_others
from natoassess.accounts.mail import mail_send, tell
from natoassess.accounts.models import User
from natoassess.web.audit.services import record


@transaction.atomic
def password_change(*, user: User, password: str, keeping: str | None) -> None:
    """Set a password that its form has checked; every session but the one with the key `keeping` ends.

    API tokens go on: they do not follow from the password, and are ended on their own page.
    """
    _set(user, password)
    sessions_end_others(user=user, but=keeping)
    record(actor=user, action="account.password_changed", subject=user)
    tell(user, _("Your password was changed"), _("The password of your account was changed just now."))


@transaction.atomic
def password_reset(*, user: User, password: str) -> None:
    """Set the password of somebody who proved to read the account's mail: all sessions and all tokens end.

    Whoever lost a password may have lost it to somebody. The second step of signing in stays as it is.
    """
    _set(user, password)
    sessions_end_others(user=user, but=None)
    AuthToken.objects.filter(user=user).delete()
    record(actor=user, action="account.password_reset", subject=user)
    text = _("The password of your account was reset just now. All sessions and API tokens were ended.")
    tell(user, _("Your password was reset"), text)


def accounts_of(address: str) -> QuerySet[User]:
    """Who may reset a password by mail to `address`: at most one, never a demo account."""
    return User.objects.filter(email__iexact=address, is_active=True, is_demo=False).exclude(email="")


def reset_mail_send(*, address: str, link: str) -> None:
    """Send the way to a new password to `address`, if an account has it.

    `link` is the address of the page, with `{uid}` and `{token}` in the place of what opens it: once, for an hour.
    """
    for user in accounts_of(address):
        opened = link.format(
            uid=urlsafe_base64_encode(force_bytes(user.pk)), token=default_token_generator.make_token(user)
        )
        text = _(
            "Somebody, probably you, asked for a new password of the account %(username)s.\n\n"
            "Choose it within an hour:\n\n%(link)s\n\n"
            "If you did not ask, do nothing: your password stays as it is.\n"
        ) % {"username": user.username, "link": opened}
        mail_send(to=user.email, subject=_("A new password"), text=text)


def _set(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
