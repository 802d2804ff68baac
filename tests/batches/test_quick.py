"""The quick way takes nothing that the parser refuses, and reads what it takes as the parser does."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks.batches import Plan, Scored, rows_score
from frameworks.batches.reading_csv import CsvReader
from frameworks.batches.reading_json import JsonReader
from tests.batches.rows import cells_of, codes, lines_of, plain_row, plan

pytestmark = [pytest.mark.once, pytest.mark.django_db]

WHY = st.sampled_from(("It was so.", "", "\u200b", None, 3))
LEVEL: st.SearchStrategy[Any] = st.sampled_from(
    (0, 3, 4, 5, -1, 2.0, True, False, None, "unknown", "na", "3", [], {})
)
CONFIDENCE: st.SearchStrategy[Any] = st.sampled_from(("high", "low", "High", None, 1, []))
VALUE: st.SearchStrategy[Any] = st.sampled_from(
    ("yes", "no", "contested", "unknown", "Yes", "", None, True, 1, [], {}, {"value": "yes"})
)
EVIDENCE = st.just([{"reliability": "C", "credibility": 3}])
FACT = st.fixed_dictionaries(
    {},
    optional={"value": VALUE, "why": WHY, "fixed": st.booleans(), "evidence": EVIDENCE, "x": st.just(1)},
)
RATING = st.fixed_dictionaries(
    {}, optional={"level": LEVEL, "confidence": CONFIDENCE, "why": WHY, "evidence": EVIDENCE, "x": st.just(1)}
)
FEW = ("state_conduct", "uses_force", "council_endorsed_afterwards", "consent_given", "nonsense")
SOME = ("host_failure", "diplomacy_exhausted", "threat_gravity", "sequencing", "territory", "nonsense")
SETTING: dict[str, Any] = {
    "as_of": st.sampled_from(("1999-03-24", "1999-3-24", "1999-02-30", "19990324", None, 7, "2030-01-01")),
    "standpoint": st.sampled_from(("ex_post", "ex_ante", "later", None, 1)),
    "id": st.sampled_from(("a", "", "x" * 100, "x" * 101, None, 7, "a\nb", "é", "\ud800")),
    "framework": st.just("nato-2022"),
    "colour": st.just("red"),
}


@st.composite
def rows(draw: st.DrawFn) -> Any:
    """A plain row with some answers in the place of its own, most of them odd."""
    row = plain_row(random.Random(draw(st.integers(0, 999))))  # noqa: S311 — not for secrets
    row["facts"] |= draw(st.dictionaries(st.sampled_from(FEW), st.one_of(VALUE, FACT), max_size=2))
    row["ratings"] |= draw(st.dictionaries(st.sampled_from(SOME), st.one_of(RATING, LEVEL), max_size=2))
    row["sovereignty"] |= draw(st.dictionaries(st.sampled_from(SOME), RATING, max_size=1))
    row |= draw(st.fixed_dictionaries({}, optional=SETTING)) if draw(st.booleans()) else {}
    parts = st.sampled_from(("facts", "ratings", "sovereignty"))
    row |= draw(st.dictionaries(parts, st.sampled_from(([], None, "x", {})), max_size=1))
    return row


def parsed(chosen: Plan, lines: bytes) -> Scored:
    """The rows by way of the parser alone."""
    with pytest.MonkeyPatch.context() as patch:
        for reader in (JsonReader, CsvReader):
            patch.setattr(reader, "_quick", lambda self, number, row: None)
        return rows_score(chosen, lines, 1)


@settings(max_examples=20, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=12), st.sampled_from(("nato-2022", "hlp-2004")), st.booleans())
def test_json(drawn: list[Any], framework: str, early: bool) -> None:
    chosen = plan(framework=framework, standpoint="ex_ante" if early else "ex_post", as_of="1999-03-24")
    lines = lines_of(drawn)
    assert rows_score(chosen, lines, 1) == parsed(chosen, lines)


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


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_csv(data: st.DataObject) -> None:
    rng = random.Random(data.draw(st.integers(0, 999)))  # noqa: S311 — not for secrets
    header, lines = cells_of([plain_row(rng) for _ in range(8)])
    names = header.decode().strip().split(",") + ["sequencing.why", "host_failure.why", "standpoint"]
    table = [line.split(",") + ["", "Never asked.", ""] for line in lines.decode().splitlines()]
    odd = [
        *FEW[:3],
        *SOME[:4],
        "host_failure.confidence",
        "territory",
        "sequencing.why",
        "as_of",
        "standpoint",
    ]
    for row in table:
        for name in data.draw(st.lists(st.sampled_from(odd), max_size=3)):
            row[names.index(name)] = data.draw(st.sampled_from((*CELLS, "ex_ante", "2001-01-01", "2001-1-1")))
    head = ",".join(names).encode() + b"\n"
    chosen = plan(head, form="csv")
    body = b"".join(",".join(row).encode() + b"\n" for row in table)
    assert rows_score(chosen, body, 1) == parsed(chosen, body)


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
