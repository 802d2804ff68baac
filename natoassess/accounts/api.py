"""Teams by program: one's own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from natoassess.accounts.models import Role, Team
from natoassess.accounts.selectors import Member, members_with_roles, teams_of
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly


class TeamMemberSerializer(serializers.Serializer[Member]):
    """A member: the name that others see, and all their roles."""

    username = serializers.CharField(source="user.username", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), read_only=True)


class TeamSerializer(serializers.ModelSerializer[Team]):
    """A team of the caller's. Mail addresses are not told."""

    my_roles = serializers.SerializerMethodField()
    members = serializers.SerializerMethodField()

    class Meta:
        model = Team
        fields = ("slug", "name", "my_roles", "members")
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Role.choices)))
    def get_my_roles(self, team: Team) -> list[str]:
        """What the caller does in it."""
        caller = self.context["request"].user.pk
        return [
            role.value for member in self._members(team) if member.user.pk == caller for role in member.roles
        ]

    @extend_schema_field(TeamMemberSerializer(many=True))
    def get_members(self, team: Team) -> Any:
        """Everybody in it, by name."""
        return [TeamMemberSerializer(member).data for member in self._members(team)]

    def _members(self, team: Team) -> list[Member]:
        by_team: dict[int, list[Member]] = self.context["members"]
        return by_team.get(team.pk, [])


class Teams(ReadOnly):
    """The teams of the caller."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    serializer_class = TeamSerializer
    queryset = Team.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """One's own."""
        return teams_of(self.request.user)

    @extend_schema(summary="Your teams: your roles in each, and its members")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """By name. What is shared with a team is seen by its members; only its managers change who they are."""
        return super().list(request, *args, **kwargs)

    def get_serializer_context(self) -> dict[str, Any]:
        """The members of all the caller's teams, read at once."""
        members = members_with_roles(teams_of(self.request.user))
        return {**super().get_serializer_context(), "members": members}
