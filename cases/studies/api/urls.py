"""Addresses of cases and phases in the API."""

from django.urls import path

from cases.studies.api import search, views
from natoassess.web.api import routes

urlpatterns = [
    *routes("cases", "<slug:slug>", views.Cases, "case"),
    *routes("phases", "<slug:case>/<slug:phase>", views.Phases, "phase"),
    path("search/", search.Search.as_view({"get": "list"}), name="api-search"),
]
