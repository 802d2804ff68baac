"""Addresses of jobs in the API."""

from django.urls import path

from natoassess.web.jobs.api import JobResult, Jobs

urlpatterns = [
    path("jobs/", Jobs.as_view({"get": "list", "post": "create"}), name="api-job-list"),
    path("jobs/<uuid:pk>/", Jobs.as_view({"get": "retrieve"}), name="api-job-detail"),
    path("jobs/<uuid:pk>/cancel/", Jobs.as_view({"post": "cancel"}), name="api-job-cancel"),
    path("jobs/<uuid:pk>/result/", JobResult.as_view({"get": "download"}), name="api-job-result"),
]
