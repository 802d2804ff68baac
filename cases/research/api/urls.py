"""Addresses of releases, batches and citations in the API."""

from django.urls import URLPattern, URLResolver, path

from cases.research.api import cite, deleted, lookup, releases
from cases.research.api.batches import Batches, BatchFiles
from cases.research.api.codebook import CodebookView
from natoassess.web.api import routes

ONE_BATCH = "batches/<uuid:pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("citations/", cite.Citations.as_view(), name="api-citations"),
    path("citations/lookup/", lookup.Lookup.as_view(), name="api-citation-lookup"),
    path("instruments/<slug:pk>/cite/", cite.CiteInstrument.as_view(), name="api-instrument-cite"),
    path("provisions/<str:pk>/cite/", cite.CiteProvision.as_view(), name="api-provision-cite"),
    path("cases/<slug:slug>/cite/", cite.CiteCase.as_view(), name="api-case-cite"),
    path("phases/<slug:case>/<slug:phase>/cite/", cite.CitePhase.as_view(), name="api-phase-cite"),
    path("assessments/<int:pk>/cite/", cite.CiteAssessment.as_view(), name="api-assessment-cite"),
    path("publications/<slug:number>/cite/", cite.CitePublication.as_view(), name="api-publication-cite"),
    path("frameworks/<slug:code>/cite/", cite.CiteFramework.as_view(), name="api-framework-cite"),
    path(
        "frameworks/<slug:code>/<int:version>/cite/",
        cite.CiteFrameworkVersion.as_view(),
        name="api-framework-version-cite",
    ),
    *routes("releases", "<str:name>", releases.Releases, "release"),
    path("releases/<str:name>/cite/", cite.CiteRelease.as_view(), name="api-release-cite"),
    path("releases/<str:name>/<path:path>", releases.ReleaseFile.as_view(), name="api-release-file"),
    path("deleted/", deleted.Deleted.as_view({"get": "list"}), name="api-deleted"),
    path("batches/", Batches.as_view({"get": "list", "post": "create"}), name="api-batch-list"),
    path(ONE_BATCH, Batches.as_view({"get": "retrieve", "delete": "destroy"}), name="api-batch-detail"),
    path(f"{ONE_BATCH}cancel/", Batches.as_view({"post": "cancel"}), name="api-batch-cancel"),
    path(f"{ONE_BATCH}resume/", Batches.as_view({"post": "resume"}), name="api-batch-resume"),
    path(f"{ONE_BATCH}results/", BatchFiles.as_view({"get": "results"}), name="api-batch-results"),
    path(f"{ONE_BATCH}faults/", BatchFiles.as_view({"get": "faults"}), name="api-batch-faults"),
    path("codebook/", CodebookView.as_view({"get": "list"}), name="api-codebook"),
]
