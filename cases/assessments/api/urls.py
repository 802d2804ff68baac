"""Addresses of assessments in the API."""

from django.urls import path

from cases.assessments.api import (
    agreement,
    comments,
    differences,
    doctrines,
    files,
    history,
    memorandum,
    phases,
    precedents,
    publications,
    report,
    second_codings,
    sources,
    together,
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
        publications.PublicationsView.as_view({"get": "rescored"}, pagination_class=None),
        name="api-publication-rescored",
    ),
    path(
        "assessments/<int:pk>/doctrines/",
        doctrines.AssessmentDoctrines.as_view({"get": "doctrines"}),
        name="api-assessment-doctrines",
    ),
    path(
        "assessments/<int:pk>/history/",
        history.AnswerHistory.as_view({"get": "list"}),
        name="api-assessment-history",
    ),
    path(
        "assessments/<int:pk>/sources/",
        sources.Sources.as_view({"get": "register", "post": "add"}),
        name="api-source-register",
    ),
    path(
        "assessments/<int:pk>/sources/<int:source>/",
        sources.OneSource.as_view({"patch": "change", "delete": "remove"}),
        name="api-source-detail",
    ),
    path(
        "assessments/<int:pk>/sources/<int:source>/files/",
        sources.SourceFiles.as_view({"post": "add"}),
        name="api-source-files",
    ),
    path(
        "assessments/<int:pk>/sources/<int:source>/files/<int:file>/",
        sources.OneFile.as_view({"get": "download", "delete": "remove"}),
        name="api-source-file",
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
        "assessments/<int:pk>/comments/",
        comments.Comments.as_view({"get": "list", "post": "say"}),
        name="api-assessment-comments",
    ),
    path(
        "assessments/<int:pk>/comments/<int:comment>/",
        comments.CommentDetail.as_view({"get": "one", "patch": "mend", "delete": "take_back"}),
        name="api-assessment-comment",
    ),
    path(
        "assessments/<int:pk>/comments/<int:comment>/resolve/",
        comments.CommentDetail.as_view({"post": "resolve"}),
        name="api-assessment-comment-resolve",
    ),
    path(
        "assessments/<int:pk>/comments/<int:comment>/reopen/",
        comments.CommentDetail.as_view({"post": "reopen"}),
        name="api-assessment-comment-reopen",
    ),
    path(
        "assessments/<int:pk>/contributors/",
        together.Contributors.as_view({"get": "list", "post": "ask"}),
        name="api-assessment-contributors",
    ),
    path(
        "assessments/<int:pk>/contributors/<str:username>/",
        together.Contributors.as_view({"delete": "end"}),
        name="api-assessment-contributor",
    ),
    path(
        "assessments/<int:pk>/hand-over/",
        together.Contributors.as_view({"post": "hand_over"}),
        name="api-assessment-hand-over",
    ),
    path(
        "assessments/<int:pk>/feed/",
        together.Feed.as_view({"get": "feed"}),
        name="api-assessment-feed",
    ),
    path(
        "assessments/<int:pk>/changes/",
        differences.AssessmentChanges.as_view(),
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
    path(
        "assessments/<int:pk>/report/",
        report.AssessmentReport.as_view({"get": "report"}),
        name="api-assessment-report",
    ),
]
