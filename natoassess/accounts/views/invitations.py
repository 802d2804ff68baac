"""Invitations: a manager sends, sends again and revokes them; whoever holds the link accepts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from natoassess.accounts import invitations as services
from natoassess.accounts.forms.teams import InviteForm, RegisterForm
from natoassess.accounts.invitations import (
    AlreadyInvited,
    AlreadyMember,
    InvitationOver,
    NameTaken,
    TooManyInvitations,
)
from natoassess.accounts.mail import mail_is_set_up
from natoassess.accounts.models import Invitation, User
from natoassess.accounts.selectors import team_ids
from natoassess.accounts.views.teams import OfTeam
from natoassess.web.access import Access, PageMixin

BACKEND = "django.contrib.auth.backends.ModelBackend"


def too_many_words() -> str:
    """Why no more are sent for now."""
    return _("You have sent %(n)d invitations within an hour. Wait a while, then send the rest.") % {
        "n": services.SENT_AN_HOUR
    }


class InviteView(OfTeam):
    """Invite somebody to the team."""

    action = "manage"
    template = "teams/invite.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form."""
        return self.page(form=InviteForm(), team_name=self.team.name)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Send; then show the link, this once."""
        form, team = InviteForm(request.POST), self.team
        if not form.is_valid():
            return self.page(422, form=form)
        given = form.cleaned_data
        try:
            invitation, token = services.invitation_create(
                by=self.person, team=team, email=given["email"], roles=given["roles"], words=given["words"]
            )
        except AlreadyMember:
            form.add_error(
                "email", _("Somebody with this address is a member of the team. Change their roles there.")
            )
            return self.page(422, form=form)
        except AlreadyInvited:
            form.add_error(
                "email",
                _(
                    "This address is invited already. On the page of the team, make a new link for it, or revoke it."
                ),
            )
            return self.page(409, form=form)
        except TooManyInvitations:
            form.add_error(None, too_many_words())
            return self.page(429, form=form)
        return sent_page(self, invitation, token)


def sent_page(view: OfTeam, invitation: Invitation, token: str) -> HttpResponse:
    """What was sent, and the link to hand over by hand; the address is known on this page alone."""
    link = view.request.build_absolute_uri(reverse("teams:invitation", args=[token]))
    context = view.get_context_data(invitation=invitation, link=link, is_mailed=mail_is_set_up())
    return render(view.request, "teams/sent.html", context)


class OfInvitation(OfTeam):
    """A button beside an open invitation."""

    action = "manage"
    http_method_names = ["post", "options"]

    def invitation(self, pk: int) -> Invitation:
        """An invitation of the team. Raises Http404."""
        return get_object_or_404(self.team.invitations.select_related("team"), pk=pk)

    def over(self) -> HttpResponse:
        """It was accepted or revoked meanwhile: say so on the page of the team."""
        messages.warning(self.request, _("That invitation was accepted or revoked meanwhile."))
        return redirect("teams:detail", self.slug)


class AgainView(OfInvitation):
    """Make and mail a new link; the old one is dead."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Show the new link, this once."""
        try:
            invitation, token = services.invitation_resend(by=self.person, invitation=self.invitation(pk))
        except InvitationOver:
            return self.over()
        except TooManyInvitations:
            messages.warning(request, too_many_words())
            return redirect("teams:detail", slug)
        return sent_page(self, invitation, token)


class RevokeView(OfInvitation):
    """End an invitation."""

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Its link lets nobody in from now on."""
        invitation = self.invitation(pk)
        try:
            services.invitation_revoke(by=self.person, invitation=invitation)
        except InvitationOver:
            return self.over()
        messages.success(
            request,
            _("The invitation of %(email)s is revoked; its link is dead.") % {"email": invitation.email},
        )
        return redirect("teams:detail", slug)


class InvitationView(PageMixin, ContextMixin):
    """What the link opens: sign in and accept, or make an account and accept."""

    access = Access.PUBLIC
    section = "teams"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The offer; for whoever has accepted it already, the team."""
        try:
            invitation = services.invitation_read(token)
        except InvitationOver as over:
            return self._over(token, over)
        return self._page(invitation, RegisterForm(email=invitation.email))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Accept; a new person's account is made with it."""
        try:
            if isinstance(request.user, User):
                return self._accept(request.user, token)
            return self._register(token)
        except InvitationOver as over:
            return self._over(token, over)

    def _accept(self, user: User, token: str) -> HttpResponse:
        invitation = services.invitation_accept(token=token, user=user)
        messages.success(self.request, _("Welcome to %(team)s.") % {"team": invitation.team.name})
        return redirect("teams:detail", invitation.team.slug)

    def _register(self, token: str) -> HttpResponse:
        invitation = services.invitation_read(token)
        form = RegisterForm(self.request.POST, email=invitation.email)
        if not form.is_valid():
            return self._page(invitation, form, 422)
        given = form.cleaned_data
        try:
            user = services.invitation_register(
                token=token, username=given["username"], name=given["name"], password=given["password"]
            )
        except NameTaken as taken:
            if taken.field == "email":
                form.add_error(
                    None, _("There is an account with the invited address: sign in with it, above.")
                )
            else:
                form.add_error("username", _("Somebody has this username. Choose another."))
            return self._page(invitation, form, 422)
        login(self.request, user, backend=BACKEND)
        messages.success(
            self.request,
            _("Your account is made. Welcome to %(team)s.") % {"team": invitation.team.name},
        )
        return redirect("overview")

    def _page(self, invitation: Invitation, form: RegisterForm, status: int = 200) -> HttpResponse:
        user = self.request.user
        signed_in = isinstance(user, User)
        context: dict[str, Any] = self.get_context_data(
            invitation=invitation,
            form=form,
            is_member=signed_in and invitation.team_id in team_ids(user),
            other_address=isinstance(user, User) and user.email.strip().lower() != invitation.email,
        )
        return _kept_secret(render(self.request, "teams/invitation.html", context, status=status))

    def _over(self, token: str, over: InvitationOver) -> HttpResponse:
        """One page for forged, used and revoked; it names no team. Whoever accepted it is led to the team."""
        known = services.invitation_of(token)
        if (
            known is not None
            and known.accepted_by_id is not None
            and known.accepted_by_id == self.request.user.pk
        ):
            messages.success(self.request, _("You have accepted this invitation already."))
            return redirect("teams:list")
        status = 410 if over.expired else 404
        context = self.get_context_data(expired=over.expired)
        return _kept_secret(render(self.request, "teams/over.html", context, status=status))


def _kept_secret(response: HttpResponse) -> HttpResponse:
    """The address holds the key: no cache keeps the page. (SECURE_REFERRER_POLICY tells it to no other site.)"""
    response["Cache-Control"] = "no-store"
    return response
