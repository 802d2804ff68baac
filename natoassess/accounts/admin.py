"""Users and teams in the administration."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from natoassess.accounts.models import Membership, Team, User


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Accounts. They are made inactive here, and deleted by their owners alone: a row taken away takes work along."""

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody."""
        return False


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """Who does what, on the page of the team; to be read."""

    model = Membership
    fk_name = "team"
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        """Roles are given on the site's own pages, which keep a manager in each team and write the audit log."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        """The same."""
        return False


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Teams; to be read. They are made and changed under /teams/."""

    list_display = ["name", "slug"]
    inlines = [MembershipInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here: a team needs a manager from its first moment."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        """Not here: a change is a line in the audit log."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        """Never: what was shared with a team would lose its readers."""
        return False
