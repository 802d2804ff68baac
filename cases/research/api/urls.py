"""Addresses of releases, batches and citations in the API."""

from django.urls import URLPattern, URLResolver, path

from cases.research.api.batches import Batches, BatchFiles

ONE_BATCH = "batches/<uuid:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("batches/", Batches.as_view({"get": "list", "post": "create"}), name="api-batch-list"),
    path(ONE_BATCH, Batches.as_view({"get": "retrieve", "delete": "destroy"}), name="api-batch-detail"),
    path(f"{ONE_BATCH}cancel/", Batches.as_view({"post": "cancel"}), name="api-batch-cancel"),
    path(f"{ONE_BATCH}resume/", Batches.as_view({"post": "resume"}), name="api-batch-resume"),
    path(f"{ONE_BATCH}results/", BatchFiles.as_view({"get": "results"}), name="api-batch-results"),
    path(f"{ONE_BATCH}faults/", BatchFiles.as_view({"get": "faults"}), name="api-batch-faults"),
]
