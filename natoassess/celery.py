"""The Celery application: JSON only, no result backend (what a job did is kept in the database)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "natoassess.settings")

app = Celery("natoassess")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
