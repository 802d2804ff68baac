"""Addresses of releases, batches and citations in the API."""

from django.urls import URLPattern, URLResolver, path

from cases.research.api.codebook import CodebookView

urlpatterns: list[URLPattern | URLResolver] = [
    path("codebook/", CodebookView.as_view({"get": "list"}), name="api-codebook"),
]
