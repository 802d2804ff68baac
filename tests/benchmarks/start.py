"""What a web worker takes from the start of its process to its first 200, beside a bare project with the same apps."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measure import Contestant, compared

ROOT = Path(__file__).resolve().parents[2]
FIRST_ANSWER = """
import sys
{before}
from natoassess.wsgi import application
seen = []
environ = {{
    "REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
    "wsgi.input": sys.stdin.buffer, "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
}}
list(application(environ, lambda status, headers: seen.append(status)))
assert seen == ["200 OK"], seen
"""
BARE = 'from django.conf import settings; settings.ROOT_URLCONF = "tests.benchmarks.bare"'


def started(before: str = "") -> None:
    """Start a process that loads the site as a worker of gunicorn does, and answers one request."""
    offline = {"EMBEDDED": "1", "DEMO": "", "DATABASE_URL": "sqlite://:memory:", "REDIS_URL": ""}
    environment = {
        **os.environ,
        **offline,
        "SECRET_KEY": "only-for-a-benchmark-never-for-a-server-0123456789abc",
        "DJANGO_SETTINGS_MODULE": "natoassess.settings",
    }
    command = [sys.executable, "-c", FIRST_ANSWER.format(before=before)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)


def run(repeats: int = 7) -> None:
    """Print the medians: the whole process, interpreter and all."""
    compared(
        "A web worker, from the start of its process to its first 200",
        [
            Contestant("a bare project, same apps and middleware", lambda: started(BARE)),
            Contestant("this site", started),
        ],
        repeats,
    )
