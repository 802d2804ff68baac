"""python -m tests.benchmarks.web: what the API and a web worker's start cost, beside plain Django REST framework.

Runs in the project's own environment, over a library loaded into a file of its own that is removed at the end. Every
request goes through the whole of the site's middleware, for both contestants alike.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
from functools import partial
from importlib.metadata import version
from itertools import count
from typing import Any

from tests.benchmarks import start
from tests.benchmarks.measure import Contestant, compared

PLAIN = "plain Django REST framework"
LISTS = ("instruments", "assessments")
KOSOVO = "/api/v1/assessments/?phase=kosovo-1999/allied-force&reference=true"
INSTRUMENTS = "/api/v1/instruments/"
UNLIMITED = "100000000/min"
"""Not none: counting is a part of what the API does."""


def set_up(folder: str) -> None:
    """Django over an empty database in `folder`, then with the library."""
    os.environ.update(
        EMBEDDED="1", DEMO="", DATABASE_URL="", REDIS_URL="", VAR_DIR=folder, LOG_LEVEL="ERROR",
        API_RATE_ANONYMOUS=UNLIMITED, DJANGO_SETTINGS_MODULE="natoassess.settings",
    )  # fmt: skip
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from frameworks.library.loading import load_library

    call_command("migrate", verbosity=0)
    load_library()
    settings.ROOT_URLCONF = "tests.benchmarks.plain"


def client() -> Any:
    """A client that nobody has signed in, which goes through the middleware in process."""
    from django.test import Client

    return Client(SERVER_NAME="localhost")


def got(asking: Any, address: str, **headers: str) -> Any:
    """The answer, 200 or 304."""
    answer = asking.get(address, headers=headers)
    assert answer.status_code == (304 if headers else 200), answer.content[:300]
    return answer


def lists() -> None:
    """A page of 50 rows, fresh and unchanged."""
    asking = client()
    for name in LISTS:
        ours, plain = f"/api/v1/{name}/", f"/plain/{name}/"
        fresh, other = got(asking, ours), got(asking, plain).json()
        rows = fresh.json()["results"]
        assert rows == other["results"] and len(rows) == 50, "the same rows and values"
        compared(
            f"GET {ours}: 50 of {other['count']} rows, {len(fresh.content):,} bytes",
            [
                Contestant("this API", partial(got, asking, ours)),
                Contestant(PLAIN, partial(got, asking, plain)),
            ],
            repeats=25,
        )
    tag = got(asking, INSTRUMENTS)["ETag"]
    compared(
        f"GET {INSTRUMENTS}, unchanged since it was read",
        [
            Contestant(
                "this API, 304 by If-None-Match", lambda: got(asking, INSTRUMENTS, **{"if-none-match": tag})
            ),
            Contestant("this API, the list anew", lambda: got(asking, INSTRUMENTS)),
        ],
        repeats=25,
    )


def kosovo(asking: Any) -> dict[str, Any]:
    """The body that replays the reference assessment of Allied Force; every fact in its long form."""
    [row] = got(asking, KOSOVO).json()["results"]
    body: dict[str, Any] = got(asking, f"/api/v1/assessments/{row['id']}/").json()["findings"]
    facts = {
        code: answer if isinstance(answer, dict) else {"value": answer}
        for code, answer in body["facts"].items()
    }
    return {**body, "facts": facts, "draws": 10_000, "seed": None, "weights": None}


def scoring() -> None:
    """A full evaluation, beside a view that validates the same body and sends it back."""
    asking = client()
    body = kosovo(asking)
    text = json.dumps(body)

    seeds = count()

    def sent(address: str, text: str = text) -> Any:
        answer = asking.post(address, text, content_type="application/json")
        assert answer.status_code == 200, answer.content[:300]
        return answer

    def sent_anew() -> Any:
        """Random numbers are kept from one request to the next of the same seed: here never."""
        return sent("/api/v1/score/", json.dumps({**body, "seed": next(seeds)}))

    for address in ("/plain/echo/", "/plain/echo-shape/"):
        assert sent(address).json() == body, "validated, and the same"
    scored = sent("/api/v1/score/").json()
    assert scored["legitimacy"]["distribution"], "with its 10,000 draws"
    compared(
        f"POST /score/, Kosovo 1999 ({len(text):,} bytes), 10,000 draws",
        [
            Contestant("plain DRF: validate, known codes, echo", lambda: sent("/plain/echo/")),
            Contestant("plain DRF: types and choices alone, echo", lambda: sent("/plain/echo-shape/")),
            Contestant("this API, the evaluation", lambda: sent("/api/v1/score/")),
            Contestant("this API, numbers never drawn before", sent_anew),
        ],
        repeats=15,
    )


def main() -> None:
    """Print the machine, then every comparison."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("Django", "djangorestframework", "numpy"))
    print(f"{os.cpu_count()} CPUs ({platform.machine()}), Python {platform.python_version()}, {versions}")
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        lists()
        scoring()
    start.run()


if __name__ == "__main__":
    main()
