"""Demo accounts: one click to sign in, on this machine only.

They exist where `settings.DEMO` holds (set by `make run`, bound to the loopback interface) and the request comes
from this machine, to a local host name, through no proxy. Everywhere else the route answers 404.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from natoassess.accounts.models import Membership, Role, Team, User

LOOPBACK = {"127.0.0.1", "::1"}
LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}
FORWARDING_HEADERS = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-Ip",
    "Via",
)


@dataclass(frozen=True)
class DemoAccount:
    """One of the accounts: its username, the name shown, what it is for, and its role in the demo team."""

    role: str
    label: str | Promise
    name: str
    description: str | Promise
    in_team: Role


DEMO_ACCOUNTS = (
    DemoAccount("analyst", _("Analyst"), "Ana Duarte", _("files assessments of scenarios"), Role.ANALYST),
    DemoAccount(
        "colleague",
        _("Second analyst"),
        "Cora Weiss",
        _("answers beside the analyst, or codes the same blind"),
        Role.ANALYST,
    ),
    DemoAccount(
        "reviewer",
        _("Reviewer"),
        "Ruth Okafor",
        _("reads what was submitted, returns or publishes it"),
        Role.REVIEWER,
    ),
    DemoAccount(
        "researcher", _("Researcher"), "Ravi Lindqvist", _("queries the API with a token"), Role.RESEARCHER
    ),
    DemoAccount(
        "instructor", _("Instructor"), "Ines Haddad", _("compares cases and hands them out"), Role.INSTRUCTOR
    ),
    DemoAccount(
        "administrator", _("Administrator"), "Ada Novak", _("looks after the site and the team"), Role.MANAGER
    ),
)


def is_offered(request: HttpRequest) -> bool:
    """Whether this request may see and use the demo accounts."""
    host = (
        request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    )
    return (
        bool(settings.DEMO)
        and not settings.PRODUCTION
        and request.META.get("REMOTE_ADDR") in LOOPBACK
        and host in LOCAL_NAMES
        and not any(header in request.headers for header in FORWARDING_HEADERS)
    )


@transaction.atomic
def demo_accounts_ensure() -> int:
    """Make the demo team and its accounts where they are missing; returns how many were made.

    Their passwords are unusable: the one way in is the button on the sign-in page.
    """
    team, _made = Team.objects.get_or_create(slug="demo", defaults={"name": "Demo team"})
    made = 0
    for account in DEMO_ACCOUNTS:
        administrator = account.role == "administrator"
        user, new = User.objects.get_or_create(
            username=account.role,
            defaults={
                "display_name": account.name,
                "is_demo": True,
                "is_staff": administrator,
                "is_superuser": administrator,
                "password": "!",
            },
        )
        made += new
        if user.is_demo:
            Membership.objects.get_or_create(team=team, user=user, role=account.in_team)
    return made


def refuse_demo_accounts_in_production() -> None:
    """Raise ImproperlyConfigured if a production process finds demo accounts in its database."""
    if not settings.PRODUCTION:
        return
    try:
        names = list(User.objects.filter(is_demo=True).values_list("username", flat=True))
    except DatabaseError:
        return  # not migrated or not reachable yet: /readyz says so
    if names:
        raise ImproperlyConfigured(
            f"natoassess refuses to start: demo accounts in the production database ({', '.join(names)}). "
            "Remove them with: manage.py remove_demo_accounts"
        )
