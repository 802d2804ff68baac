"""Waiting for what another process does: asking again until a deadline, never longer than needed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 60.0
PAUSE = 0.05


def until(ask: Callable[[], T], *, seconds: float = SECONDS, what: str = "", every: float = PAUSE) -> T:
    """The first answer of `ask` that is true; AssertionError with the last one once `seconds` are over."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"waited {seconds} s for {what or ask}: {answer!r}"
        pause.wait(every)
    return answer
