"""Permissions of the API. Deny by default: each view says who may call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class DenyAll(BasePermission):
    """The default of the API: a view that does not say who may call it may be called by nobody."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Always refuses."""
        return False
