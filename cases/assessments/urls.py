"""Addresses of assessments: filing, reading, reviewing."""

from django.urls import path

from cases.assessments.views import (
    answers,
    describe,
    doctrines,
    files,
    listing,
    live,
    memorandum,
    phases,
    precedents,
    report,
    result,
    review,
    submit,
    trash,
    what_if,
)

app_name = "assessments"
urlpatterns = [
    path("", listing.AssessmentListView.as_view(), name="list"),
    path("new/", describe.NewView.as_view(), name="new"),
    path("import/", files.ImportView.as_view(), name="import"),
    path("trash/", trash.TrashView.as_view(), name="trash"),
    path("<int:pk>/restore/", trash.RestoreView.as_view(), name="restore"),
    path("<int:pk>/discard/", trash.DiscardView.as_view(), name="discard"),
    path("<int:pk>/scenario.yaml", files.ScenarioYamlView.as_view(), name="scenario-yaml"),
    path("<int:pk>/scenario.json", files.ScenarioJsonView.as_view(), name="scenario-json"),
    path("<int:pk>/copy/", files.CopyView.as_view(), name="copy"),
    path("<int:pk>/", result.ResultView.as_view(), name="detail"),
    path("<int:pk>/result.json", result.ResultJsonView.as_view(), name="result-json"),
    path("<int:pk>/doctrines/", doctrines.DoctrinesView.as_view(), name="doctrines"),
    path("<int:pk>/precedents/", precedents.PrecedentsView.as_view(), name="precedents"),
    path("<int:pk>/what-if/", what_if.WhatIfView.as_view(), name="what-if"),
    path("<int:pk>/memorandum/", memorandum.MemorandumView.as_view(), name="memorandum"),
    path("<int:pk>/memorandum.txt", memorandum.MemorandumTextView.as_view(), name="memorandum-txt"),
    path("<int:pk>/memorandum.pdf", memorandum.MemorandumPdfView.as_view(), name="memorandum-pdf"),
    path("<int:pk>/report.pdf", report.ReportPdfView.as_view(), name="report-pdf"),
    path("<int:pk>/report.docx", report.ReportDocxView.as_view(), name="report-docx"),
    path("<int:pk>/edit/describe/", describe.DescribeView.as_view(), name="describe"),
    path("<int:pk>/edit/<slug:step>/", answers.StepView.as_view(), name="edit"),
    path("<int:pk>/phases/add/", phases.AddPhaseView.as_view(), name="phase-add"),
    path("<int:pk>/live/", live.LiveView.as_view(), name="live"),
    path("<int:pk>/check/", submit.CheckView.as_view(), name="check"),
    path("<int:pk>/submit/", submit.SubmitView.as_view(), name="submit"),
    path("<int:pk>/delete/", submit.DeleteView.as_view(), name="delete"),
    path("<int:pk>/review/", review.ReviewView.as_view(), name="review"),
]
