"""Everything that an account holds, in one ZIP of JSON and YAML."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, cast

from django.db import transaction
from django.utils import timezone

from natoassess.accounts import browsers, two_step
from natoassess.accounts.holdings import HOLDINGS, File, as_json
from natoassess.accounts.models import User
from natoassess.accounts.tokens import tokens_of
from natoassess.web.audit.models import AuditEntry
from natoassess.web.audit.services import record
from natoassess.web.jobs.models import Job
from natoassess.web.snapshots import one_snapshot

IN_MEMORY = 5_000_000
"""Bytes from which on the archive lies in a temporary file."""


def account_export(*, user: User) -> IO[bytes]:
    """The archive, open at its beginning, of one state of the database. It is written down that it was made."""
    archive = cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115  the caller closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out, one_snapshot():
        for path, content in _files(user):
            out.writestr(path, content)
    with transaction.atomic():
        record(actor=user, action="account.exported", subject=user)
    archive.seek(0)
    return archive


def _files(user: User) -> Iterator[File]:
    yield "README.txt", _readme(user).encode()
    yield "account.json", as_json(_account(user))
    yield "sessions.json", as_json(list(browsers.sessions_of(user).values(*SESSION_FIELDS)))
    yield "tokens.json", as_json([_token(token) for token in tokens_of(user)])
    yield "jobs.json", as_json(list(Job.objects.filter(owner=user).values(*JOB_FIELDS)))
    yield "log.json", as_json(list(AuditEntry.objects.filter(actor_id=user.pk).values(*LOG_FIELDS)))
    for holding in HOLDINGS.values():
        for path, content in holding.files(user):
            yield f"{holding.name}/{path}", content


SESSION_FIELDS = ("browser", "address", "first_seen", "last_seen")
JOB_FIELDS = ("id", "kind", "parameters", "state", "result_name", "created_at", "finished_at")
LOG_FIELDS = ("at", "action", "subject_type", "subject_id", "detail")


def _account(user: User) -> dict[str, object]:
    return {
        "username": user.username,
        "name_shown": user.display_name,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "mail": user.email,
        "joined": user.date_joined,
        "last_sign_in": user.last_login,
        "is_staff": user.is_staff,
        "two_step_sign_in": two_step.is_on(user),
        "recovery_codes_left": two_step.codes_left(user),
        "memberships": [
            {"team": row.team.slug, "name": row.team.name, "role": row.role}
            for row in user.memberships.select_related("team")
        ],
    }


def _token(token: object) -> dict[str, object]:
    details = getattr(token, "details", None)
    return {
        "begins_with": getattr(token, "token_key", ""),
        "name": details.name if details else "",
        "scopes": details.scopes if details else [],
        "made": getattr(token, "created", None),
        "ends": getattr(token, "expiry", None),
        "last_used": details.last_used_at if details else None,
    }


def _readme(user: User) -> str:
    return (
        f"Everything that natoassess holds for the account {user.username}, "
        f"as of {timezone.now():%Y-%m-%d %H:%M} UTC.\n\n"
        "account.json   profile, teams and roles, two-step sign-in\n"
        "sessions.json  browsers that are signed in\n"
        "tokens.json    API tokens; of each only its beginning is known here\n"
        "jobs.json      work in the background\n"
        "notices/       what you were told, and what of it comes by mail; invitations you accepted\n"
        "log.json       what the log of the site says you did\n\n"
        "Passwords, codes and secrets are not in it: they are kept only as hashes or encrypted.\n"
        "Folders hold your work. Files that end in .scenario.yaml can be brought in again under\n"
        "Assessments, New, From a file.\n"
    )
