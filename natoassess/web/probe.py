"""python -m natoassess.web.probe: exit 0 if the site in this container is ready, for its health check.

Asks /readyz under the first of ALLOWED_HOSTS, because the site answers to no other name.
"""

from __future__ import annotations

import http.client
import os
import sys


def ready(host: str, port: int) -> bool:
    """Whether /readyz on `port` of this machine answers 200 to the name `host`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    name = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].lstrip(".") or "localhost"
    sys.exit(not ready(name, int(os.environ.get("PORT", "8000"))))
