"""What can be run as a job: registered by the apps above, when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from natoassess.web.jobs.context import JobContext
    from natoassess.web.serializers import StrictSerializer


@dataclass(frozen=True)
class Kind:
    """One sort of job.

    `run` does the work and may be run again after a crash, so it changes nothing but the result that it writes.
    `parameters` checks what a person asks for; it gets {"user": the person} as its context.
    """

    name: str
    label: str | Promise
    run: Callable[[JobContext], None]
    parameters: type[StrictSerializer]


KINDS: dict[str, Kind] = {}


def register_kind(
    name: str,
    run: Callable[[JobContext], None],
    *,
    label: str | Promise,
    parameters: type[StrictSerializer],
) -> None:
    """Make `name` a kind of job. Raises ValueError where the name is taken by something else."""
    kind = Kind(name, label, run, parameters)
    if KINDS.setdefault(name, kind) != kind:
        raise ValueError(f"a kind of job named {name!r} is registered already")
