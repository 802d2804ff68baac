"""The end of an account: what is private goes, what others rely on stays under "former member".

The row of the user stays, without anything that says who it was: published work and the audit log go on naming its
number.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from knox.models import AuthToken

from natoassess.accounts.browsers import sessions_end_others
from natoassess.accounts.holdings import HOLDINGS, Fate
from natoassess.accounts.mail import tell
from natoassess.accounts.models import (
    BrowserSession,
    Invitation,
    Membership,
    Notice,
    NoticePreference,
    RecoveryCode,
    Role,
    Team,
    TwoStep,
    User,
)
from natoassess.web.audit.services import record
from natoassess.web.jobs.models import Job
from natoassess.web.jobs.results import result_discard

FORMER = "former member"
OWN = (BrowserSession, TwoStep, RecoveryCode, Membership, AuthToken, Notice, NoticePreference)
"""What belongs to an account alone, in this app."""


class LastAdministrator(Exception):
    """Nobody else looks after the site."""


def fates(user: User) -> list[Fate]:
    """What goes and what stays with the account of `user`, part by part."""
    own = Fate(
        goes=_(
            "Your name, your mail address, your password and two-step sign-in, your sessions, your API tokens, "
            "your places in teams, your notices, and your jobs with their results."
        ),
        stays=_(
            "In the log of the site: the number of your account and what was done with it, without your name."
        ),
    )
    return [own, *(fate for holding in HOLDINGS.values() for fate in holding.fate(user))]


def teams_left_without_manager(user: User) -> list[Team]:
    """Teams that `user` manages alone."""
    managed = Membership.objects.filter(user=user, role=Role.MANAGER).values("team")
    shared = Membership.objects.filter(role=Role.MANAGER, user__is_active=True).exclude(user=user)
    return list(Team.objects.filter(pk__in=managed).exclude(pk__in=shared.values("team")))


@transaction.atomic
def account_delete(*, user: User) -> None:
    """End the account of `user`, at once and for good. Raises LastAdministrator, and then nothing is changed."""
    # Of the last two administrators who leave at once the second waits here, and finds that it is alone.
    in_charge = Q(is_superuser=True, is_active=True)
    held = User.objects.select_for_update().filter(in_charge | Q(pk=user.pk)).order_by("pk")
    rows = {found.pk: found for found in held}
    row = rows.pop(user.pk)
    if row.is_superuser and not rows:
        raise LastAdministrator
    tell(row, _("Your account was deleted"), _("Your account was deleted just now, as you asked."))
    for holding in HOLDINGS.values():
        holding.leave(row)
    sessions_end_others(user=row, but=None)
    for model in OWN:
        model.objects.filter(user=row).delete()
    Invitation.objects.filter(accepted_by=row).update(email="")
    jobs_remove(user=row)
    _anonymise(row)
    record(actor=row, action="account.deleted", subject=row)


def jobs_remove(*, user: User) -> None:
    """Take away the jobs of `user`, and their results once that is committed."""
    files = list(Job.objects.filter(owner=user).values_list("result_file", flat=True))
    Job.objects.filter(owner=user).delete()
    transaction.on_commit(partial(_results_remove, files), robust=True)


def _results_remove(files: list[str]) -> None:
    for file in files:
        result_discard(file)


def _anonymise(row: User) -> None:
    username = f"former-{row.pk}"
    if User.objects.filter(username=username).exists():
        username = f"{username}-{get_random_string(8)}"
    row.username = username
    row.display_name = FORMER
    row.first_name = row.last_name = row.email = ""
    row.is_active = row.is_staff = row.is_superuser = False
    row.last_login = None
    row.set_unusable_password()
    row.save()
    row.groups.clear()
    row.user_permissions.clear()
