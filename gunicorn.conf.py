"""How gunicorn serves natoassess in production; read by `gunicorn` from the working directory.

Threads share a worker, so a slow reader holds a thread and not a process. On SIGHUP new workers start on the new code
while the old ones finish what they hold; on SIGTERM all finish, at most `graceful_timeout` seconds.
"""

import os
from pathlib import Path

wsgi_app = "natoassess.wsgi"
bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
graceful_timeout = 25
keepalive = 5
# Workers are replaced now and then, not all at once: what a library leaks does not add up.
max_requests = 5_000
max_requests_jitter = 500
# The heartbeat of workers may not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  gunicorn makes the file safely
control_socket_disable = True
accesslog = os.environ.get("ACCESS_LOG") or None  # "-" for standard output
