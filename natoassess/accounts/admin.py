"""Users and teams in the administration."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from natoassess.accounts.models import Membership, Team, User

admin.site.register(User, UserAdmin)


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """Who does what, on the page of the team."""

    model = Membership
    extra = 1


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Teams."""

    list_display = ["name", "slug"]
    inlines = [MembershipInline]
