"""Findings as columns: one array per kind of answer, one row per set of findings, no object per row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frameworks.scoring.confidence import CANNOT_BE_JUDGED, CONFIDENCE_ORDER, TOP, bound
from frameworks.scoring.findings import Findings, Rating
from frameworks.scoring.kernel import blocks
from frameworks.scoring.values import ANSWERS, STATE_CONDUCT, Framework

Codes = NDArray[np.int8]
Days = NDArray[np.datetime64]

UNKNOWN = -1
"""A rating nobody has made."""

NOT_APPLICABLE = -2
"""A criterion that does not apply."""

_CODE_OF: Mapping[str, int] = {answer: code for code, answer in enumerate(ANSWERS)}
_CONTESTED, _UNANSWERED = 1, 3
_MODERATE = 1
_ROWS_AT_ONCE = 1 << 11


class Row(NamedTuple):
    """One set of findings and the day it is judged."""

    findings: Findings
    as_of: date


@dataclass(frozen=True, slots=True)
class Table:
    """Findings of many rows under one framework, columns in catalogue order.

    Build it with `table_from` (rows of findings) or `table_of` (plain arrays).
    """

    answers: Codes
    """(rows, facts): 0 no, 1 contested, 2 yes, 3 unknown."""
    levels: Codes
    """(rows, criteria): 0 to 4, UNKNOWN or NOT_APPLICABLE."""
    confidence: Codes
    """(rows, criteria): the confidence stated, 0 high, 1 moderate, 2 low."""
    evidence: Codes
    """(rows, criteria): the best confidence the evidence allows, as above; 3 where it cannot be judged."""
    harms: Codes
    """(rows, sovereignty dimensions): 0 to 4 or UNKNOWN."""
    harm_evidence: Codes
    """(rows, sovereignty dimensions): as `evidence`."""
    as_of: Days
    """(rows,): the day each row is judged."""

    def __len__(self) -> int:
        return len(self.as_of)


def table_from(framework: Framework, rows: Iterable[Row]) -> Table:
    """The table of rows of findings that `parse_findings` has checked under the same framework."""
    kept = list(rows)
    criteria = [criterion.code for criterion in framework.criteria]
    harms = [harm.code for harm in framework.sovereignty]
    answers = np.full((len(kept), len(framework.fact_codes)), _UNANSWERED, dtype=np.int8, order="F")
    places = {code: place for place, code in enumerate(framework.fact_codes)}
    for i, row in enumerate(kept):
        for code, finding in row.findings.facts.items():
            answers[i, places[code]] = _CODE_OF[finding.value]
    ratings = rating_columns(criteria, [row.findings.ratings for row in kept])
    impacts = rating_columns(harms, [row.findings.sovereignty for row in kept])
    return Table(
        answers=answers,
        levels=ratings.levels,
        confidence=ratings.confidence,
        evidence=ratings.evidence,
        harms=impacts.levels,
        harm_evidence=impacts.evidence,
        as_of=np.array([row.as_of for row in kept], dtype="datetime64[D]"),
    )


class RatingColumns(NamedTuple):
    """Ratings as arrays of shape (rows, items), coded as in `Table`."""

    levels: Codes
    confidence: Codes
    evidence: Codes


def rating_columns(codes: Sequence[str], rows: Sequence[Mapping[str, Rating]]) -> RatingColumns:
    """The ratings of each row under `codes`, in their order; missing ones are unknown."""
    shape = (len(rows), len(codes))
    levels = np.full(shape, UNKNOWN, dtype=np.int8, order="F")
    confidence = np.full(shape, _MODERATE, dtype=np.int8, order="F")
    evidence = np.zeros(shape, dtype=np.int8, order="F")
    places = {code: place for place, code in enumerate(codes)}
    for i, ratings in enumerate(rows):
        for code, rating in ratings.items():
            place = places[code]
            if rating.level is not None:
                levels[i, place] = NOT_APPLICABLE if rating.level == "na" else rating.level
            confidence[i, place] = CONFIDENCE_ORDER.index(rating.confidence)
            if rating.evidence:
                evidence[i, place] = bound(rating.evidence)
    return RatingColumns(levels, confidence, evidence)


def table_of(
    framework: Framework,
    *,
    as_of: date | ArrayLike,
    answers: ArrayLike | None = None,
    levels: ArrayLike | None = None,
    confidence: ArrayLike | None = None,
    evidence: ArrayLike | None = None,
    harms: ArrayLike | None = None,
    harm_evidence: ArrayLike | None = None,
) -> Table:
    """The table of plain arrays, coded and shaped as in `Table`; `as_of` one day or one per row.

    What is left out is unknown, of moderate confidence and without evidence. What holds between answers (that
    criteria of last resort apply where force was used) is the caller's to keep. Raises ValueError for a shape
    or a code that cannot be, naming the array, the row and the column.
    """
    given = (answers, levels, confidence, evidence, harms, harm_evidence)
    rows = next(
        (len(np.asarray(part)) for part in given if part is not None),
        np.asarray(as_of, dtype="datetime64[D]").size,
    )
    facts, criteria, kinds = framework.fact_codes, framework.criteria, framework.sovereignty
    optional = np.array([NOT_APPLICABLE if criterion.optional else UNKNOWN for criterion in criteria])
    checked = _coded("answers", answers, (rows, len(facts)), _UNANSWERED, (0, _UNANSWERED))
    conduct = checked[:, facts.index(STATE_CONDUCT)]
    if (conduct == _CONTESTED).any():
        row = int((conduct == _CONTESTED).argmax())
        raise ValueError(f"answers: row {row}: {STATE_CONDUCT} is yes, no or unknown, never contested")
    return Table(
        answers=checked,
        levels=_coded("levels", levels, (rows, len(criteria)), UNKNOWN, (optional, TOP)),
        confidence=_coded("confidence", confidence, (rows, len(criteria)), _MODERATE, (0, 2)),
        evidence=_coded("evidence", evidence, (rows, len(criteria)), 0, (0, CANNOT_BE_JUDGED)),
        harms=_coded("harms", harms, (rows, len(kinds)), UNKNOWN, (UNKNOWN, TOP)),
        harm_evidence=_coded("harm_evidence", harm_evidence, (rows, len(kinds)), 0, (0, CANNOT_BE_JUDGED)),
        as_of=days_of(as_of, rows),
    )


def days_of(as_of: date | ArrayLike, rows: int) -> Days:
    """One day, or one per row, as days (rows,). Raises ValueError for another number of days, or none at all."""
    days = np.asarray(as_of, dtype="datetime64[D]")
    if days.ndim > 1 or days.size not in (1, rows) or np.isnat(days).any():
        raise ValueError(f"as_of: must be one day or {rows}, none of them missing")
    return np.broadcast_to(days.reshape(-1), (rows,))


def _coded(
    name: str,
    given: ArrayLike | None,
    shape: tuple[int, int],
    default: int,
    limits: tuple[int | NDArray[np.intp], int],
) -> Codes:
    """The array as small integers, every code from the lower limit (one, or one per column) to the upper."""
    if given is None:
        return np.broadcast_to(np.int8(default), shape)
    array = np.asarray(given)
    if array.shape != shape or array.dtype.kind not in "iu":
        raise ValueError(
            f"{name}: must be whole numbers of shape {shape}, not {array.dtype} of {array.shape}"
        )
    if array.size and (array.min() < np.max(limits[0]) or array.max() > limits[1]):
        _refuse(name, array, limits)
    return _by_column(array)


def _refuse(name: str, array: NDArray[Any], limits: tuple[int | NDArray[np.intp], int]) -> None:
    """Raises ValueError for the first code that is not within its limits, if there is one."""
    wrong = (array < limits[0]) | (array > limits[1])
    if wrong.any():
        row, column = (int(place[0]) for place in np.nonzero(wrong))
        low = int(np.broadcast_to(limits[0], array.shape[1:])[column])
        raise ValueError(
            f"{name}: row {row}, column {column}: {array[row, column]} is not from {low} to {limits[1]}"
        )


def _by_column(array: NDArray[Any]) -> Codes:
    """The same as small integers, each column in one piece, which is how the kernel reads."""
    columns = np.empty(array.shape, dtype=np.int8, order="F")
    for block in blocks(len(array), _ROWS_AT_ONCE):
        # Narrowed before they are turned round, so that what is turned fits the cache.
        columns[block] = array[block].astype(np.int8)
    return columns
