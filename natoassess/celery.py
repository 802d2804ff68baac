"""The Celery application: JSON only, no result backend (what a job did is kept in the database).

The settings are those that begin with CELERY_; tasks are found in the apps, as `shared_task`.
"""

import os

from celery import Celery
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "natoassess.settings")

app = Celery("natoassess")
# The default app in every thread: shared tasks and the worker inside the web process find it.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A worker takes from both unless told otherwise (--queues); over Redis it looks into the first one first.
QUEUES = ("natoassess", "natoassess-batches")
app.conf.task_queues = [Queue(name, Exchange(name), routing_key=name) for name in QUEUES]
# A name, because the models it needs are not there yet.
app.steps["consumer"].add("natoassess.web.jobs.sweeping:Sweeping")
