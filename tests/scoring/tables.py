"""Random tables of findings, and their rows in words."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from frameworks.scoring import Framework, Table, framework_from, table_of
from frameworks.scoring.table import NOT_APPLICABLE, UNKNOWN
from frameworks.scoring.values import ANSWERS, STATE_CONDUCT
from tests.scoring.builders import framework, specification
from tests.scoring.oracle_numbers import Rated

DAYS = ("1950-01-01", "1999-03-24", "2001-09-11", "2001-09-12", "2022-02-24")
SEEDS = st.integers(0, 2**32 - 1)


NON_STATE_ATTACK = (
    *("state_conduct", "uses_force", "armed_attack_occurred", "host_unwilling_or_unable"),
    *("acting_state_attacked", "necessity_of_force", "proportionate_to_end"),
)
"""With every other fact answered no: self-defence against others than States, whose standing rose in 2001."""


def random_answers(rng: np.random.Generator, rows: int, unknown: float) -> NDArray[np.intp]:
    """Answers of which a share is unknown; attribution is never contested. Half are near a case of dated law."""
    codes = framework().fact_codes
    case = np.array([2 if code in NON_STATE_ATTACK else 0 for code in codes])
    near = (rng.random((rows, 1)) < 0.5) & (rng.random((rows, len(codes))) < 0.96)
    answers = np.where(near, case, rng.integers(0, 3, (rows, len(codes))))
    answers = np.where(~near & (rng.random((rows, len(codes))) < unknown), 3, answers)
    conduct = codes.index(STATE_CONDUCT)
    answers[:, conduct] = np.where(answers[:, conduct] == 1, 2, answers[:, conduct])
    return answers


def random_table(seed: int, rows: int, *, within: Framework | None = None, unknown: float = 0.1) -> Table:
    """Rows in which everything occurs: unknown, not applicable, every confidence, every kind of evidence."""
    used, rng = within or framework(), np.random.default_rng(seed)
    shape = (rows, len(used.criteria))
    optional = np.array([criterion.optional for criterion in used.criteria])
    levels = np.where(rng.random(shape) < 0.15, UNKNOWN, rng.integers(0, 5, shape))
    levels[rng.random(rows) < 0.05] = UNKNOWN
    harms = (rows, len(used.sovereignty))
    return table_of(
        used,
        as_of=rng.choice(np.array(DAYS, dtype="datetime64[D]"), rows),
        answers=random_answers(rng, rows, unknown),
        levels=np.where((rng.random(shape) < 0.2) & optional, NOT_APPLICABLE, levels),
        confidence=rng.integers(0, 3, shape),
        evidence=rng.choice(4, shape, p=(0.7, 0.1, 0.1, 0.1)),
        harms=np.where(rng.random(harms) < rng.choice((0, 0.3)), UNKNOWN, rng.integers(0, 5, harms)),
        harm_evidence=rng.choice(4, harms, p=(0.8, 0.05, 0.05, 0.1)),
    )


def facts_of(table: Table, row: int) -> dict[str, Any]:
    """The answers of a row in words."""
    codes = table.answers[row].tolist()
    return {fact: ANSWERS[code] for fact, code in zip(framework().fact_codes, codes, strict=True)}


def ratings_of(table: Table, row: int) -> dict[str, Rated]:
    """The ratings of a row in words."""
    words = {UNKNOWN: "unknown", NOT_APPLICABLE: "na"}
    columns = (table.levels[row], table.confidence[row], table.evidence[row])
    cells = zip(framework().criteria, *(column.tolist() for column in columns), strict=True)
    return {c.code: Rated(words.get(level, level), sure, best) for c, level, sure, best in cells}


@st.composite
def weighted(draw: st.DrawFn) -> Framework:
    """A framework of uneven weights, some of them zero, some of them equal, one dimension perhaps without any."""
    shares = st.sampled_from((0.0, 1.0, 1.0, 2.0, 0.3))
    across = {d.code: draw(shares) for d in framework().dimensions} | {"means": 1.0}
    criteria = {c.code: draw(shares) for c in framework().criteria}
    criteria |= {next(c.code for c in framework().criteria if c.dimension == d): 0.7 for d in across}
    return framework_from(specification(weights={"dimensions": across, "criteria": criteria}))
