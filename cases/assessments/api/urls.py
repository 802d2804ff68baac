"""Addresses of assessments in the API."""

from django.urls import path

from cases.assessments.api import (
    agreement,
    doctrines,
    files,
    memorandum,
    phases,
    precedents,
    publications,
    report,
    trash,
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
    path("assessments/trash/", trash.Trash.as_view({"get": "list"}), name="api-assessment-trash"),
    path(
        "assessments/trash/<int:pk>/",
        trash.Trash.as_view({"delete": "discard"}),
        name="api-assessment-discard",
    ),
    path(
        "assessments/<int:pk>/restore/",
        trash.Restoring.as_view({"post": "restore"}),
        name="api-assessment-restore",
    ),
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
        "publications/",
        publications.PublicationsView.as_view({"get": "list"}),
        name="api-publication-list",
    ),
    path(
        "publications/<slug:number>/",
        publications.PublicationsView.as_view({"get": "retrieve"}),
        name="api-publication-detail",
    ),
    path(
        "publications/<slug:number>/rescored/",
        publications.PublicationsView.as_view({"get": "rescored"}),
        name="api-publication-rescored",
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
        "assessments/<int:pk>/phases/",
        phases.Phases.as_view({"post": "add"}),
        name="api-assessment-phases",
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
    path(
        "assessments/<int:pk>/report/",
        report.AssessmentReport.as_view({"get": "report"}),
        name="api-assessment-report",
    ),
]
