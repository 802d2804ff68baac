"""What identifies the evaluation of each row: the same SHA-256 as of POST /score/, put together of prepared pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from operator import getitem
from typing import NamedTuple

from frameworks.batches.slots import Extra, Slots
from frameworks.scoring import ENGINE_VERSION, SEED_LIMIT

_SEED_BYTES = 8
_PREFIX = "sha256:"


class Identity(NamedTuple):
    """The seed of a row and the id of its evaluation."""

    seed: int
    evaluation_id: str


class Identified(NamedTuple):
    """A row as it is hashed: its bytes, its day, its standpoint, and what its bytes cannot say."""

    answers: bytes
    day: str
    standpoint: str
    extra: Extra | None


def identities(
    slots: Slots, rows: Sequence[Identified], *, draws: int, seed: int | None
) -> Iterator[Identity]:
    """The identity of each row; without a `seed` each row has the one that follows from it.

    It is the checksum of `canonical_input` with draws, seed, framework and engine, to the byte (tests hold it so);
    `seed_from` takes the number that the whole digest is, modulo a power of two, which its last bytes decide.
    """
    own = seed is None
    chosen = 0 if seed is None else seed
    setting = b'"draws":%d,"engine":"%s",' % (draws, ENGINE_VERSION.encode())
    yardstick = b'"framework":"%s",' % slots.framework.checksum.encode()
    for row in rows:
        facts, ratings, harms = _parts(slots, row)
        day = b'{"as_of":"%s",' % row.day.encode()
        rest = b'"sovereignty":{%s},"standpoint":"%s"}' % (harms, row.standpoint.encode())
        facts = b'"facts":{%s},' % facts
        ratings = b'"ratings":{%s},' % ratings
        if own:
            digest = sha256(b"".join((day, facts, ratings, rest))).digest()
            chosen = int.from_bytes(digest[-_SEED_BYTES:]) % SEED_LIMIT
        whole = b"".join((day, setting, facts, yardstick, ratings, b'"seed":%d,' % chosen, rest))
        yield Identity(chosen, _PREFIX + sha256(whole).hexdigest())


def _parts(slots: Slots, row: Identified) -> tuple[bytes, bytes, bytes]:
    """The members of facts, ratings and sovereignty in canonical JSON."""
    pieces = list(map(getitem, slots.fragments, row.answers))
    if row.extra is not None:
        for place, odd in row.extra.odd.items():
            pieces[place] = odd.fragment
    facts, ratings, harms = slots.ends
    return (
        b"".join(pieces[:facts])[:-1],
        b"".join(pieces[facts:ratings])[:-1],
        b"".join(pieces[ratings:harms])[:-1],
    )
