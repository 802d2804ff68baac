"""Addresses of the method page, and of the frameworks."""

from django.urls import path

from frameworks.views import own
from frameworks.views.method import MethodView

urlpatterns = [
    path("", MethodView.as_view(), name="method"),
    path("frameworks/", own.FrameworkList.as_view(), name="method-frameworks"),
    path("frameworks/new/", own.FrameworkNew.as_view(), name="method-framework-new"),
    path("frameworks/<slug:code>/", own.FrameworkDetail.as_view(), name="method-framework"),
    path("frameworks/<slug:code>/edit/", own.FrameworkEdit.as_view(), name="method-framework-edit"),
    path("frameworks/<slug:code>/delete/", own.FrameworkDelete.as_view(), name="method-framework-delete"),
]
