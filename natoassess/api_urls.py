"""Addresses of the API, version 1."""

from django.urls import URLPattern, URLResolver, include, path

from natoassess.web.api_root import Docs, Index, Schema

urlpatterns: list[URLPattern | URLResolver] = [
    path("", Index.as_view(), name="api-index"),
    path("", include("frameworks.api.urls")),
    path("", include("cases.studies.api.urls")),
    path("", include("cases.assessments.api.urls")),
    path("", include("cases.comparisons.api.urls")),
    path("", include("cases.research.api.urls")),
    path("", include("natoassess.accounts.api_urls")),
    path("", include("natoassess.web.jobs.api_urls")),
    path("schema/", Schema.as_view(), name="api-schema"),
    path("docs/", Docs.as_view(), name="api-docs"),
]
