"""Addresses of assessments in the API."""

from django.urls import path

from cases.assessments.api import agreement, doctrines, memorandum, precedents, views

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
        "assessments/<int:pk>/doctrines/",
        doctrines.AssessmentDoctrines.as_view({"get": "doctrines"}),
        name="api-assessment-doctrines",
    ),
    path(
        "assessments/<int:pk>/submit/",
        views.Submission.as_view({"post": "submit"}),
        name="api-assessment-submit",
    ),
    path(
        "assessments/<int:pk>/precedents/",
        precedents.Precedents.as_view(),
        name="api-assessment-precedents",
    ),
    path(
        "phases/<slug:case>/<slug:phase>/agreement/",
        agreement.AgreementOnPhase.as_view(),
        name="api-phase-agreement",
    ),
    path(
        "assessments/<int:pk>/memorandum/",
        memorandum.AssessmentMemorandum.as_view({"get": "memorandum"}),
        name="api-assessment-memorandum",
    ),
]
