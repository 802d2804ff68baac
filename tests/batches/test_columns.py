"""Results as CSV, and the columns as they are told; a file scored offline."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from frameworks.batches import result_columns, results_csv, rows_score
from tests.batches.rows import DAY, lines_of, plain_rows, plan

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def flat(value: Any, at: str = "") -> dict[str, Any]:
    """The leaves of a result by dotted name."""
    if not isinstance(value, dict):
        return {at: value}
    return {
        name: leaf
        for key, each in value.items()
        for name, leaf in flat(each, f"{at}.{key}" if at else key).items()
    }


@pytest.mark.parametrize("draws", [0, 20])
def test_every_member_of_a_result_is_a_column_in_order_and_each_cell_its_value(draws: int) -> None:
    rows = plain_rows(30)
    rows[0]["facts"]["state_conduct"] = "unknown"
    chosen = plan(draws=draws, seed=1)
    found = rows_score(chosen, lines_of(rows), 1).results
    table = list(csv.reader(results_csv(chosen, found, header=True).decode().splitlines()))
    columns = result_columns(chosen)
    assert table[0] == [column.name for column in columns]
    results = [flat(json.loads(line)) for line in found.splitlines()]
    full = next(one for one in results if "legality.if_attributed.verdict" in one)
    assert [name for name in full if draws or name != "legitimacy.distribution"] == table[0]
    for cells, result in zip(table[1:], results, strict=True):
        for column, cell in zip(columns, cells, strict=True):
            value = result.get(column.name)
            if column.type == "texts":
                assert len(cell.split()) == len(result[column.name])
            else:
                assert cell == ("" if value is None else str(value))


def test_an_id_never_becomes_a_formula() -> None:
    chosen = plan(as_of=DAY)
    found = rows_score(chosen, lines_of([{"id": "=1+1"}]), 1).results
    assert results_csv(chosen, found, header=False).startswith(b"1,'=1+1,")


def test_a_file_is_scored_offline_and_its_faults_told(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_bytes(lines_of([*plain_rows(3), {"facts": {"uses_forse": "yes"}, "as_of": DAY}]))
    out, faults = tmp_path / "results.csv", tmp_path / "faults.jsonl"
    with pytest.raises(CommandError, match="3 rows scored, 1 with faults") as error:
        call_command("score_rows", rows, framework="nato-2022", out=out, faults=faults)
    assert error.value.returncode == 1
    assert [line[:2] for line in out.read_text().splitlines()[1:]] == ["1,", "2,", "3,"]
    assert "did you mean uses_force?" in json.loads(faults.read_text())["errors"][0]["detail"]
    with pytest.raises(CommandError, match="Nothing was scored") as error:
        call_command("score_rows", rows, framework="nato-2023", out=out)
    assert error.value.returncode == 2
