"""The columns of results: what each is called, holds and means; and results as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from frameworks.batches.plan import Plan
from frameworks.compile import compile_framework
from frameworks.scoring.values import BANDS, HEADLINE, READINGS
from natoassess.web.formulas import harmless

QUANTILES = ("p05", "p50", "p95")

_ROW = (
    ("row", "integer", "The number of the row in the file, from 1 after a header, blank lines counted."),
    ("id", "text", "The row's own id, as it was given; empty where it gave none."),
    (
        "evaluation_id",
        "text",
        "SHA-256 of the input, the framework and the engine, as POST /score/ gives it.",
    ),
    ("as_of", "date", "The day by whose law the act is judged."),
)
_READINGS = (
    ("legality", "on the prevailing reading, which is the headline"),
    ("legality.if_attributed", "as if the act were a State's; empty where its attribution is known"),
    *((f"legality.readings.{name}", f"on the {name} reading") for name in READINGS),
)
_ENDS = (
    ("verdict", "The verdict %s: lawful, arguable, unlawful, undetermined or not_applicable."),
    ("at_least", "The least favourable verdict that the unknown facts leave, %s."),
    ("at_most", "The most favourable verdict that the unknown facts leave, %s."),
)
_ROUTE = "The legal tests that carry the prevailing verdict, in catalogue order."
_LEGITIMACY = (
    ("index", "number", "The index of legitimacy over what is rated, 0 to 100; empty where nothing is."),
    ("low", "number", "The index with everything unknown at its least."),
    ("high", "number", "The index with everything unknown at its most."),
    ("band", "text", "The band: low, mixed or high; empty where less than the framework's minimum is rated."),
    ("band_at_least", "text", "The band at the lower bound."),
    ("band_at_most", "text", "The band at the upper bound."),
    ("capped_by", "texts", "What holds the band below where the index alone would put it: kind:code:band."),
    ("coverage", "number", "The share of weight that is rated, 0 to 1."),
)
_DISTRIBUTION = (
    *((name, "number", f"The {int(name[1:])} % quantile of the index over the draws.") for name in QUANTILES),
    *((f"bands.{band}", "number", f"The share of draws in the band {band}.") for band in BANDS),
    ("error", "number", "The largest standard error of the shares of the bands."),
    ("draws", "integer", "How many draws were made."),
    ("seed", "integer", "The seed of the draws."),
)
_SOVEREIGNTY = (
    ("gross", "number", "The impact on sovereignty over what is rated, 0 to 100; empty where nothing is."),
    ("gross_low", "number", "The gross impact with everything unknown at its least."),
    ("gross_high", "number", "The gross impact with everything unknown at its most."),
    ("adjusted", "number", "The impact less what consent cures; empty where that is not determined."),
    ("adjusted_low", "number", "The least that the adjusted impact can be."),
    ("adjusted_high", "number", "The most that the adjusted impact can be."),
    ("coverage", "number", "The share of the kinds of harm that is rated, 0 to 1."),
    ("worst", "text", "The kind of harm of the highest level, the first of equals; empty without harm."),
)
_WARNINGS = "The codes of warnings about the law relied on, each once. They change no value."


class ResultColumn(NamedTuple):
    """One column of results: its dotted name in JSON and CSV alike, its type, and what it means."""

    name: str
    type: str
    meaning: str


def result_columns(plan: Plan) -> list[ResultColumn]:
    """The columns of the results of a plan, in order. Types: integer, number, text, date, texts (a list)."""
    columns = [ResultColumn(*column) for column in _ROW]
    for at, words in _READINGS:
        columns += [ResultColumn(f"{at}.{name}", "text", meaning % words) for name, meaning in _ENDS]
        if at.endswith(f".{HEADLINE}"):
            columns.append(ResultColumn(f"{at}.route", "texts", _ROUTE))
    columns += _below("legitimacy", _LEGITIMACY)
    if plan.draws:
        columns += _below("legitimacy.distribution", _DISTRIBUTION)
    columns += _below("sovereignty", _SOVEREIGNTY)
    for test in compile_framework(plan.framework).competence:
        words = f"The Alliance's own competence, {test.title}: yes, no, contested or unknown."
        columns.append(ResultColumn(f"competence.{test.code}", "text", words))
    return [*columns, ResultColumn("warnings", "texts", _WARNINGS)]


def _below(part: str, columns: Iterable[tuple[str, str, str]]) -> list[ResultColumn]:
    return [ResultColumn(f"{part}.{name}", kind, meaning) for name, kind, meaning in columns]


def results_csv(plan: Plan, lines: bytes, *, header: bool) -> bytes:
    """Lines of results as CSV in UTF-8, the names of the columns first where `header` asks for them.

    Lists are joined with spaces; null is an empty cell. An id that a spreadsheet would take for a formula is
    preceded by an apostrophe.
    """
    names = [column.name for column in result_columns(plan)]
    paths = [name.split(".") for name in names]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(names)
    writer.writerows(
        [_cell(result, path) for path in paths] for result in map(json.loads, lines.splitlines())
    )
    return out.getvalue().encode()


def _cell(result: Mapping[str, Any], path: list[str]) -> Any:
    value: Any = result
    for name in path:
        value = None if value is None else value[name]
    if isinstance(value, list):
        return " ".join(map(_word, value))
    return harmless(value) if path == ["id"] and value is not None else value


def _word(item: Any) -> str:
    return item if isinstance(item, str) else ":".join(item[name] for name in ("kind", "code", "band"))
