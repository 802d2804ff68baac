"""Sign-in in one step or two, and sign-out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from natoassess.accounts import browsers, demo, half, sign_in_limits, two_step
from natoassess.accounts.forms.accounts import CodeForm, SignInForm, waiting
from natoassess.accounts.models import User
from natoassess.web.access import Access, PageMixin, page
from natoassess.web.addresses import client_address
from natoassess.web.kept import FIELD, kept_in, send_again


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class LoginView(PageMixin, auth_views.LoginView):
    """Sign in with a name and a password; on the maker's own machine, with one click as a demo account."""

    access = Access.PUBLIC
    parameters = frozenset({"next"})
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who has signed in meanwhile, in another window, goes on to what was kept."""
        kept = kept_in(request)
        if kept is not None and request.user.is_authenticated:
            return send_again(request, kept)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the password, unless too many were tried: then 429, without a look at it.

        A page that was signed out only hands on what it keeps: it gets the empty form, and is no attempt.
        """
        if kept_in(request) is not None and "username" not in request.POST:
            form = self.get_form_class()(request)
            return self.render_to_response(self.get_context_data(form=form))
        wait = sign_in_limits.attempt(username=self._username(), address=client_address(request))
        return self._refused(wait) if wait else super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, or ask for the code; then go on to what was kept. Earlier mistakes are forgotten."""
        sign_in_limits.succeeded(username=self._username(), address=client_address(self.request))
        user = form.get_user()
        if two_step.is_on(user):
            return half.ask(self.request, user)
        return half.go_on(self.request, user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo accounts where they are offered, and what was typed before."""
        context = super().get_context_data(**kwargs)
        kept = kept_in(self.request)
        if kept is not None:
            context[FIELD] = kept.as_text()
        if demo.is_offered(self.request):
            context["demo_accounts"] = demo.DEMO_ACCOUNTS
        return context

    def _username(self) -> str:
        return self.request.POST.get("username", "")[:254]

    def _refused(self, wait: int) -> HttpResponse:
        context = self.get_context_data(form=self.get_form_class()(self.request), refusal=waiting(wait))
        return self.render_to_response(context, status=429, headers={"Retry-After": str(wait)})


class LogoutView(PageMixin, auth_views.LogoutView):  # type: ignore[misc]  # its dispatch is decorated
    """Sign out (POST only). The browser is told to drop what it kept of this person's unsent work."""

    access = Access.PUBLIC
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session."""
        browsers.session_forget(request.session)
        response: HttpResponse = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


@require_safe
@page(Access.PUBLIC, parameters=frozenset({"next"}))
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The administration has no sign-in of its own: the site's counts attempts. Others than staff are refused."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied(_("The administration is for site administrators."))
    asked = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
    return redirect(f"{reverse('accounts:login')}?{asked}")


@require_POST
@page(Access.DEMO)
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo account; 404 wherever demo accounts are not offered."""
    if not demo.is_offered(request):
        raise Http404
    user = get_object_or_404(User, username=request.POST.get("role", ""), is_demo=True)
    return half.go_on(request, user)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Access.PUBLIC, parameters=frozenset({"next"}))
def second_step(request: HttpRequest) -> HttpResponse:
    """The code, after the password: of the app, or a recovery code. Attempts are counted before they are looked at."""
    user = half.person(request)
    if user is None:
        return redirect(f"{reverse('accounts:login')}{half.query_of(request)}")
    if request.method != "POST":
        return half.page_of(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return half.page_of(request, form, status=422)
    address = client_address(request)
    wait = sign_in_limits.code_attempt(account=user.pk, address=address)
    if wait:
        return half.page_of(request, CodeForm(), status=429, refusal=waiting(wait), wait=wait)
    try:
        recovered = two_step.code_use(user=user, code=form.cleaned_data["code"])
    except two_step.WrongCode:
        form.add_error("code", _("This code does not count: it is wrong, too old, or was used before."))
        return half.page_of(request, form, status=422)
    sign_in_limits.code_succeeded(account=user.pk, address=address)
    if recovered:
        half.warn_of_recovery(request, user)
    return half.go_on(request, user)
