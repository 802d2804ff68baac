"""Rows for batches: bodies of POST /score/, and what it answers, cut to what a batch gives."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser

from frameworks.batches import Plan, Scored, plan_make, rows_score
from frameworks.selectors import catalogue_current
from frameworks.stateless import score

DAY = "1999-03-24"


def plan(head: bytes = b"{}", **parameters: Any) -> Plan:
    """A plan of JSONL under the newest doctrine, unless told otherwise."""
    return plan_make(AnonymousUser(), {"form": "jsonl", "framework": "nato-2022"} | parameters, head)


def lines_of(rows: Iterable[object]) -> bytes:
    """Rows as JSONL."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def results(scored: Scored) -> list[dict[str, Any]]:
    """The lines of results as objects."""
    return [json.loads(line) for line in scored.results.splitlines()]


def faults(scored: Scored) -> dict[int, list[tuple[str, str]]]:
    """Pointers and details of the faults, by row."""
    found = map(json.loads, scored.faults.splitlines())
    return {line["row"]: [(error["pointer"], error["detail"]) for error in line["errors"]] for line in found}


def scored_alone(body: Mapping[str, Any], **setting: Any) -> dict[str, Any]:
    """What POST /score/ answers to the same row, cut to the members of a result."""
    return cut(score(body={"framework": "nato-2022"} | setting | dict(body)))


def cut(found: Mapping[str, Any]) -> dict[str, Any]:
    """An evaluation, cut to the members of a result."""
    law, legitimacy = found["legality"], found["legitimacy"]
    ends = ("verdict", "at_least", "at_most")

    def bounded(given: Mapping[str, Any]) -> dict[str, Any]:
        return {name: given[name] for name in ends}

    readings = {name: bounded(reading) for name, reading in law["readings"].items()}
    readings["prevailing"]["route"] = law["readings"]["prevailing"]["route"]
    attributed = law["if_attributed"]
    return {
        "evaluation_id": found["evaluation_id"],
        "as_of": found["as_of"],
        "legality": bounded(law)
        | {"if_attributed": None if attributed is None else bounded(attributed), "readings": readings},
        "legitimacy": {
            name: legitimacy[name]
            for name in (
                "index",
                "low",
                "high",
                "band",
                "band_at_least",
                "band_at_most",
                "capped_by",
                "coverage",
            )
        }
        | {"distribution": legitimacy["distribution"]},
        "sovereignty": {name: value for name, value in found["sovereignty"].items() if name != "dimensions"},
        "competence": found["competence"],
        "warnings": list(dict.fromkeys(warning["code"] for warning in found["warnings"])),
    }


@cache
def codes() -> dict[str, list[Any]]:
    """The current catalogue: its facts, criteria and kinds of harm."""
    found = catalogue_current()
    return {
        "facts": [fact.code for fact in found.facts.all()],
        "ratings": list(found.criteria.values_list("code", "optional")),
        "sovereignty": [harm.code for harm in found.sovereignty.all()],
    }


def plain_row(rng: random.Random, *, unknown: float = 0.1) -> dict[str, Any]:
    """A row with about every question answered, all plain."""
    facts = {
        code: rng.choices(("yes", "no", "contested", "unknown"), (4, 4, 2, 10 * unknown))[0]
        for code in codes()["facts"]
    }
    facts["state_conduct"] = rng.choice(("yes", "yes", "yes", "no", "unknown"))

    def level() -> Any:
        return "unknown" if rng.random() < unknown else rng.randrange(5)

    def sure(rating: dict[str, Any]) -> dict[str, Any]:
        return (
            rating if rng.random() < 0.4 else rating | {"confidence": rng.choice(("high", "moderate", "low"))}
        )

    return {
        "id": f"row {rng.randrange(10**6)}",
        "as_of": rng.choice((DAY, "1950-06-27", "2001-09-11", "2001-09-12", "2022-02-24")),
        "facts": facts,
        "ratings": {code: sure({"level": level()}) for code, _ in codes()["ratings"]},
        "sovereignty": {code: {"level": level()} for code in codes()["sovereignty"]},
    }


def plain_rows(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Many such rows."""
    rng = random.Random(seed)
    return [plain_row(rng, unknown=rng.choice((0, 0.1, 0.6))) for _ in range(count)]


def cells_of(rows: Sequence[Mapping[str, Any]], delimiter: str = ",") -> tuple[bytes, bytes]:
    """Plain rows as the header and the lines of a CSV, with a column of confidence for every criterion."""
    ratings = [code for code, _ in codes()["ratings"]]
    harms = codes()["sovereignty"]
    header = ["id", "as_of", *codes()["facts"], *ratings, *(f"{c}.confidence" for c in ratings), *harms]
    lines = [
        [
            row["id"],
            row["as_of"],
            *(row["facts"][code] for code in codes()["facts"]),
            *(str(row["ratings"][code]["level"]) for code in ratings),
            *(row["ratings"][code].get("confidence", "") for code in ratings),
            *(str(row["sovereignty"][code]["level"]) for code in harms),
        ]
        for row in rows
    ]
    written = [delimiter.join(cells).encode() + b"\n" for cells in (header, *lines)]
    return written[0], b"".join(written[1:])


def score_rows(rows: Iterable[object], **parameters: Any) -> Scored:
    """Rows scored as JSONL."""
    return rows_score(plan(**parameters), lines_of(rows), 1)
