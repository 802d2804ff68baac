"""A team manager who is nothing else, and mail that really goes through the tasks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from natoassess.accounts import invitations, notices, tasks
from natoassess.accounts.models import Role, Team, User
from tests.support.people import make_user

After = Callable[[], AbstractContextManager[object]]


@pytest.fixture
def manager(team: Team) -> User:
    """Manages `team`, and looks after nothing else."""
    return make_user(
        "manager", team=team, roles=(Role.MANAGER,), display_name="Mara Manager", email="mara@example.org"
    )


@pytest.fixture
def mailing(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> After:
    """with mailing(): …  what is sent after the commit is sent as the block ends, by the tasks themselves."""

    def send_notice(*, notice_id: int) -> bool:
        tasks.mail_notice.apply(args=(notice_id,))
        return True

    def send_invitation(invitation_id: int, token: str, token_hash: str) -> None:
        tasks.mail_invitation.apply(args=(invitation_id, token, token_hash))

    monkeypatch.setattr(notices, "notice_send", send_notice)
    monkeypatch.setattr(invitations, "_send", send_invitation)
    return lambda: django_capture_on_commit_callbacks(execute=True)
