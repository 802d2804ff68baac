"""States, organisations and others in the API, with their dated memberships."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.permissions import AllowAny

from frameworks import filters, selectors
from frameworks.api import meanings
from frameworks.models import Actor, ActorMembership
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly
from natoassess.web.serializers import Described, TextOrNull


class TermSerializer(serializers.ModelSerializer[ActorMembership]):
    """A membership, both days included; `until` null while it lasts."""

    organisation = serializers.CharField(source="organisation_id", read_only=True)
    until = serializers.DateField(source="ends_on", read_only=True, allow_null=True)
    note = TextOrNull()

    class Meta:
        model = ActorMembership
        fields: tuple[str, ...] = ("organisation", "until", "note")
        read_only_fields = fields

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """With `from`, which no name in a class body can be."""
        return {"from": serializers.DateField(source="starts_on", read_only=True), **super().get_fields()}


class MemberSerializer(TermSerializer):
    """The same from the other side."""

    member = serializers.CharField(source="member_id", read_only=True)

    class Meta(TermSerializer.Meta):
        fields = ("member", "until", "note")
        read_only_fields = fields


@extend_schema_serializer(component_name="LibraryActor")
class ActorSerializer(Described, serializers.ModelSerializer[Actor]):
    """An actor under the field names of the library file, with what it belonged to."""

    meanings = meanings.ACTOR

    iso = TextOrNull(help_text="ISO 3166-1 alpha-2.")
    until = serializers.DateField(source="ends_on", read_only=True, allow_null=True)
    note = TextOrNull()
    memberships = TermSerializer(source="membership_rows", many=True, read_only=True)

    class Meta:
        model = Actor
        fields: tuple[str, ...] = ("id", "name", "kind", "iso", "until", "note", "memberships")
        read_only_fields = fields

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """With `from`, which no name in a class body can be."""
        start = serializers.DateField(
            source="starts_on", read_only=True, allow_null=True, help_text=meanings.ACTOR_FROM
        )
        return {"from": start, **super().get_fields()}


@extend_schema_serializer(component_name="LibraryActorDetail")
class ActorDetailSerializer(ActorSerializer):
    """An actor with its members too, where it is an organisation."""

    members = MemberSerializer(source="member_rows", many=True, read_only=True)

    class Meta(ActorSerializer.Meta):
        fields = (*ActorSerializer.Meta.fields, "members")
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(
        summary="States, organisations and others, with dated memberships",
        description="`member_of` with `on` asks who were members on that day.",
    ),
    retrieve=extend_schema(summary="One actor, with its members where it is an organisation"),
)
class Actors(ReadOnly):
    """States, present and historic, organisations and others."""

    access = Access.PUBLIC
    permission_classes = [AllowAny]
    serializer_class = ActorSerializer
    detail_serializer_class = ActorDetailSerializer
    filterset_class = filters.ActorFilter
    queryset = Actor.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """All actors, with their memberships."""
        return selectors.actors()
