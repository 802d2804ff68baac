"""The quick way takes nothing that the parser refuses, and reads what it takes as the parser does."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.batches import Plan, Scored, rows_score
from frameworks.batches.reading_csv import CsvReader
from frameworks.batches.reading_json import JsonReader
from tests.batches.rows import cells_of, codes, lines_of, plain_row, plan
from tests.scoring.tables import SEEDS

pytestmark = [pytest.mark.once, pytest.mark.django_db]

WHY: tuple[Any, ...] = ("It was so.", "", "\u200b", None, 3)
LEVEL: tuple[Any, ...] = (0, 3, 4, 5, -1, 2.0, True, False, None, "unknown", "na", "3", [], {})
CONFIDENCE: tuple[Any, ...] = ("high", "low", "High", None, 1, [])
VALUE: tuple[Any, ...] = (
    "yes",
    "no",
    "contested",
    "unknown",
    "Yes",
    "",
    None,
    True,
    1,
    [],
    {},
    {"value": "yes"},
)
EVIDENCE: tuple[Any, ...] = ([], [{"reliability": "C", "credibility": 3}], "B2")
BESIDE = {"why": WHY, "evidence": EVIDENCE, "x": (1,)}
FEW = ("state_conduct", "uses_force", "council_endorsed_afterwards", "consent_given", "nonsense")
SOME = ("host_failure", "diplomacy_exhausted", "threat_gravity", "sequencing", "territory", "nonsense")
SETTING: dict[str, tuple[Any, ...]] = {
    "as_of": ("1999-03-24", "1999-3-24", "1999-02-30", "19990324", None, 7, "2030-01-01"),
    "standpoint": ("ex_post", "ex_ante", "later", None, 1),
    "id": ("a", "", "x" * 100, "x" * 101, None, 7, "a\nb", "é", "\ud800"),
    "framework": ("nato-2022",),
    "colour": ("red",),
    "facts": ([], None, "x", {}),
    "ratings": ([], None, "x", {}),
    "sovereignty": ([], None, "x", {}),
}


def some_of(rng: random.Random, members: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Some of the members, each with one of its values."""
    return {name: rng.choice(values) for name, values in members.items() if rng.random() < 0.5}


def odd(rng: random.Random) -> Any:
    """A plain row with an answer or two in the place of its own, most of them odd."""
    row = plain_row(rng)
    for _ in range(rng.choice((1, 1, 2))):
        part = rng.choice(("facts", "ratings", "sovereignty", "row"))
        if part == "row":
            row |= {name: rng.choice(SETTING[name]) for name in (rng.choice(list(SETTING)),)}
        elif isinstance(row[part], dict):
            members = {"value": VALUE} if part == "facts" else {"level": LEVEL, "confidence": CONFIDENCE}
            bare = rng.choice(VALUE if part == "facts" else LEVEL)
            answer = bare if rng.random() < 0.5 else some_of(rng, {**members, **BESIDE})
            row[part][rng.choice(FEW if part == "facts" else SOME)] = answer
    return row


def parsed(chosen: Plan, lines: bytes) -> Scored:
    """The rows by way of the parser alone."""
    with pytest.MonkeyPatch.context() as patch:
        for reader in (JsonReader, CsvReader):
            patch.setattr(reader, "_quick", lambda self, number, row: None)
        return rows_score(chosen, lines, 1)


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.sampled_from(("nato-2022", "hlp-2004")), st.booleans())
def test_json(seed: int, framework: str, early: bool) -> None:
    rng = random.Random(seed)  # noqa: S311 — not for secrets
    chosen = plan(framework=framework, standpoint="ex_ante" if early else "ex_post", as_of="1999-03-24")
    lines = lines_of(odd(rng) for _ in range(150))
    found = rows_score(chosen, lines, 1)
    assert found == parsed(chosen, lines)
    assert found.good and found.bad


CELLS = (
    "yes",
    "no",
    "contested",
    "unknown",
    "Yes",
    " yes ",
    "",
    "0",
    "3.0",
    "3.5",
    "5",
    "-1",
    "na",
    " na",
    "high",
    "x",
)


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.booleans())
def test_csv(seed: int, early: bool) -> None:
    rng = random.Random(seed)  # noqa: S311 — not for secrets
    header, lines = cells_of([plain_row(rng) for _ in range(100)])
    names = header.decode().strip().split(",") + ["sequencing.why", "host_failure.why", "standpoint"]
    table = [
        line.split(",") + ["", rng.choice(("No.", "\u200b", "")), ""] for line in lines.decode().splitlines()
    ]
    named = [*FEW[:3], *SOME[:5], "host_failure.confidence", "sequencing.why", "as_of", "standpoint"]
    for row in table:
        for name in rng.choices(named, k=rng.randrange(3)):
            row[names.index(name)] = rng.choice((*CELLS, "na", "na", "ex_ante", "2001-01-01", "2001-1-1"))
    chosen = plan(
        ",".join(names).encode() + b"\n",
        form="csv",
        standpoint="ex_ante" if early else "ex_post",
        as_of="1999-03-24",
    )
    body = b"".join(",".join(row).encode() + b"\n" for row in table)
    found = rows_score(chosen, body, 1)
    assert found == parsed(chosen, body)
    assert found.good and found.bad


def test_a_plain_row_takes_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the parser was asked")

    monkeypatch.setattr("frameworks.batches.reading.parse_findings", refuse)
    row = plain_row(random.Random(1))  # noqa: S311 — not for secrets
    row["ratings"] |= {
        code: {"level": "na", "why": "No."} for code, optional in codes()["ratings"] if optional
    }
    row["facts"] |= {"uses_force": {"value": "no", "why": "An embargo."}}
    assert rows_score(plan(), json.dumps(row).encode(), 1).good == 1
    header, lines = cells_of([plain_row(random.Random(2))])  # noqa: S311 — not for secrets
    assert rows_score(plan(header, form="csv"), lines, 1).good == 1
