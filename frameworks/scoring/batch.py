"""Many rows at once: arrays in, arrays out, no object per row. A single assessment is a batch of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from frameworks.scoring.canonical import SEED_LIMIT
from frameworks.scoring.legality import LegalityScores, legality_scores
from frameworks.scoring.legitimacy import LegitimacyScores, legitimacy_scores, scale_of
from frameworks.scoring.robustness import DistributionScores, distribution_scores
from frameworks.scoring.sovereignty import SovereigntyScores, sovereignty_scores
from frameworks.scoring.table import RatingColumns, Table, days_of
from frameworks.scoring.values import Framework

MOST_DRAWS = 100_000


@dataclass(frozen=True, slots=True)
class Scores:
    """The three answers of many rows, as arrays; `distribution` is None without draws."""

    legality: LegalityScores
    legitimacy: LegitimacyScores
    sovereignty: SovereigntyScores
    distribution: DistributionScores | None


def score_many(
    framework: Framework,
    table: Table,
    *,
    as_of: date | ArrayLike | None = None,
    draws: int = 0,
    seed: int | ArrayLike = 0,
) -> Scores:
    """Answer the three questions for every row of a table made for this framework.

    `as_of` judges the rows by other days than the table's own: one, or one per row. With `draws` (up to
    100,000) the index is also drawn; rows of one seed share their random numbers and can be compared. `seed` is
    one for all, or one per row. Memory grows with the rows and with the draws, not with their product.

    Raises ValueError for days, draws or seeds that cannot be.
    """
    days = table.as_of if as_of is None else days_of(as_of, len(table))
    draws_check(draws)
    legality = legality_scores(framework, table.answers, days)
    scale = scale_of(framework)
    columns = RatingColumns(table.levels, table.confidence, table.evidence)
    return Scores(
        legality,
        legitimacy_scores(scale, table.levels, table.evidence),
        sovereignty_scores(
            framework, table.harms, table.harm_evidence, legality.consent_low, legality.consent_high
        ),
        distribution_scores(scale, columns, draws, _seeds(seed, len(table))) if draws else None,
    )


def draws_check(draws: int) -> None:
    """Raises ValueError unless there are from 0 to MOST_DRAWS draws."""
    if isinstance(draws, bool) or not 0 <= draws <= MOST_DRAWS:
        raise ValueError(f"draws must be from 0 to {MOST_DRAWS}")


def seed_check(seed: int) -> None:
    """Raises ValueError unless the seed is from 0 to SEED_LIMIT − 1."""
    if isinstance(seed, bool) or not 0 <= seed < SEED_LIMIT:
        raise ValueError(f"seed must be from 0 to {SEED_LIMIT - 1}")


def _seeds(seed: int | ArrayLike, rows: int) -> NDArray[np.int64]:
    """The seed of each row."""
    seeds = np.asarray(seed)
    if seeds.dtype.kind not in "iu" or seeds.ndim > 1 or seeds.size not in (1, rows):
        raise ValueError(f"seed must be one whole number or {rows}")
    for given in np.unique(seeds).tolist():
        seed_check(given)
    return np.broadcast_to(seeds.reshape(-1), (rows,)).astype(np.int64)
