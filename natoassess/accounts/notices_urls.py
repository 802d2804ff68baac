"""Addresses of notices."""

from django.urls import path

from natoassess.accounts import views_notices

app_name = "notices"
urlpatterns = [
    path("", views_notices.NoticesView.as_view(), name="list"),
    path("read/", views_notices.ReadView.as_view(), name="read"),
    path("off/<str:token>/", views_notices.OffView.as_view(), name="off"),
]
