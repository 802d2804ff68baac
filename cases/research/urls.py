"""Addresses of the pages for researchers."""

from django.urls import URLPattern, URLResolver, path

from cases.research.views.codebook import CodebookPage
from cases.research.views.index import IndexView
from cases.research.views.releases import ReleasesView, ReleaseView

app_name = "research"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", IndexView.as_view(), name="index"),
    path("releases/", ReleasesView.as_view(), name="releases"),
    path("releases/<str:name>/", ReleaseView.as_view(), name="release"),
    path("codebook/", CodebookPage.as_view(), name="codebook"),
]
