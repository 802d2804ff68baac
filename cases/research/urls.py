"""Addresses of the pages for researchers."""

from django.urls import URLPattern, URLResolver, path

from cases.research.views import batches
from cases.research.views.index import IndexView
from cases.research.views.studies import StudiesView

app_name = "research"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", IndexView.as_view(), name="index"),
    path("batches/", batches.BatchesView.as_view(), name="batches"),
    path("batches/rows.csv", batches.TemplateCsvView.as_view(), name="batch-template"),
    path("batches/<uuid:pk>/", batches.BatchView.as_view(), name="batch"),
    path("batches/<uuid:pk>/state/", batches.BatchStateView.as_view(), name="batch-state"),
    path("batches/<uuid:pk>/cancel/", batches.BatchCancelView.as_view(), name="batch-cancel"),
    path("batches/<uuid:pk>/resume/", batches.BatchResumeView.as_view(), name="batch-resume"),
    path("batches/<uuid:pk>/delete/", batches.BatchDeleteView.as_view(), name="batch-delete"),
    path(
        "batches/<uuid:pk>/results.<str:ending>",
        batches.BatchFileView.as_view(what="results"),
        name="batch-results",
    ),
    path(
        "batches/<uuid:pk>/faults.<str:ending>",
        batches.BatchFileView.as_view(what="faults"),
        name="batch-faults",
    ),
    path("studies/", StudiesView.as_view(), name="studies"),
]
