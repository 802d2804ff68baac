"""Addresses of comparisons."""

from django.urls import path

from cases.comparisons.views import background, compare

app_name = "comparisons"
urlpatterns = [
    path("", compare.CompareView.as_view(), name="compare"),
    path("comparison.csv", compare.ExportView.as_view(), {"form": "csv"}, name="export-csv"),
    path("comparison.pdf", compare.ExportView.as_view(), {"form": "pdf"}, name="export-pdf"),
    path("export/", background.BackgroundExport.as_view(), name="export-job"),
]
