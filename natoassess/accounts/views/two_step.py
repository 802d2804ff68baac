"""The pages of two-step sign-in: turned on with a QR code, recovery codes shown once, turned off with the password."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from natoassess.accounts import qr, sign_in_limits, totp, two_step
from natoassess.accounts.forms.accounts import PasswordAgainForm, TurnOnForm, waiting
from natoassess.accounts.mail import tell
from natoassess.accounts.models import TwoStep, User
from natoassess.accounts.views.people import own_account
from natoassess.web.access import Access, page
from natoassess.web.addresses import client_address

FRESH = "two_step_secret"
"""The member of a session that holds, encrypted, the secret shown and not yet confirmed."""


@require_http_methods(["GET", "HEAD"])
@page(Access.SIGNED_IN)
def two_step_page(request: HttpRequest) -> HttpResponse:
    """Whether it is on, how many recovery codes are left, and what can be done."""
    user = own_account(request)
    context = {
        "on": TwoStep.objects.filter(user=user).first(),
        "codes_left": two_step.codes_left(user),
        "few": two_step.FEW,
        "form": _password_form(request, user),
        "part": "two-step",
    }
    return render(request, "accounts/two_step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.SIGNED_IN)
def turn_on(request: HttpRequest) -> HttpResponse:
    """Show the secret as a QR code and in letters; a code of the app turns two-step sign-in on."""
    user = own_account(request)
    if two_step.is_on(user):
        return redirect("accounts:two-step")
    secret = _fresh_secret(request)
    if request.method != "POST":
        return _turn_on_page(request, secret, TurnOnForm(user=user, address=client_address(request)))
    form = TurnOnForm(request.POST, user=user, address=client_address(request))
    if form.is_valid():
        try:
            codes = two_step.two_step_turn_on(user=user, secret=secret, code=form.cleaned_data["code"])
        except two_step.WrongCode:
            form.add_error(
                "code", _("This is not the code of now. Is the clock of your device right? Type the newest.")
            )
        else:
            request.session.pop(FRESH, None)
            tell(user, _("Two-step sign-in is on"), _("Your account asks for a code after the password now."))
            return _codes_page(request, codes, fresh=True)
    return _turn_on_page(request, secret, form, form.status)


@require_POST
@page(Access.SIGNED_IN)
def turn_off(request: HttpRequest) -> HttpResponse:
    """Ask for the password alone from now on."""
    user = own_account(request)
    form = PasswordAgainForm(request.POST, user=user, address=client_address(request))
    if not form.is_valid():
        return _asked_again(request, form, "accounts:two-step-off", _("Turn two-step sign-in off"))
    two_step.two_step_turn_off(user=user)
    tell(user, _("Two-step sign-in is off"), _("Your account asks for the password alone now."))
    messages.success(request, _("Two-step sign-in is off. Your account is guarded by its password alone."))
    return redirect("accounts:two-step")


@require_POST
@page(Access.SIGNED_IN)
def codes_renew(request: HttpRequest) -> HttpResponse:
    """New recovery codes; the old ones no longer count."""
    user = own_account(request)
    form = PasswordAgainForm(request.POST, user=user, address=client_address(request))
    if not form.is_valid():
        return _asked_again(request, form, "accounts:two-step-codes", _("Make new recovery codes"))
    if not two_step.is_on(user):
        return redirect("accounts:two-step")
    return _codes_page(request, two_step.recovery_codes_renew(user=user), fresh=False)


@require_POST
@page(Access.SIGNED_IN)
def codes_text(request: HttpRequest) -> HttpResponse:
    """The codes that the page before shows, as a text file: they are sent along, for nobody keeps them."""
    user = own_account(request)
    codes = request.POST.get("codes", "").split()[: two_step.CODES]
    wait = sign_in_limits.code_attempt(account=user.pk, address=client_address(request))
    if wait:
        return HttpResponse(waiting(wait), status=429, headers={"Retry-After": str(wait)})
    if not two_step.are_codes_of(user, codes):
        raise Http404
    sign_in_limits.code_succeeded(account=user.pk, address=client_address(request))
    heading = _("natoassess: recovery codes of %(name)s. Each works once.") % {"name": user.username}
    response = HttpResponse("\n".join([heading, "", *codes, ""]), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="natoassess-recovery-codes.txt"'
    return response


def _fresh_secret(request: HttpRequest) -> str:
    """The secret that this browser is being shown: the same until it is confirmed, so that a reload harms nothing."""
    sealed = request.session.get(FRESH)
    if sealed is None:
        secret = totp.secret_make()
        request.session[FRESH] = two_step.seal(secret)
        return secret
    return two_step.unseal(sealed)


def _turn_on_page(request: HttpRequest, secret: str, form: TurnOnForm, status: int = 200) -> HttpResponse:
    address = totp.address_of(secret, issuer=two_step.ISSUER, account=form.user.username)
    context = {
        "form": form,
        "qr": qr.as_data_url(address),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "part": "two-step",
    }
    return render(request, "accounts/two_step_on.html", context, status=status)


def _codes_page(request: HttpRequest, codes: list[str], *, fresh: bool) -> HttpResponse:
    context = {"codes": codes, "fresh": fresh, "part": "two-step"}
    return render(request, "accounts/recovery_codes.html", context)


def _password_form(request: HttpRequest, user: User) -> PasswordAgainForm:
    return PasswordAgainForm(user=user, address=client_address(request))


def _asked_again(request: HttpRequest, form: PasswordAgainForm, route: str, label: str) -> HttpResponse:
    context = {"form": form, "route": route, "label": label, "part": "two-step"}
    return render(request, "accounts/password_again.html", context, status=form.status)
