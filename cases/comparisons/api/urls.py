"""Addresses of comparisons in the API."""

from django.urls import path

from cases.comparisons.api import views

urlpatterns = [path("comparison/", views.Compare.as_view(), name="api-comparison")]
