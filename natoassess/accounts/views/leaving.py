"""Taking everything along, and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from natoassess.accounts import deletion
from natoassess.accounts.exports import account_export
from natoassess.accounts.forms.accounts import DeletionForm, PasswordAgainForm
from natoassess.accounts.views.people import own_account, signed_in
from natoassess.web.access import Access, page
from natoassess.web.addresses import client_address


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.SIGNED_IN)
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything that the account holds as one ZIP. A demo account has no password that could be asked for."""
    user = signed_in(request)
    form = PasswordAgainForm(request.POST or None, user=user, address=client_address(request))
    if request.method == "POST" and (user.is_demo or form.is_valid()):
        name = f"natoassess-{user.username}-{timezone.now():%Y-%m-%d}.zip"
        return FileResponse(
            account_export(user=user), as_attachment=True, filename=name, content_type="application/zip"
        )
    context = {"form": None if user.is_demo else form, "part": "export"}
    return render(
        request, "accounts/export.html", context, status=form.status if request.method == "POST" else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.SIGNED_IN)
def delete(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; then, with username and password, the end of the account."""
    user = own_account(request)
    form = DeletionForm(request.POST or None, user=user, address=client_address(request))
    if request.method == "POST" and form.is_valid():
        try:
            deletion.account_delete(user=user)
        except deletion.LastAdministrator:
            form.add_error(
                None, _("You are the only administrator of this site. Make somebody else one, then leave.")
            )
        else:
            logout(request)
            messages.success(request, _("Your account was deleted."))
            response = redirect("home")
            response["Clear-Site-Data"] = '"storage"'
            return response
    context = {
        "form": form,
        "fates": deletion.fates(user),
        "unmanaged": deletion.teams_left_without_manager(user),
        "part": "delete",
    }
    return render(
        request, "accounts/delete.html", context, status=form.status if request.method == "POST" else 200
    )
