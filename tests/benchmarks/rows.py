"""Many rows from a file: this batch, row by row as POST /score/ evaluates, and merely reading the same lines."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import Any

from tests.benchmarks.material import AS_OF, answers, framework, levels
from tests.benchmarks.measure import Contestant, compared

ROWS = 10_000
DRAWS = 1_000


def bodies(rows: int) -> list[dict[str, Any]]:
    """Rows with every question asked: a tenth of the answers unknown, every rating with its confidence."""
    from frameworks.scoring.values import ANSWERS

    used = framework()
    given, rated = answers(rows, unknown=0.1).tolist(), levels(rows, unknown=0.1).tolist()
    criteria = [criterion.code for criterion in used.criteria]
    harms = [harm.code for harm in used.sovereignty]
    return [
        {
            "id": f"row-{place}",
            "as_of": AS_OF.isoformat(),
            "facts": dict(zip(used.fact_codes, (ANSWERS[code] for code in facts), strict=True)),
            "ratings": {
                code: {"level": "unknown" if level < 0 else level, "confidence": "high"}
                for code, level in zip(criteria, ratings, strict=True)
            },
            "sovereignty": {
                code: {"level": "unknown" if level < 0 else level}
                for code, level in zip(harms, ratings[: len(harms)], strict=True)
            },
        }
        for place, (facts, ratings) in enumerate(zip(given, rated, strict=True))
    ]


def as_csv(rows: list[dict[str, Any]]) -> tuple[tuple[str, ...], bytes]:
    """The header and the lines of the same rows as CSV."""
    first = rows[0]
    names = ["id", "as_of", *first["facts"], *first["ratings"], *first["sovereignty"]]
    names += [f"{code}.confidence" for code in first["ratings"]]
    lines = [
        [
            *(row["id"], row["as_of"], *row["facts"].values()),
            *(str(rating["level"]) for part in ("ratings", "sovereignty") for rating in row[part].values()),
            *(rating["confidence"] for rating in row["ratings"].values()),
        ]
        for row in rows
    ]
    return tuple(names), b"".join(",".join(cells).encode() + b"\n" for cells in lines)


def alone(row: dict[str, Any]) -> dict[str, Any]:
    """One row parsed and evaluated by itself, everything explained, without draws."""
    from frameworks.scoring import evaluate, parse_findings

    parts = {part: row[part] for part in ("facts", "ratings", "sovereignty")}
    findings = parse_findings(framework(), parts, law={})
    return evaluate(framework(), findings, as_of=date.fromisoformat(row["as_of"]), draws=0).as_dict()


def run(rows: int = ROWS) -> None:
    """Compare them over the same rows, on one core."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from frameworks.batches.plan import Plan
    from frameworks.batches.reading import Context
    from frameworks.batches.rows import Scored, rows_score_within
    from frameworks.batches.slots import slots_under
    from frameworks.models import Framework

    made = bodies(rows)
    jsonl = b"".join(json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in made)
    names, cells = as_csv(made)
    slots = slots_under(framework(), {})

    def scored(lines: bytes, columns: tuple[str, ...] = (), draws: int = 0) -> Scored:
        seed = 7 if draws else None
        plan = Plan(Framework(), None, "ex_post", draws, seed, "csv" if columns else "jsonl", columns)
        return rows_score_within(Context(plan, slots, {}), lines, 1)

    found = scored(jsonl)
    assert found == scored(cells, names) and found.good == rows
    few = rows // 500
    for row, line in zip(made[:few], found.results.splitlines(), strict=False):
        assert json.loads(line)["evaluation_id"] == alone(row)["evaluation_id"]
    some = b"".join(jsonl.splitlines(keepends=True)[: rows // 10])
    asked = len(names) - 2 - len(framework().criteria)
    compared(
        f"Rows of a file: {rows:,}, each with {asked} answers; results and ids written",
        [
            Contestant("this batch, CSV", lambda: scored(cells, names)),
            Contestant("this batch, JSONL", lambda: scored(jsonl)),
            Contestant(
                "json.loads of the JSONL, nothing else", lambda: [json.loads(x) for x in jsonl.splitlines()]
            ),
            Contestant(f"this batch, {DRAWS:,} draws, one seed", lambda: scored(some, draws=DRAWS), 0.1),
            Contestant(
                "parse and evaluate row by row, no draws",
                lambda: [alone(row) for row in made[:few]],
                few / rows,
            ),
        ],
        repeats=3,
    )


if __name__ == "__main__":
    run()
