"""A new password by mail: always the same answer, whether or not anybody has the address."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from natoassess.accounts import passwords, sign_in_limits
from natoassess.accounts.forms.accounts import NewPasswordForm, ResetForm, waiting
from natoassess.accounts.mail import mail_is_set_up
from natoassess.accounts.models import User
from natoassess.accounts.notices import absolute
from natoassess.web.access import Access, page
from natoassess.web.addresses import client_address

OPENED = "reset_token"
"""The member of a session that holds the token of the link that was followed, so that no address shows it."""
IN_SESSION = "now"
log = logging.getLogger(__name__)


class RedirectThenWork(HttpResponseRedirect):
    """A redirect whose work is done once it has been sent: how long the answer took says nothing of the work."""

    def __init__(self, address: str, work: Callable[[], object]) -> None:
        super().__init__(address)
        self._work = work

    def close(self) -> None:
        """Called by the server behind the last byte."""
        try:
            self._work()
        except Exception:
            log.exception("work after an answer failed")
        super().close()


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.PUBLIC)
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for the address; the mail is sent once the answer has gone, so that its time tells nothing either."""
    if not mail_is_set_up():
        return _reset_page(request, ResetForm(), 503 if request.method == "POST" else 200)
    form = ResetForm(request.POST or None)
    if request.method != "POST":
        return _reset_page(request, form)
    if not form.is_valid():
        return _reset_page(request, form, 422)
    address = form.cleaned_data["email"]
    wait, may_send = sign_in_limits.reset_attempt(mail=address, address=client_address(request))
    if wait:
        response = _reset_page(request, ResetForm(), 429, waiting(wait))
        response["Retry-After"] = str(wait)
        return response
    link = absolute(reverse("accounts:reset-confirm", args=["UID", "TOKEN"]))
    link = link.replace("UID", "{uid}").replace("TOKEN", "{token}")
    send = partial(passwords.reset_mail_send, address=address, link=link)
    return RedirectThenWork(reverse("accounts:reset-sent"), send if may_send else partial(bool))


def _reset_page(request: HttpRequest, form: ResetForm, status: int = 200, refusal: str = "") -> HttpResponse:
    context = {"form": form, "mail_is_set_up": mail_is_set_up(), "refusal": refusal}
    return render(request, "accounts/reset.html", context, status=status)


@require_safe
@page(Access.PUBLIC)
def reset_sent(request: HttpRequest) -> HttpResponse:
    """What happens next, for everybody alike."""
    return render(request, "accounts/reset_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.PUBLIC)
def reset_confirm(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Where the link leads: once, for an hour. The second step of signing in is asked for as ever, afterwards."""
    user = _person(uid)
    if user is not None and token != IN_SESSION and default_token_generator.check_token(user, token):
        request.session[OPENED] = token
        return redirect("accounts:reset-confirm", uid=uid, token=IN_SESSION)
    held = request.session.get(OPENED, "") if token == IN_SESSION else ""
    if user is None or not default_token_generator.check_token(user, held):
        return render(request, "accounts/reset_refused.html", status=410)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        passwords.password_reset(user=user, password=form.cleaned_data["new_password"])
        del request.session[OPENED]
        messages.success(request, _("Your password was changed. Sign in with it."))
        return redirect("accounts:login")
    context = {"form": form, "username": user.username}
    return render(
        request, "accounts/reset_new.html", context, status=422 if request.method == "POST" else 200
    )


def _person(uid: str) -> User | None:
    try:
        key = int(urlsafe_base64_decode(uid))
    except (ValueError, OverflowError):
        return None
    return User.objects.filter(pk=key, is_active=True, is_demo=False).first()
