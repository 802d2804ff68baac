"""Batches under test: rows to send, and chunks done without worker or threads."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterator

FACTS = ("uses_force", "council_authorises_force", "territory_consents")
VALUES = ("yes", "no", "unknown")


def rows(count: int, *, faults: frozenset[int] = frozenset()) -> Iterator[dict[str, str]]:
    """Rows that differ, numbered from 1; those in `faults` hold an answer that there is not."""
    for number in range(1, count + 1):
        row = {"id": f"r{number}", "as_of": "1999-03-24", "uses_force": VALUES[number % 3]}
        row["threat_gravity"] = str(number % 5)
        if number in faults:
            row["uses_force"] = "perhaps"
        yield row


def as_csv(count: int, *, faults: frozenset[int] = frozenset()) -> bytes:
    """The rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "as_of", "uses_force", "threat_gravity"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(count, faults=faults))
    return out.getvalue().encode()


def as_jsonl(count: int, *, faults: frozenset[int] = frozenset()) -> bytes:
    """The same rows as JSON Lines."""
    return b"".join(
        json.dumps(
            {
                "id": row["id"],
                "as_of": row["as_of"],
                "facts": {"uses_force": row["uses_force"]},
                "ratings": {"threat_gravity": {"level": int(row["threat_gravity"])}},
            }
        ).encode()
        + b"\n"
        for row in rows(count, faults=faults)
    )


def chunks_run(batch: uuid.UUID | str) -> int:
    """Do the waiting chunks of a batch here and now, in order; returns how many were finished."""
    # Here, so that rows can also be made where there is no Django.
    from cases.research.batches.models import Chunk, ChunkState
    from cases.research.batches.running import chunk_run

    waiting = Chunk.objects.filter(batch__pk=batch, state=ChunkState.WAITING).order_by("number")
    return sum(chunk_run(chunk_id=key, beating=False) for key in list(waiting.values_list("pk", flat=True)))
