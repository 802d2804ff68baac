"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from cases.assessments.views.overview import OverviewView
from cases.comparisons.views.home import HomeView
from natoassess.accounts.views.sign_in import admin_sign_in
from natoassess.web import views

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("method/", include("frameworks.urls_method")),
    path("law/", include("frameworks.urls")),
    path("cases/", include("cases.assessments.urls_cases")),
    path("search/", include("cases.studies.urls_search")),
    path("assessments/", include("cases.assessments.urls")),
    path("published/", include("cases.assessments.urls_published")),
    path("compare/", include("cases.comparisons.urls")),
    path("research/", include("cases.research.urls")),
    path("audit/", include("natoassess.web.audit.urls")),
    path("jobs/", include("natoassess.web.jobs.urls")),
    path("api/v1/", include("natoassess.api_urls")),
    path("overview/", OverviewView.as_view(), name="overview"),
    path("teams/", include("natoassess.accounts.urls_teams")),
    path("accounts/notices/", include("natoassess.accounts.urls_notices")),
    path("accounts/", include("natoassess.accounts.urls")),
    path("admin/login/", admin_sign_in, name="admin-sign-in"),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

handler400 = "natoassess.web.views.bad_request"
handler403 = "natoassess.web.views.permission_denied"
handler404 = "natoassess.web.views.not_found"
handler500 = "natoassess.web.views.server_error"
