"""Addresses of cases and phases in the API."""

from cases.studies.api import views
from natoassess.web.api import routes

urlpatterns = [
    *routes("cases", "<slug:slug>", views.Cases, "case"),
    *routes("phases", "<slug:case>/<slug:phase>", views.Phases, "phase"),
]
