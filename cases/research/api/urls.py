"""Addresses of releases, batches and citations in the API."""

from django.urls import URLPattern, URLResolver, path

from cases.research.api import deleted, releases
from cases.research.api.codebook import CodebookView
from natoassess.web.api import routes

urlpatterns: list[URLPattern | URLResolver] = [
    *routes("releases", "<str:name>", releases.Releases, "release"),
    path("releases/<str:name>/<path:path>", releases.ReleaseFile.as_view(), name="api-release-file"),
    path("deleted/", deleted.Deleted.as_view({"get": "list"}), name="api-deleted"),
    path("codebook/", CodebookView.as_view({"get": "list"}), name="api-codebook"),
]
