"""Addresses of the audit log."""

from django.urls import path

from natoassess.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.AuditView.as_view(), name="list"),
    path("entries.csv", views.AuditCsvView.as_view(), name="csv"),
]
