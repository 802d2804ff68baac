"""What is wrong with a file, told row by row and all at once; good rows go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from frameworks.batches import MOST_LINE, FindingsInvalid, plan_from, plan_make, plan_members, rows_score
from frameworks.batches.plan import PlanInvalid
from frameworks.stateless import score
from tests.batches.rows import DAY, faults, lines_of, plain_rows, plan, results, score_rows

pytestmark = [pytest.mark.once, pytest.mark.django_db]

GOOD = {"as_of": DAY, "facts": {"uses_force": "yes"}}


def refused(parameters: Mapping[str, Any], head: bytes = b"{}") -> dict[str, str]:
    with pytest.raises(FindingsInvalid) as error:
        plan_make(AnonymousUser(), parameters, head)
    return {fault.pointer: fault.detail for fault in error.value.faults}


def test_every_fault_of_every_row_is_told_in_the_words_of_a_single_request() -> None:
    bad = {
        "as_of": "soon",
        "facts": {"uses_forse": "yes", "state_conduct": "contested"},
        "ratings": {"threat_gravity": {"level": 9}, "host_failure": {"level": "na"}},
    }
    found = score_rows([GOOD, bad, GOOD])
    assert [result["row"] for result in results(found)] == [1, 3]
    assert (found.good, found.bad) == (2, 1)
    with pytest.raises(FindingsInvalid) as error:
        score(body={"framework": "nato-2022", **bad})
    assert faults(found) == {2: [(fault.pointer, fault.detail) for fault in error.value.faults]}
    assert len(faults(found)[2]) == 5


def test_what_holds_for_the_whole_batch_is_no_part_of_a_row() -> None:
    found = faults(score_rows([GOOD | {"seed": 7, "colour": "red"}]))
    assert found == {
        1: [
            ("/seed", "is given once for the whole batch, not in a row"),
            ("/colour", "unknown member"),
        ]
    }


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        (b"{", "is no JSON: Expecting property name enclosed in double quotes at character 2"),
        (b"[1]", 'must be an object such as {"as_of": "1999-03-24", "facts": {}}'),
        (b'{"id": NaN}', "is no JSON: NaN is no number in JSON"),
        (b'{"id": "\xe9"}', "is not UTF-8 (byte 9 of the line); save the file as UTF-8"),
        (b"[" * 100_000, "is nested too deeply"),
        (
            b'{"facts": {"uses_force": {"value": "yes", "provisions": ["\\ud800"]}}}',
            "holds half of a character (a lone surrogate)",
        ),
        (b'{"facts": {"\\uDFFF": "yes"}}', "holds half of a character (a lone surrogate)"),
        (b'{"id": "a", "standpoint": "\\u0000"}', "holds a null character"),
        (b'"' + b"x" * MOST_LINE + b'"', f"is longer than {MOST_LINE:,} bytes"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: bytes, detail: str) -> None:
    found = rows_score(plan(as_of=DAY), b"\n".join([b'{"facts": {}}', line, b"{}"]), 1)
    assert (found.good, faults(found)) == (2, {2: [("", detail)]})


def test_blank_lines_carriage_returns_a_mark_and_no_last_line_end() -> None:
    (row,) = plain_rows(1)
    line = json.dumps(row).encode()
    found = rows_score(plan(), b"\xef\xbb\xbf" + line + b"\r\n\r\n  \n" + line, 1)
    assert [result["row"] for result in results(found)] == [1, 4]
    assert found.bad == 0


@pytest.mark.parametrize("name", [7, "x" * 101, "two\nlines"])
def test_an_id_is_short_printable_text(name: object) -> None:
    detail = "must be text of at most 100 printable characters"
    assert faults(score_rows([GOOD | {"id": name}])) == {1: [("/id", detail)]}


def test_a_suggestion_does_not_depend_on_the_rows_before() -> None:
    row = GOOD | {"facts": {f"uses_forc{i}": "yes" for i in range(30)}}
    once, twice = faults(score_rows([row]))[1], faults(score_rows([row, row]))
    assert twice == {1: once, 2: once}
    assert sum("did you mean uses_force?" in detail for _, detail in once) == 20


# -- CSV --------------------------------------------------------------------------------------


def csv_faults(header: str, *lines: str) -> dict[int, list[dict[str, str]]]:
    body = "\n".join(lines).encode()
    chosen = plan(header.encode() + b"\n" + body, form="csv")
    found = rows_score(chosen, body, 1).faults.splitlines()
    return {line["row"]: line["errors"] for line in map(json.loads, found)}


def test_faults_of_a_csv_name_row_and_column() -> None:
    found = csv_faults(
        "id,as_of,uses_force,ratings.threat_gravity,threat_gravity.confidence,host_failure",
        "a,1999-03-24,yes,4,high,",
        "b,24.3.1999,maybe,5,sure,na",
        "c,1999-03-24,yes",
        'd,1999-03-24,"yes,4,high,',
    )
    told = [(error["pointer"], error["column"]) for error in found[2]]
    assert told == [
        ("/as_of", "as_of"),
        ("/facts/uses_force/value", "uses_force"),
        ("/ratings/threat_gravity/confidence", "threat_gravity.confidence"),
        ("/ratings/threat_gravity/level", "ratings.threat_gravity"),
        ("/ratings/host_failure/why", "host_failure"),
    ]
    assert found[3] == [{"pointer": "", "detail": "has 3 cells, the header 6"}]
    assert "its quotes must close on the same line" in found[4][0]["detail"]
    assert set(found) == {2, 3, 4}


def test_a_csv_as_spreadsheets_and_statistical_programs_write_it() -> None:
    header = b"\xef\xbb\xbfid;uses_force;threat_gravity;sequencing;sequencing.why\r\n"
    lines = b'1;"no";3.0;na;"it was; really"\r\n;;;;\r\n2; no ;"";;\r\n'
    found = results(rows_score(plan(header + lines, form="csv", as_of=DAY), lines, 1))
    told = [(result["row"], result["id"], result["legitimacy"]["index"]) for result in found]
    assert told == [(1, "1", 75.0), (3, "2", None)]


@pytest.mark.parametrize(
    ("header", "pointer", "detail"),
    [
        ("as_of,uses_forse", "/file/columns/1", "unknown column uses_forse; did you mean uses_force?"),
        (
            "as_of,uses_force,facts.uses_force",
            "/file/columns/2",
            "facts.uses_force is there twice: columns 2 and 3",
        ),
        ("as_of,uses_force,", "/file/columns/2", "column 3 has no name"),
        ("as_of,territory.why", "/file/columns/1", "territory.why needs a column territory beside it"),
        (
            "as_of,uses_force.confidence",
            "/file/columns/1",
            "unknown column uses_force.confidence; did you mean",
        ),
        ("id,as_of", "/file", "has no column of the catalogue"),
        ("uses_force", "/as_of", "is missing: give it for the whole batch"),
        ('as_of,"uses_force', "/file", "has a first line that is no CSV"),
        ("", "/file", "is empty"),
        ("\ufffeas_of", "/file", "has no column of the catalogue"),
        ('{"as_of": 1}', "/file", "looks like JSON"),
    ],
)
def test_a_header_is_checked_before_anything_is_scored(header: str, pointer: str, detail: str) -> None:
    found = refused({"form": "csv", "framework": "nato-2022"}, header.encode())
    assert found[pointer].startswith(detail)


@pytest.mark.parametrize(
    ("head", "detail"),
    [
        ("as_of,uses_force".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (b"PK\x03\x04rest", "is a workbook or an archive; save the table as CSV (UTF-8)"),
        (b"as_of,uses_force\r1999-03-24,yes\r", "ends its lines with CR alone; save it with LF or CRLF"),
        (b"as_of,caf\xe9\n", "is not UTF-8 in its first line (byte 10); save it as UTF-8"),
    ],
)
def test_a_file_of_another_kind_is_recognised(head: bytes, detail: str) -> None:
    assert refused({"form": "csv", "framework": "nato-2022"}, head) == {"/file": detail}


# -- the plan ---------------------------------------------------------------------------------


def test_every_fault_of_what_was_asked_is_told() -> None:
    found = refused(
        {"form": "xml", "framework": "nato-2023", "draws": -1, "seed": "x", "as_of": "1.1.", "colour": 1}
    )
    assert set(found) == {"/form", "/framework", "/draws", "/seed", "/as_of", "/colour"}
    assert set(refused({"form": "jsonl"})) == {"/framework"}


def test_without_a_framework_the_doctrine_of_the_day_applies() -> None:
    assert plan(framework=None, as_of="1999-05-01").framework.code == "nato-1999"


def test_a_plan_is_kept_and_read_back() -> None:
    chosen = plan(b"as_of;uses_force\n", form="csv", draws=10, seed=3, as_of=DAY, standpoint="ex_ante")
    members = json.loads(json.dumps(plan_members(chosen)))
    assert plan_from(members) == chosen
    members["framework"]["checksum"] = "sha256:another"
    with pytest.raises(PlanInvalid, match="no longer the one"):
        plan_from(members)


def test_lines_of_a_plan_with_a_day_need_none() -> None:
    assert score_rows([{"facts": {}}], as_of=DAY).good == 1
    assert faults(rows_score(plan(), lines_of([{}]), 1))[1][0][0] == "/as_of"
