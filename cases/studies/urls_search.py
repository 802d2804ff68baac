"""Address of the search; here, because it finds cases and scenarios as well as the law below them."""

from django.urls import path

from cases.studies.views.search import SearchView

urlpatterns = [path("", SearchView.as_view(), name="search")]
