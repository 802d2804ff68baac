"""What a web worker takes from the start of its process to its first 200, beside a bare project with the same apps."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measure import Contestant, compared

ROOT = Path(__file__).resolve().parents[2]
FIRST_ANSWER = """
import os, sys
{application}
seen = []
environ = {{
    "REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
    "wsgi.input": sys.stdin.buffer, "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
}}
list(application(environ, lambda status, headers: seen.append(status)))
os._exit(0 if seen == ["200 OK"] else 1)  # no time for tidying up: a worker goes on
"""
OURS = "from natoassess.wsgi import application"
BARE = """
from django.conf import settings
settings.ROOT_URLCONF = "tests.benchmarks.bare"
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
"""With the entry point that startproject writes."""


def started(application: str, compiled: str) -> None:
    """Start a process that loads the site as a worker of gunicorn does, and answers one request.

    `compiled` is a folder for bytecode: an installed program has it.
    """
    offline = {"EMBEDDED": "1", "DEMO": "", "DATABASE_URL": "sqlite://:memory:", "REDIS_URL": ""}
    environment = {
        **os.environ,
        **offline,
        "SECRET_KEY": "only-for-a-benchmark-never-for-a-server-0123456789abc",
        "DJANGO_SETTINGS_MODULE": "natoassess.settings",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": compiled,
    }
    command = [sys.executable, "-c", FIRST_ANSWER.format(application=application)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)


def run(repeats: int = 9) -> None:
    """Print the medians: the whole process, interpreter and all."""
    with tempfile.TemporaryDirectory() as compiled:
        compared(
            "A web worker, from the start of its process to its first 200",
            [
                Contestant("a bare project, same apps and middleware", lambda: started(BARE, compiled)),
                Contestant("this site", lambda: started(OURS, compiled)),
            ],
            repeats,
        )


if __name__ == "__main__":
    run()
