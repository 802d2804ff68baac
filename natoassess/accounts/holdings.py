"""What an account holds: told, handed out and taken away part by part.

Each app registers its part when it is ready, so that this layer need not know what is built on it. Parts are asked in
the order of INSTALLED_APPS, upper layers first: what relies on something leaves before it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from natoassess.accounts.models import User

File = tuple[str, bytes]
"""A path inside the archive, and the content."""


@dataclass(frozen=True)
class Fate:
    """What becomes of a part when its account is deleted, in sentences; "" for nothing."""

    goes: str = ""
    stays: str = ""


@dataclass(frozen=True)
class Holding:
    """One part: `files` for the export, `fate` to tell beforehand, `leave` to carry it out, in a transaction."""

    name: str
    files: Callable[[User], Iterable[File]]
    fate: Callable[[User], list[Fate]]
    leave: Callable[[User], None]


HOLDINGS: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Add a part. Registering it again replaces it."""
    HOLDINGS[holding.name] = holding


def as_json(value: Any) -> bytes:
    """`value` as a JSON file, in UTF-8."""
    return (json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n").encode()
