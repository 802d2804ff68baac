"""Addresses of the pages for researchers."""

from django.urls import URLPattern, URLResolver, path

from cases.research.views.cite import CiteView
from cases.research.views.index import IndexView

app_name = "research"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", IndexView.as_view(), name="index"),
    path("cite/", CiteView.as_view(), name="cite"),
]
