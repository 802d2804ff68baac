"""Sending mail, outside of requests. A message may be lost or come twice; the row decides."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task

from natoassess.accounts.notices import MAXIMUM_TRIES, notices_overdue
from natoassess.accounts.queued_mail import NotMailed, invitation_mail, notice_mail

logger = logging.getLogger(__name__)
FIRST_WAIT_SECONDS = 30
"""Before the second attempt; each further wait is twice as long."""


@shared_task(bind=True, name="accounts.mail_notice", ignore_result=True, max_retries=MAXIMUM_TRIES - 1)
def mail_notice(self: Any, notice_id: int) -> None:
    """Mail the notice, and those that a broken server or broker left behind; try again later where it fails."""
    _or_later(self, lambda: notice_mail(notice_id=notice_id))
    for overdue in notices_overdue():
        try:
            notice_mail(notice_id=overdue)
        except NotMailed as error:
            logger.warning("notice %s is still not mailed: %s", overdue, type(error.__cause__).__name__)
            return


@shared_task(bind=True, name="accounts.mail_invitation", ignore_result=True, max_retries=MAXIMUM_TRIES - 1)
def mail_invitation(self: Any, invitation_id: int, token: str, token_hash: str) -> None:
    """Mail the link of an invitation; try again later where it fails."""
    _or_later(self, lambda: invitation_mail(invitation_id=invitation_id, token=token, token_hash=token_hash))


def _or_later(task: Any, send: Any) -> None:
    try:
        send()
    except NotMailed as error:
        logger.warning("%s: the mail server took no mail: %s", task.name, type(error.__cause__).__name__)
        if task.request.retries < task.max_retries:
            raise task.retry(countdown=FIRST_WAIT_SECONDS * 2**task.request.retries) from error
