"""Addresses of assessments in the API."""

from django.urls import path

from cases.assessments.api import (
    agreement,
    changes,
    doctrines,
    files,
    memorandum,
    precedents,
    second_codings,
    views,
)

urlpatterns = [
    path(
        "assessments/",
        views.Assessments.as_view({"get": "list", "post": "create"}),
        name="api-assessment-list",
    ),
    path("schemas/scenario/", files.ScenarioSchema.as_view(), name="api-scenario-schema"),
    path("assessments/import/", files.Import.as_view({"post": "bring_in"}), name="api-assessment-import"),
    path(
        "assessments/<int:pk>/export/",
        files.Export.as_view({"get": "export"}),
        name="api-assessment-export",
    ),
    path(
        "assessments/<int:pk>/copy/",
        files.Copy.as_view({"post": "copy"}),
        name="api-assessment-copy",
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
        "assessments/<int:pk>/changes/",
        changes.AssessmentChanges.as_view(),
        name="api-assessment-changes",
    ),
    path(
        "assessments/<int:pk>/second-codings/",
        second_codings.SecondCodingsOfAssessment.as_view({"get": "list", "post": "ask"}),
        name="api-assessment-second-codings",
    ),
    path(
        "assessments/<int:pk>/second-codings/<int:coding>/",
        second_codings.SecondCodingsOfAssessment.as_view({"get": "agreement"}),
        name="api-assessment-second-coding",
    ),
    path(
        "second-codings/",
        second_codings.SecondCodingsAsked.as_view({"get": "list"}),
        name="api-second-coding-list",
    ),
    path(
        "second-codings/<int:coding>/accept/",
        second_codings.SecondCodingsAsked.as_view({"post": "accept"}),
        name="api-second-coding-accept",
    ),
    path(
        "second-codings/<int:coding>/decline/",
        second_codings.SecondCodingsAsked.as_view({"post": "decline"}),
        name="api-second-coding-decline",
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
