"""Parts of a framework as OpenAPI components: its period of doctrine, and dimensions of its own."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from frameworks.models import Framework


class DoctrineSerializer(serializers.Serializer[Any]):
    """The period of doctrine: from its first day until the day on which the next begins.

    Null of a report and of an own framework, which are nobody's doctrine.
    """

    def get_attribute(self, instance: Framework) -> Framework | None:
        """The framework where it stands for a doctrine of the Alliance."""
        return instance if instance.is_doctrine else None

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is no name that Python lets a class body use."""
        return {
            "from": serializers.DateField(
                source="doctrine_from", read_only=True, help_text="The first day of the doctrine."
            ),
            "until": serializers.DateField(
                source="doctrine_until",
                read_only=True,
                allow_null=True,
                help_text="The day on which the next doctrine begins. Empty: it is the doctrine of today.",
            ),
            "earliest": serializers.BooleanField(
                source="earliest_doctrine",
                read_only=True,
                help_text="Whether it stands in for the time before it, as the first of its line.",
            ),
        }


class OwnDimensionSerializer(serializers.Serializer[Any]):
    """A dimension of a framework's own, and the criteria that it groups."""

    code = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    question = serializers.CharField(read_only=True, required=False)
    criteria = serializers.ListField(child=serializers.CharField(), read_only=True)
