"""natoassess: lawful, legitimate, and at what cost to sovereignty?"""

from natoassess.celery import app as celery_app

__all__ = ["celery_app"]
