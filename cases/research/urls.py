"""Addresses of the pages for researchers."""

from django.urls import URLPattern, URLResolver, path

from cases.research.views.codebook import CodebookPage
from cases.research.views.index import IndexView

app_name = "research"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", IndexView.as_view(), name="index"),
    path("codebook/", CodebookPage.as_view(), name="codebook"),
]
