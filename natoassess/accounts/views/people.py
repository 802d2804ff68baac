"""Who asks for a page that is for people with an account."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from natoassess.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """Who is signed in. Raises Http404 for a stranger, whom the access of such pages keeps out anyway."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def own_account(request: HttpRequest) -> User:
    """The same, where it must not be a demo account: those are everybody's. Raises PermissionDenied."""
    user = signed_in(request)
    if user.is_demo:
        raise PermissionDenied(
            _("A demo account is shared by all who use this copy: it has no password, mail or second step.")
        )
    return user
