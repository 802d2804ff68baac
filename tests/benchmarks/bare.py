"""A site of nothing but /healthz, with the settings, apps and middleware of natoassess: what its start is held to."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path


def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


urlpatterns = [path("healthz", healthz)]
