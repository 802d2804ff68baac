"""The name that others see, and the mail address, which counts once a link sent to it was followed."""

from __future__ import annotations

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from natoassess.accounts.mail import mail_send, tell
from natoassess.accounts.models import User
from natoassess.web.audit.services import record

SALT = "natoassess.accounts.mail-address"
VALID_SECONDS = 24 * 60 * 60


class LinkRefused(Exception):
    """The link is not ours, too old, another person's, or the account has changed its address since."""


class AddressTaken(Exception):
    """Another account has the address, in whatever capitals."""


@transaction.atomic
def name_change(*, user: User, name: str) -> None:
    """Change the name that others see."""
    User.objects.filter(pk=user.pk).update(display_name=name)


def confirmation_send(*, user: User, address: str, link: str) -> bool:
    """Send a link to `address` by which it becomes the address of `user`; nothing is changed before that.

    `link` is the address of the page, with `{token}` in the place of what opens it. False where no server took it.
    """
    token = signing.dumps({"user": user.pk, "old": user.email, "new": address}, salt=SALT)
    text = _(
        "Follow this link within a day, signed in as %(username)s, to make this the mail address of your account:"
        "\n\n%(link)s\n\nIf you did not ask for this, do nothing.\n"
    ) % {"username": user.username, "link": link.format(token=token)}
    return mail_send(to=address, subject=_("Confirm your mail address"), text=text)


def address_in(*, user: User, token: str) -> str:
    """The address that a link confirms for `user`. Raises LinkRefused."""
    try:
        held = signing.loads(token, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature as error:
        raise LinkRefused from error
    if held["user"] != user.pk or held["old"] != user.email:
        raise LinkRefused
    return str(held["new"])


@transaction.atomic
def address_confirm(*, user: User, token: str) -> str:
    """Make the address of the link that of `user`, and tell the old one; returns it.

    Raises LinkRefused, or AddressTaken where another account was quicker.
    """
    address, old = address_in(user=user, token=token), user.email
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=address)
    except IntegrityError as error:
        raise AddressTaken from error
    record(actor=user, action="account.mail_changed", subject=user)
    if old:
        tell(
            user, _("Your mail address was changed"), _("Your account has another mail address from now on.")
        )
    return address
