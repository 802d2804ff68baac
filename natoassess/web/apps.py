"""The web app: no models yet, the ground of all others."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "natoassess.web"
    label = "web"
