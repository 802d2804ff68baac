"""Mail to people, where the site was told of a mail server; a server that fails is logged and stops nobody."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from natoassess.accounts.models import User

log = logging.getLogger(__name__)


def mail_is_set_up() -> bool:
    """Whether this site sends mail at all (EMAIL_URL)."""
    return bool(settings.MAIL_SET_UP)


def message(*, to: str, subject: str, text: str, headers: Mapping[str, str] | None = None) -> EmailMessage:
    """A mail of the site in plain text: marked as its own in the subject, and as one that no machine should answer."""
    own = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(f"[natoassess] {subject}", text, to=[to], headers={**own, **(headers or {})})


def mail_send(*, to: str, subject: str, text: str) -> bool:
    """Send one mail in plain text; False, logged without address and text, where no server took it."""
    if not mail_is_set_up() or not to:
        return False
    try:
        message(to=to, subject=subject, text=text).send()
    except (SMTPException, OSError) as error:
        log.error("a mail was not sent: %s", type(error).__name__)
        return False
    return True


def tell(user: User, subject: str, text: str) -> None:
    """Tell `user` by mail, once the transaction is committed, of something that was done to the account."""
    ending = _("If that was not you, reset your password and tell an administrator of the site.")
    name = user.name
    body = _("Dear %(name)s,\n\n%(text)s\n\n%(ending)s\n") % {"name": name, "text": text, "ending": ending}
    transaction.on_commit(partial(mail_send, to=user.email, subject=subject, text=body), robust=True)
