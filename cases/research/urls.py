"""Addresses of the pages for researchers."""

from django.urls import URLPattern, URLResolver, path

from cases.research.views.index import IndexView
from cases.research.views.studies import StudiesView

app_name = "research"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", IndexView.as_view(), name="index"),
    path("studies/", StudiesView.as_view(), name="studies"),
]
