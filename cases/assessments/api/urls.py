"""Addresses of assessments in the API."""

from django.urls import path

from cases.assessments.api import memorandum, views

urlpatterns = [
    path(
        "assessments/",
        views.Assessments.as_view({"get": "list", "post": "create"}),
        name="api-assessment-list",
    ),
    path(
        "assessments/<int:pk>/",
        views.Assessments.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="api-assessment-detail",
    ),
    path(
        "assessments/<int:pk>/submit/",
        views.Submission.as_view({"post": "submit"}),
        name="api-assessment-submit",
    ),
    path(
        "assessments/<int:pk>/memorandum/",
        memorandum.AssessmentMemorandum.as_view({"get": "memorandum"}),
        name="api-assessment-memorandum",
    ),
]
