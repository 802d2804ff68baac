"""The quick way takes nothing that the parser refuses, and reads what it takes as the parser does."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import pytest

from frameworks.batches import Plan, Scored, rows_score
from frameworks.batches.reading_csv import CsvReader
from frameworks.batches.reading_json import JsonReader
from tests.batches.rows import cells_of, codes, lines_of, plain_row, plan

pytestmark = [pytest.mark.once, pytest.mark.django_db]

WHY: tuple[Any, ...] = (None, "It was so.", "\u200b", 3)
LEVEL: tuple[Any, ...] = (0, 4, 5, 2.0, True, None, "unknown", "na", "3", [], {})
CONFIDENCE: tuple[Any, ...] = (None, "high", "High", [])
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
FACTS = ("state_conduct", "uses_force", "council_endorsed_afterwards", "consent_given", "nonsense")
RATINGS = ("host_failure", "diplomacy_exhausted", "threat_gravity", "sequencing", "territory", "nonsense")
OF_ROW: dict[str, tuple[Any, ...]] = {
    "as_of": ("1999-03-24", "1999-3-24", "1999-02-30", "19990324", None, 7),
    "standpoint": ("ex_post", "ex_ante", "later", None, 1),
    "id": ("a", "", "x" * 100, "x" * 101, None, 7, "a\nb", "é", "\ud800"),
    "framework": ("nato-2022",),
    "facts": ([], None, "x", {}),
    "ratings": ([], None, "x", {}),
    "sovereignty": ([], None, "x", {}),
}


def answers(key: str, values: Sequence[Any]) -> Iterator[Any]:
    """Each value by itself, and in an object with everything that may stand beside it, and what may not."""
    yield from values
    yield from ({}, {"why": "No answer."}, {key: values[0], "x": 1}, {key: values[0], "evidence": "B2"})
    yield {key: values[0], "evidence": [{"reliability": "C", "credibility": 3}]}
    yield from (
        {key: value} | ({} if why is None else {"why": why}) | ({} if sure is None else {"confidence": sure})
        for value, why, sure in product(values, WHY, CONFIDENCE)
    )


def odd() -> Iterator[Any]:
    """Small rows, each with one thing that may be odd."""
    for force in ("yes", "no"):
        base: dict[str, Any] = {"as_of": "1999-03-24", "facts": {"uses_force": force}}
        for code, answer in product(FACTS, answers("value", VALUE)):
            yield base | {"facts": base["facts"] | {code: answer}}
        for code, answer in product(RATINGS, answers("level", LEVEL)):
            yield base | {"ratings": {code: answer}}
        for answer in answers("level", LEVEL):
            yield base | {"sovereignty": {"territory": answer}}
        for name, values in OF_ROW.items():
            yield from (base | {name: value} for value in values)


def parsed(chosen: Plan, lines: bytes) -> Scored:
    """The rows by way of the parser alone."""
    with pytest.MonkeyPatch.context() as patch:
        for reader in (JsonReader, CsvReader):
            patch.setattr(reader, "_quick", lambda self, number, row: None)
        return rows_score(chosen, lines, 1)


@pytest.mark.parametrize(("framework", "standpoint"), [("nato-2022", "ex_post"), ("hlp-2004", "ex_ante")])
def test_json(framework: str, standpoint: str) -> None:
    chosen = plan(framework=framework, standpoint=standpoint, as_of="1999-03-24")
    lines = lines_of(odd())
    found = rows_score(chosen, lines, 1)
    assert found == parsed(chosen, lines)
    assert found.good > 100 and found.bad > 1000


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
    "x",
)
OTHERS = {
    "as_of": ("", "2001-01-01", "2001-1-1"),
    "standpoint": ("", "ex_ante", "later"),
    "id": ("", "x" * 101),
}


@pytest.mark.parametrize("standpoint", ["ex_post", "ex_ante"])
def test_csv(standpoint: str) -> None:
    plain = [f"{code}{key}" for code in RATINGS[:5] for key in ("", ".confidence", ".why")]
    names = ["id", "as_of", "standpoint", *FACTS[:4], *plain]
    rows = []
    for force, why, sure in product(("yes", "no", ""), ("", "No.", "\u200b"), ("", "low", "High")):
        base = dict.fromkeys(names, "") | {"uses_force": force}
        base |= {name: why for name in names if name.endswith(".why")}
        base |= {name: sure for name in names if name.endswith(".confidence")}
        for name in (*FACTS[:4], *RATINGS[:5]):
            rows += [base | {name: cell} for cell in CELLS]
        rows += [base | {name: cell} for name, cells in OTHERS.items() for cell in cells]
    chosen = plan(",".join(names).encode(), form="csv", standpoint=standpoint, as_of="1999-03-24")
    lines = "".join(",".join(row.values()) + "\n" for row in rows).encode()
    found = rows_score(chosen, lines, 1)
    assert found == parsed(chosen, lines)
    assert found.good > 100 and found.bad > 1000


def test_a_plain_row_takes_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the parser was asked")

    monkeypatch.setattr("frameworks.batches.reading.parse_findings", refuse)
    row = plain_row(random.Random(1))
    row["ratings"] |= {
        code: {"level": "na", "why": "No."} for code, optional in codes()["ratings"] if optional
    }
    row["facts"] |= {"uses_force": {"value": "no", "why": "An embargo."}}
    assert rows_score(plan(), json.dumps(row).encode(), 1).good == 1
    header, lines = cells_of([plain_row(random.Random(2))])
    assert rows_score(plan(header, form="csv"), lines, 1).good == 1
