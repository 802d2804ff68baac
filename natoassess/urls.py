"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from natoassess.web import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("natoassess.accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "natoassess.web.views.bad_request"
handler403 = "natoassess.web.views.permission_denied"
handler404 = "natoassess.web.views.not_found"
handler500 = "natoassess.web.views.server_error"
