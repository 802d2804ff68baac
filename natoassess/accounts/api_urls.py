"""Addresses of teams in the API."""

from django.urls import path

from natoassess.accounts import token_schema as token_schema
from natoassess.accounts.api import Teams

urlpatterns = [path("teams/", Teams.as_view({"get": "list"}), name="api-team-list")]
