"""Address of the method page."""

from django.urls import path

from frameworks.views.method import MethodView

urlpatterns = [path("", MethodView.as_view(), name="method")]
