"""Canonical JSON, checksums and rounding: what makes an evaluation repeatable byte for byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

DECIMALS = 6
SEED_LIMIT = 2**53
"""Seeds stay below 2**53, so that every JSON reader keeps them exact."""


def canonical_json(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; equal values give equal bytes. NaN is refused."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def checksum(value: object) -> str:
    """`sha256:` and the hex digest of the value's canonical JSON."""
    return "sha256:" + hashlib.sha256(canonical_json(value)).hexdigest()


def seed_from(value: object) -> int:
    """A seed below 2**53 that follows from the value's checksum."""
    return int(hashlib.sha256(canonical_json(value)).hexdigest(), 16) % SEED_LIMIT


def rounded(number: float) -> float:
    """The number as it is published: six decimals, never minus zero."""
    return round(float(number), DECIMALS) + 0.0


def apportioned(parts: Sequence[float], total: float) -> list[float]:
    """Round parts so that they still add up to the rounded total.

    Rounding each part by itself can leave the sum some millionths off. The method of largest remainders gives
    the missing millionths to the parts that rounding down cost most; ties go to the earlier part. A part that
    is exactly zero stays zero.
    """
    unit = 10**DECIMALS
    scaled = [part * unit for part in parts]
    floors = [int(part // 1) for part in scaled]
    missing = round(total * unit) - sum(floors)
    open_to_more = [i for i, part in enumerate(parts) if part > 0]
    by_remainder = sorted(open_to_more, key=lambda i: (floors[i] - scaled[i], i))
    for i in by_remainder[: max(missing, 0)]:
        floors[i] += 1
    return [floor / unit for floor in floors]
