"""The account pages: overview, name and mail address, password, API tokens, sessions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from natoassess.accounts import browsers, passwords, profiles, tokens, two_step
from natoassess.accounts.forms.accounts import MailForm, NameForm, PasswordChangeForm, TokenForm
from natoassess.accounts.mail import mail_is_set_up
from natoassess.accounts.notices import absolute
from natoassess.accounts.views.people import own_account, signed_in
from natoassess.web.access import Access, page
from natoassess.web.addresses import client_address


@require_safe
@page(Access.SIGNED_IN)
def profile(request: HttpRequest) -> HttpResponse:
    """The account at a glance: teams and roles, and how it is guarded."""
    user = signed_in(request)
    context = {
        "memberships": user.memberships.select_related("team"),
        "two_step": two_step.is_on(user),
        "codes_left": two_step.codes_left(user),
        "sessions": browsers.sessions_of(user).count(),
        "tokens": tokens.tokens_of(user).count(),
        "part": "profile",
    }
    return render(request, "accounts/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.SIGNED_IN)
def name(request: HttpRequest) -> HttpResponse:
    """The name that others see, and the mail address with the form to change it."""
    user = signed_in(request)
    form = NameForm(request.POST or None, initial={"display_name": user.name})
    if request.method == "POST" and form.is_valid():
        profiles.name_change(user=user, name=form.cleaned_data["display_name"])
        messages.success(request, _("Your name was changed."))
        return redirect("accounts:name")
    mail_form = MailForm(user=user, address=client_address(request))
    return _name_page(request, form, mail_form, 422 if request.method == "POST" else 200)


@require_POST
@page(Access.SIGNED_IN)
def mail(request: HttpRequest) -> HttpResponse:
    """Send a link to a new mail address, which becomes that of the account once the link is followed."""
    user = own_account(request)
    form = MailForm(request.POST, user=user, address=client_address(request))
    if form.is_valid():
        address = form.cleaned_data["email"]
        link = absolute(reverse("accounts:mail-confirm", args=["TOKEN"]))
        if profiles.confirmation_send(user=user, address=address, link=link.replace("TOKEN", "{token}")):
            words = _("A link was sent to %(address)s. Follow it within a day, signed in here.")
            messages.success(request, words % {"address": address})
            return redirect("accounts:name")
        form.add_error(None, _("The mail could not be sent. Nothing was changed."))
    names = NameForm(initial={"display_name": user.name})
    return _name_page(request, names, form, form.status)


def _name_page(request: HttpRequest, form: NameForm, mail_form: MailForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "mail_form": mail_form,
        "mail_is_set_up": mail_is_set_up(),
        "part": "name",
    }
    return render(request, "accounts/name.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.SIGNED_IN)
def mail_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in the mail leads: one button makes the address that of the account."""
    user = own_account(request)
    try:
        address = profiles.address_in(user=user, token=token)
        if request.method == "POST":
            profiles.address_confirm(user=user, token=token)
            messages.success(
                request, _("%(address)s is the mail address of your account now.") % {"address": address}
            )
            return redirect("accounts:name")
    except profiles.LinkRefused:
        refusal = _("The link is too old, was used, or belongs to another account. Ask for a new one.")
        return render(request, "accounts/mail_confirm.html", {"refusal": refusal, "part": "name"}, status=410)
    except profiles.AddressTaken:
        refusal = _("Another account has this address. Choose another, or sign in to that account.")
        return render(request, "accounts/mail_confirm.html", {"refusal": refusal, "part": "name"}, status=409)
    return render(request, "accounts/mail_confirm.html", {"address": address, "part": "name"})


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.SIGNED_IN)
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other browser is signed out."""
    user = own_account(request)
    form = PasswordChangeForm(request.POST or None, user=user, address=client_address(request))
    if request.method == "POST" and form.is_valid():
        passwords.password_change(
            user=user, password=form.cleaned_data["new_password"], keeping=request.session.session_key
        )
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password was changed. All other browsers were signed out."))
        return redirect("accounts:profile")
    status = form.status if request.method == "POST" else 200
    return render(request, "accounts/password.html", {"form": form, "part": "password"}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.SIGNED_IN)
def tokens_page(request: HttpRequest) -> HttpResponse:
    """The API tokens, and the form that makes one."""
    user = signed_in(request)
    form = TokenForm(request.POST or None)
    fresh, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                fresh, status = tokens.token_create(user=user, **form.cleaned_data), 200
            except tokens.TooManyTokens:
                form.add_error(None, _("You have ten tokens. End one before you make another."))
    context = {
        "form": TokenForm() if fresh else form,
        "fresh_token": fresh,
        "tokens": tokens.tokens_of(user),
        "now": timezone.now(),
        "part": "tokens",
    }
    return render(request, "accounts/tokens.html", context, status=status)


@require_POST
@page(Access.SIGNED_IN)
def token_end(request: HttpRequest, token_key: str) -> HttpResponse:
    """End one of one's own tokens."""
    if not tokens.token_revoke(user=signed_in(request), token_key=token_key):
        raise Http404
    messages.success(request, _("The token has ended; programs that use it are refused from now on."))
    return redirect("accounts:tokens")


@require_safe
@page(Access.SIGNED_IN)
def sessions(request: HttpRequest) -> HttpResponse:
    """The browsers in which one is signed in."""
    rows = [
        {"row": row, "words": browsers.in_words(row.browser), "is_this": row.session_key == _key(request)}
        for row in browsers.sessions_of(signed_in(request))
    ]
    rows.sort(key=lambda shown: not shown["is_this"])
    return render(request, "accounts/sessions.html", {"sessions": rows, "part": "sessions"})


@require_POST
@page(Access.SIGNED_IN)
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one of one's own browsers, at once; this one too, if it is meant."""
    user = signed_in(request)
    session = get_object_or_404(browsers.sessions_of(user), pk=pk)
    browsers.session_end(user=user, session=session)
    if session.session_key == _key(request):
        logout(request)
        return redirect("accounts:login")
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:sessions")


@require_POST
@page(Access.SIGNED_IN)
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out every browser but this one, at once."""
    ended = browsers.sessions_end_others(user=signed_in(request), but=_key(request))
    words = ngettext("%(n)d other browser was signed out.", "%(n)d other browsers were signed out.", ended)
    messages.success(request, words % {"n": ended})
    return redirect("accounts:sessions")


def _key(request: HttpRequest) -> str | None:
    return request.session.session_key
