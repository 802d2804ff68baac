"""Notices: what one was told, which of it comes by mail, and the way out of mail without signing in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic.base import ContextMixin

from natoassess.accounts.forms.teams import PreferencesForm
from natoassess.accounts.models import Notice
from natoassess.accounts.notices import (
    notices_read,
    preference_save,
    preferences_save,
    switch_off_read,
)
from natoassess.accounts.views.teams import SignedIn
from natoassess.web.access import Access, PageMixin

SHOWN = 50


class NoticesView(SignedIn):
    """The latest notices, and the preferences."""

    section = "overview"
    template = "notices/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self._page(PreferencesForm.of(self.person))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save which kinds come by mail."""
        form = PreferencesForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        preferences_save(user=self.person, by_mail=form.cleaned_data["kinds"])
        messages.success(request, _("Saved: from now on you get mail as you chose."))
        return redirect("notices:list")

    def _page(self, form: PreferencesForm, status: int = 200) -> HttpResponse:
        latest = list(Notice.objects.filter(user=self.person)[:SHOWN])
        return self.page(status, form=form, latest=latest, newest=latest[0].pk if latest else 0)


class ReadView(SignedIn):
    """Mark what was shown as read."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Up to the newest that the page showed; what came later stays unread."""
        until = request.POST.get("until", "")
        if not (until.isascii() and until.isdigit() and len(until) < 18):
            raise Http404
        notices_read(user=self.person, until=int(until))
        return redirect("notices:list" if request.POST.get("from") == "notices" else "overview")


@method_decorator(csrf_exempt, name="dispatch")
class OffView(PageMixin, ContextMixin):
    """No more mail of one kind. The token says whose and which, so that no sign-in and no cookie is needed.

    A mail program posts here by itself (RFC 8058); a person who follows the link is asked first, for mail scanners
    follow links too.
    """

    access = Access.PUBLIC

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask."""
        return self._page(token, done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Switch it off."""
        return self._page(token, done=True)

    def _page(self, token: str, *, done: bool) -> HttpResponse:
        found = switch_off_read(token)
        if found is not None and done:
            preference_save(user=found[0], kind=found[1], by_mail=False)
        context = self.get_context_data(kind=found[1].label if found else None, done=done)
        status = 200 if found else 404
        response = render(self.request, "notices/off.html", context, status=status)
        response["Cache-Control"] = "no-store"
        return response
