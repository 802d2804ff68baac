"""Every form of file read back: hostile texts, every kind of value, the same bytes twice."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework import serializers

from natoassess.web.rows import FORMS, Columns, FormMissing, Kind, TooManyRows, columns_of
from natoassess.web.rows.xlsx import MOST_UNITS, parts
from tests.rows.reading import READERS, flat, jsonl_read

pytestmark = pytest.mark.once  # no database


class PlaceSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)


class EntrySerializer(serializers.Serializer[Any]):
    text = serializers.CharField(allow_null=True, help_text="Any text.")
    whole = serializers.IntegerField()
    number = serializers.FloatField()
    is_so = serializers.BooleanField()
    day = serializers.DateField(allow_null=True)
    moment = serializers.DateTimeField()
    word = serializers.ChoiceField([("a", "The first"), ("b", "The second")])
    place = PlaceSerializer(allow_null=True)
    places = PlaceSerializer(many=True)
    texts = serializers.ListField(child=serializers.CharField())
    anything = serializers.JSONField()
    made = serializers.SerializerMethodField()
    secret = serializers.CharField(write_only=True)

    def get_made(self, row: Any) -> int | None:
        return None


def row(**given: Any) -> dict[str, Any]:
    """A row as the API has it."""
    plain = {
        "text": "plain",
        "whole": 1,
        "number": 0.5,
        "is_so": True,
        "day": "1999-03-24",
        "moment": "2026-11-23T06:00:00.123456Z",
        "word": "a",
        "place": {"name": "Pristina", "rank": None},
        "places": [],
        "texts": ["one"],
        "anything": {"a": [1, None]},
        "made": None,
    }
    return plain | given


COLUMNS = columns_of(EntrySerializer(many=True))
HOSTILE = [
    "=1+1",
    "+49 30",
    "-1",
    "@SUM(A1)",
    "\tindented",
    "\rreturned",
    "'quoted",
    "''twice",
    'she said "no"',
    "one, two",
    "first\nsecond\r\nthird",
    "\x01\x1f control",
    "_x0041_",
    "<r><t>markup</t></r>",
    "http://example.org",
    "  blanks  ",
    "🕊️ and שלום and \u2028",
    "mailto:a@example.org",
    "x" * (MOST_UNITS + 1),
    "🕊" * 20_000,
]


def file(form: str, rows: list[dict[str, Any]], columns: Columns = COLUMNS) -> bytes:
    return b"".join(FORMS[form].write(columns, rows))


def test_columns_follow_the_serializer() -> None:
    kinds = {column.name: (column.kind, column.nullable) for column in COLUMNS}
    assert kinds == {
        "text": (Kind.TEXT, True),
        "whole": (Kind.WHOLE, False),
        "number": (Kind.NUMBER, False),
        "is_so": (Kind.BOOLEAN, False),
        "day": (Kind.DAY, True),
        "moment": (Kind.MOMENT, False),
        "word": (Kind.TEXT, False),
        "place.name": (Kind.TEXT, True),
        "place.rank": (Kind.WHOLE, True),
        "places": (Kind.JSON, False),
        "texts": (Kind.JSON, False),
        "anything": (Kind.JSON, False),
        "made": (Kind.WHOLE, True),
    }
    by_name = {column.name: column for column in COLUMNS}
    assert by_name["word"].choices == (("a", "The first"), ("b", "The second"))
    assert by_name["text"].meaning == "Any text."


@pytest.mark.parametrize(
    ("fields", "omit", "left"),
    [
        ({"text": {}, "place": {}}, {}, ("text", "place.name", "place.rank")),
        ({"place": {"rank": {}}, "places": {"name": {}}}, {}, ("place.rank", "places")),
        (
            {},
            {name: {} for name in COLUMNS.names if "." not in name} | {"place": {"name": {}}},
            ("place.rank",),
        ),
        ({}, {"place": {}, "places": {"name": {}}}, tuple(n for n in COLUMNS.names if "place." not in n)),
    ],
)
def test_columns_follow_what_is_asked_for(fields: Any, omit: Any, left: tuple[str, ...]) -> None:
    assert COLUMNS.narrowed(fields, omit).names == left


@pytest.mark.parametrize("form", READERS)
def test_hostile_texts_come_back(form: str) -> None:
    rows = [row(text=text, texts=[text], place={"name": text, "rank": 1}) for text in HOSTILE]
    rows += [row(place=None, day=None, text=None), row(day="1863-04-24"), row(day="1900-03-01")]
    rows += [row(whole=2**53 + 1, number=0.1 + 0.2), row(whole=-7, number=-1e-300, is_so=False)]
    assert READERS[form](COLUMNS, file(form, rows)) == [flat(one, COLUMNS) for one in rows]


def test_lines_of_json_are_the_rows_themselves() -> None:
    rows = [row(text=text, places=[{"name": text, "rank": 1}]) for text in HOSTILE]
    assert jsonl_read(file("jsonl", rows)) == rows


def test_csv_shields_texts_and_nothing_else() -> None:
    content = file("csv", [row(text="=A1", whole=-3, number=-0.5, texts=["=A1"])]).decode()
    assert content.split("\r\n")[1].startswith("'=A1,-3,-0.5,true,1999-03-24,")
    assert '"[""=A1""]"' in content


def test_csv_tells_null_from_an_empty_text() -> None:
    content = file("csv", [row(text=None), row(text="")]).decode().split("\r\n")
    assert content[1].startswith(",1,")
    assert content[2].startswith('"",1,')


def test_a_row_of_one_empty_cell_is_still_a_line() -> None:
    columns = Columns((COLUMNS.each[0],))
    content = file("csv", [row(text=None), row(text="b")], columns)
    assert [line["text"] for line in READERS["csv"](columns, content)] == [None, "b"]


def test_a_workbook_holds_dates_and_no_formulas() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    content = file(
        "xlsx", [row(text="=1+1", day="1999-03-24"), row(text="http://a.example", day="1863-04-24")]
    )
    sheet = load_workbook(BytesIO(content))["Rows"]
    assert [cell.data_type for cell in sheet[2]][:5] == ["s", "n", "n", "b", "d"]
    assert sheet["E2"].value == datetime(1999, 3, 24)  # noqa: DTZ001  Excel knows no time zones
    assert sheet["E3"].value == "1863-04-24"
    assert all(cell.hyperlink is None for line in sheet.iter_rows() for cell in line)


def test_long_texts_are_cut_between_characters() -> None:
    text = "🕊" * 20_000
    assert "".join(parts(text)) == text
    assert all(len(part.encode("utf-16-le")) // 2 <= MOST_UNITS for part in parts(text))


def test_parquet_is_typed() -> None:
    import io

    from pyarrow import parquet

    schema = parquet.read_schema(io.BytesIO(file("parquet", [row()])))
    assert [
        str(schema.field(name).type) for name in ("text", "whole", "number", "is_so", "day", "moment")
    ] == [
        "string",
        "int64",
        "double",
        "bool",
        "date32[day]",
        "timestamp[us, tz=UTC]",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_rows_give_the_same_bytes(form: str) -> None:
    assert file(form, [row(), row(text=None)]) == file(form, [row(), row(text=None)])


@pytest.mark.parametrize("form", FORMS)
def test_a_list_of_nothing_is_a_file(form: str) -> None:
    content = file(form, [])
    assert (jsonl_read(content) if form == "jsonl" else READERS[form](COLUMNS, content)) == []


def test_a_workbook_refuses_more_rows_than_it_holds() -> None:
    with pytest.raises(TooManyRows, match="1,048,575 rows at most.*csv or jsonl"):
        FORMS["xlsx"].refuse_more(1_048_576)
    FORMS["csv"].refuse_more(1_048_576)


def test_a_form_without_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("natoassess.web.rows.forms.find_spec", lambda name: None)
    with pytest.raises(
        FormMissing, match="pyarrow, which is not installed here. There are: csv, xlsx, jsonl"
    ):
        list(FORMS["parquet"].write(COLUMNS, []))


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
EDGES = st.sampled_from(HOSTILE[:17])
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001  made UTC below
    lambda moment: moment.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")
)
ROWS = st.lists(
    st.builds(
        row,
        text=st.none() | TEXTS | EDGES,
        whole=st.integers(),
        number=st.floats(allow_nan=False, allow_infinity=False),
        is_so=st.booleans(),
        day=st.none() | st.dates(date(1800, 1, 1)).map(date.isoformat),
        moment=MOMENTS,
        place=st.none() | st.fixed_dictionaries({"name": TEXTS | EDGES, "rank": st.none() | st.integers()}),
        anything=st.recursive(
            st.none() | st.booleans() | st.integers() | TEXTS,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
            max_leaves=5,
        ),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=timedelta(seconds=2))
@given(ROWS)
def test_whatever_stands_in_csv_is_read_back(rows: list[dict[str, Any]]) -> None:
    read = READERS["csv"](COLUMNS, file("csv", rows))
    assert json.dumps(read) == json.dumps([flat(one, COLUMNS) for one in rows])
