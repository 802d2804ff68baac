"""Addresses of the pages of jobs."""

from django.urls import path

from natoassess.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.JobList.as_view(), name="list"),
    path("<uuid:pk>/", views.JobDetail.as_view(), name="detail"),
    path("<uuid:pk>/state/", views.JobState.as_view(), name="state"),
    path("<uuid:pk>/cancel/", views.JobCancel.as_view(), name="cancel"),
    path("<uuid:pk>/result/", views.JobResult.as_view(), name="result"),
]
