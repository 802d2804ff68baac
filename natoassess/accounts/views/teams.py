"""Teams: which one belongs to, who does what in each, and what a manager changes."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from natoassess.accounts.forms.teams import MemberForm, TeamForm, TeamNameForm
from natoassess.accounts.models import Role, Team, User
from natoassess.accounts.selectors import members_with_roles, open_invitations, team_ids
from natoassess.accounts.team_rules import may, may_make_teams
from natoassess.accounts.teams import (
    LastManager,
    NotAMember,
    RolesChanged,
    member_remove,
    member_roles_set,
    roles_of,
    team_create,
    team_rename,
)
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin


def last_manager_words() -> str:
    """Why the last manager stays, and what to do."""
    return _(
        "A team has at least one manager, and this would leave none. Make another member team manager first, "
        "then try again."
    )


class SignedIn(PageMixin, ContextMixin):
    """A page for people with an account."""

    access = Access.SIGNED_IN
    section = "teams"
    template = ""

    @property
    def person(self) -> User:
        """Who is signed in."""
        return signed_in(self.request)

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page of this view."""
        return render(self.request, self.template, self.get_context_data(**context), status=status)


class TeamListView(SignedIn):
    """The teams of the person; for a site administrator all others too."""

    template = "teams/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each team with the person's roles and the number of its members."""
        mine = set(team_ids(self.person))
        may_make = may_make_teams(self.person)
        teams = list(Team.objects.all() if may_make else Team.objects.filter(pk__in=mine))
        members = members_with_roles(teams)
        rows = [
            {
                "team": team,
                "is_mine": team.pk in mine,
                "members": len(members.get(team.pk, [])),
                "roles": [m.role_names for m in members.get(team.pk, []) if m.user == self.person],
            }
            for team in teams
        ]
        rows.sort(key=lambda row: not row["is_mine"])
        return self.page(rows=rows, may_make=may_make, has_own=bool(mine))


class TeamNewView(SignedIn):
    """A new team, by a site administrator."""

    access = Access.STAFF
    template = "teams/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self._page(TeamForm(initial={"manager": self.person.username}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the team, or say what is wrong."""
        form = TeamForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        team = team_create(
            by=self.person, name=form.cleaned_data["name"], manager=form.cleaned_data["manager"]
        )
        messages.success(request, _("The team %(team)s is made.") % {"team": team.name})
        return redirect("teams:detail", team.slug)

    def _page(self, form: TeamForm, status: int = 200) -> HttpResponse:
        return self.page(status, form=form, heading=_("Make a team"), button=_("Make the team"))


class OfTeam(SignedIn):
    """A page of one team: 404 for those who may not see it, 403 for a member who may not do `action`."""

    action = "see"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep which team the address names."""
        super().setup(request, *args, **kwargs)
        self.slug = kwargs["slug"]

    @cached_property
    def team(self) -> Team:
        """The team. Raises Http404, PermissionDenied."""
        team = get_object_or_404(Team, slug=self.slug)
        if not may(self.person, "see", team):
            raise Http404
        if not may(self.person, self.action, team):
            raise PermissionDenied(_("Only a manager of the team does that."))
        return team

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The team, and whether the person manages it."""
        manages = may(self.person, "manage", self.team)
        return super().get_context_data(team=self.team, manages=manages, **kwargs)

    def member(self, pk: int) -> User:
        """A member of the team. Raises Http404."""
        return get_object_or_404(User.objects.filter(memberships__team=self.team).distinct(), pk=pk)


class TeamView(OfTeam):
    """Who is in the team and does what; for its managers, who is invited."""

    template = "teams/detail.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The page."""
        return self.team_page()

    def team_page(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page of the team, also with what stands after a refusal."""
        members = members_with_roles([self.team]).get(self.team.pk, [])
        held = {role for member in members for role in member.roles if member.user.is_active}
        manages = may(self.person, "manage", self.team)
        return self.page(
            status,
            members=members,
            invitations=open_invitations(self.team) if manages else [],
            is_member=any(member.user == self.person for member in members),
            lacks_reviewer=Role.REVIEWER not in held,
            **context,
        )


class TeamRenameView(OfTeam):
    """Another name for the team."""

    action = "manage"
    template = "teams/form.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form."""
        return self._page(TeamNameForm(initial={"name": self.team.name}))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Rename it; its address stays."""
        form = TeamNameForm(request.POST)
        if not self.team or not form.is_valid():
            return self._page(form, 422)
        team_rename(by=self.person, team=self.team, name=form.cleaned_data["name"])
        messages.success(request, _("The team has its new name."))
        return redirect("teams:detail", slug)

    def _page(self, form: TeamNameForm, status: int = 200) -> HttpResponse:
        return self.page(status, form=form, heading=_("Rename the team"), button=_("Save the name"))


class MemberView(OfTeam):
    """The roles of one member."""

    action = "manage"
    template = "teams/member.html"

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """The roles as they are."""
        return self._page(self.member(pk))

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Give and take; 409 where they changed meanwhile, or where no manager would be left."""
        member, form = self.member(pk), MemberForm(request.POST)
        if not form.is_valid():
            return self._page(member, form, status=422)
        roles = form.cleaned_data["roles"]
        try:
            member_roles_set(
                by=self.person, team=self.team, user=member, roles=roles, expected=form.cleaned_data["was"]
            )
        except RolesChanged:
            words = _(
                "Somebody changed these roles while you were reading. Nothing was saved; here is what stands now."
            )
            return self._page(member, refusal=words, status=409)
        except LastManager:
            return self._page(member, refusal=last_manager_words(), status=409)
        except NotAMember as gone:
            raise Http404 from gone
        messages.success(request, _("The roles of %(name)s are saved.") % {"name": member.name})
        return redirect("teams:detail", slug)

    def _page(
        self, member: User, form: MemberForm | None = None, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        if form is None:
            roles = [role.value for role in Role if role in roles_of(self.team, member)]
            form = MemberForm(initial={"roles": roles, "was": " ".join(roles)})
        return self.page(status, member=member, form=form, refusal=refusal)


class RemoveView(OfTeam):
    """Take a member out of the team, after saying what becomes of their work."""

    action = "manage"
    template = "teams/remove.html"

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Ask."""
        return self.page(member=self.member(pk), leaving=False)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Remove; 409 for the last manager."""
        member = self.member(pk)
        try:
            member_remove(by=self.person, team=self.team, user=member)
        except LastManager:
            return self.page(409, member=member, leaving=False, refusal=last_manager_words())
        except NotAMember as gone:
            raise Http404 from gone
        messages.success(
            request,
            _("%(name)s is no longer a member of %(team)s.") % {"name": member.name, "team": self.team.name},
        )
        if member == self.person:
            return redirect("teams:list")
        return redirect("teams:detail", slug)


class LeaveView(OfTeam):
    """Leave the team oneself."""

    template = "teams/remove.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask."""
        return self.page(member=self.member(self.person.pk), leaving=True)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Leave; 409 for the last manager."""
        member = self.member(self.person.pk)
        try:
            member_remove(by=member, team=self.team, user=member)
        except LastManager:
            return self.page(409, member=member, leaving=True, refusal=last_manager_words())
        except NotAMember as gone:
            raise Http404 from gone
        messages.success(request, _("You have left %(team)s.") % {"team": self.team.name})
        return redirect("teams:list")
