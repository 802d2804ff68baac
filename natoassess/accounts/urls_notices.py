"""Addresses of notices."""

from django.urls import path

from natoassess.accounts.views import notices

app_name = "notices"
urlpatterns = [
    path("", notices.NoticesView.as_view(), name="list"),
    path("read/", notices.ReadView.as_view(), name="read"),
    path("off/<str:token>/", notices.OffView.as_view(), name="off"),
]
