"""Between the password and the code: who has given the one and not yet the other, and the way on after both.

What was typed when a session ended (`kept`) travels along in the page, `next` in the address. The session holds only
who it is, since when, and a mark of the password, so that a password changed meanwhile ends the attempt.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from natoassess.accounts import browsers, two_step
from natoassess.accounts.forms.accounts import CodeForm
from natoassess.accounts.mail import tell
from natoassess.accounts.models import User
from natoassess.web.kept import FIELD, kept_in, send_again

HALF = "half"
VALID_SECONDS = 10 * 60
clock: Callable[[], float] = time.time


def ask(request: HttpRequest, user: User) -> HttpResponse:
    """Remember that `user` gave the password, and ask for the code."""
    request.session.cycle_key()
    request.session[HALF] = {"user": user.pk, "at": clock(), "mark": user.get_session_auth_hash()}
    if kept_in(request) is not None:
        return page_of(request, CodeForm())
    return redirect(f"{reverse('accounts:second-step')}{query_of(request)}")


def person(request: HttpRequest) -> User | None:
    """Who gave the password in this browser a moment ago, and may still sign in."""
    held = request.session.get(HALF)
    if not held or clock() - held["at"] > VALID_SECONDS:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    if user is None or not constant_time_compare(held["mark"], user.get_session_auth_hash()):
        return None
    return user


def page_of(
    request: HttpRequest, form: CodeForm, *, status: int = 200, refusal: str = "", wait: int = 0
) -> HttpResponse:
    """The page that asks for the code."""
    kept = kept_in(request)
    context = {
        "form": form,
        "refusal": refusal,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        FIELD: kept.as_text() if kept else "",
    }
    response = render(request, "accounts/second_step.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if wait:
        response["Retry-After"] = str(wait)
    return response


def go_on(request: HttpRequest, user: User) -> HttpResponse:
    """Sign `user` in, and go on to what was kept, or to `next`."""
    request.session.pop(HALF, None)
    browsers.sign_in(request, user)
    if user.is_staff and not user.is_demo and not two_step.is_on(user):
        messages.warning(
            request,
            _(
                "You look after this site with a password alone. Turn on two-step sign-in on your account page."
            ),
        )
    kept = kept_in(request)
    if kept is not None:
        return send_again(request, kept)
    return redirect(auth_views.LoginView(request=request).get_success_url())


def warn_of_recovery(request: HttpRequest, user: User) -> None:
    """Say on the next page and by mail that a recovery code was used, and how many are left."""
    left = two_step.codes_left(user)
    words = ngettext(
        "You signed in with a recovery code; %(n)d is left.",
        "You signed in with a recovery code; %(n)d are left.",
        left,
    ) % {"n": left}
    if left <= two_step.FEW:
        words = f"{words} {_('Renew them on your account page.')}"
    messages.warning(request, words)
    tell(user, _("A recovery code was used"), _("Somebody signed in to your account with a recovery code."))


def query_of(request: HttpRequest) -> str:
    """`next`, as it goes on in the address; "" without one."""
    following = request.POST.get("next") or request.GET.get("next", "")
    return f"?{urlencode({'next': following})}" if following else ""
