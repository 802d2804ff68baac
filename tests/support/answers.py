"""Answers that hold a file."""

from __future__ import annotations

from typing import Any


def let_go(answer: Any) -> None:
    """Close the file behind an answer.

    `answer.close()` would tell Django that the request is over, and on PostgreSQL close the connection of the test.
    """
    for close in answer._resource_closers:
        close()
