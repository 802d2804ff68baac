"""The columns of results: what each is called, holds and means; and results as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from frameworks.batches.plan import Plan
from frameworks.compile import compile_framework
from frameworks.scoring.values import HEADLINE, READINGS

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would take for a formula."""

_VERDICT = "lawful, arguable, unlawful, undetermined or not_applicable"
_BAND = "low, mixed or high"


class ResultColumn(NamedTuple):
    """One column of results: its dotted name in JSON and CSV alike, its type, and what it means."""

    name: str
    type: str
    meaning: str


def result_columns(plan: Plan) -> list[ResultColumn]:
    """The columns of the results of a plan, in order. Types: integer, number, text, date, texts (a list)."""
    return [
        ResultColumn(*column) for part in (_row, _legality, _legitimacy, _impact) for column in part(plan)
    ]


def _row(plan: Plan) -> Iterator[tuple[str, str, str]]:
    yield "row", "integer", "The number of the row in the file, from 1 after a header, blank lines counted."
    yield "id", "text", "The row's own id, as it was given; empty where it gave none."
    yield (
        "evaluation_id",
        "text",
        "SHA-256 of the input, the framework and the engine; what POST /score/ gives.",
    )
    yield "as_of", "date", "The day by whose law the act is judged."


def _legality(plan: Plan) -> Iterator[tuple[str, str, str]]:
    readings = [("legality", "on the prevailing reading, which is the headline")]
    readings.append(
        ("legality.if_attributed", "as if the act were a State's; empty where its attribution is known")
    )
    readings += [(f"legality.readings.{name}", f"on the {name} reading") for name in READINGS]
    for name, words in readings:
        yield f"{name}.verdict", "text", f"The verdict {words}: {_VERDICT}."
        yield (
            f"{name}.at_least",
            "text",
            f"The least favourable verdict that the unknown facts leave, {words}.",
        )
        yield f"{name}.at_most", "text", f"The most favourable verdict that the unknown facts leave, {words}."
        if name == f"legality.readings.{HEADLINE}":
            yield (
                f"{name}.route",
                "texts",
                "The legal tests that carry the prevailing verdict, in catalogue order.",
            )
    for test in compile_framework(plan.framework).competence:
        yield (
            f"competence.{test.code}",
            "text",
            f"The Alliance's own competence, {test.title}: yes, no, contested, unknown.",
        )


def _legitimacy(plan: Plan) -> Iterator[tuple[str, str, str]]:
    at = "legitimacy"
    yield (
        f"{at}.index",
        "number",
        "The index of legitimacy over what is rated, 0 to 100; empty where nothing is.",
    )
    yield f"{at}.low", "number", "The index with everything unknown at its least."
    yield f"{at}.high", "number", "The index with everything unknown at its most."
    yield f"{at}.band", "text", f"The band: {_BAND}; empty where less than the framework's minimum is rated."
    yield f"{at}.band_at_least", "text", "The band at the lower bound."
    yield f"{at}.band_at_most", "text", "The band at the upper bound."
    yield (
        f"{at}.capped_by",
        "texts",
        "What holds the band below where the index alone would put it: kind:code:band.",
    )
    yield f"{at}.coverage", "number", "The share of weight that is rated, 0 to 1."
    if plan.draws:
        for name in ("p05", "p50", "p95"):
            yield (
                f"{at}.distribution.{name}",
                "number",
                f"The {int(name[1:])} % quantile of the index over the draws.",
            )
        for band in ("low", "mixed", "high"):
            yield f"{at}.distribution.bands.{band}", "number", f"The share of draws in the band {band}."
        yield f"{at}.distribution.error", "number", "The largest standard error of the shares of the bands."
        yield f"{at}.distribution.draws", "integer", "How many draws were made."
        yield f"{at}.distribution.seed", "integer", "The seed of the draws."


def _impact(plan: Plan) -> Iterator[tuple[str, str, str]]:
    at = "sovereignty"
    yield (
        f"{at}.gross",
        "number",
        "The impact on sovereignty over what is rated, 0 to 100; empty where nothing is.",
    )
    yield f"{at}.gross_low", "number", "The gross impact with everything unknown at its least."
    yield f"{at}.gross_high", "number", "The gross impact with everything unknown at its most."
    yield (
        f"{at}.adjusted",
        "number",
        "The impact less what consent cures; empty where that is not determined.",
    )
    yield f"{at}.adjusted_low", "number", "The least that the adjusted impact can be."
    yield f"{at}.adjusted_high", "number", "The most that the adjusted impact can be."
    yield f"{at}.coverage", "number", "The share of the kinds of harm that is rated, 0 to 1."
    yield (
        f"{at}.worst",
        "text",
        "The kind of harm of the highest level, the first of equals; empty without harm.",
    )
    yield (
        "warnings",
        "texts",
        "The codes of warnings about the law relied on, each once. They change no value.",
    )


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
    if path == ["id"] and value is not None and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _word(item: Any) -> str:
    return item if isinstance(item, str) else ":".join(item[name] for name in ("kind", "code", "band"))
