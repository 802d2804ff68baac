"""Addresses of the law library."""

from django.urls import path

from frameworks.views import law

app_name = "law"
urlpatterns = [
    path("", law.InstrumentList.as_view(), name="list"),
    path("<slug:pk>/", law.InstrumentDetail.as_view(), name="detail"),
]
