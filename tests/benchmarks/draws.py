"""Drawing the index of many rows with common random numbers: this engine, plain NumPy, plain Python."""

from __future__ import annotations

import numpy as np

from frameworks.scoring.confidence import SPREADS
from frameworks.scoring.legitimacy import Scale
from frameworks.scoring.robustness import Noise, distribution_scores, drawn_index, drawn_levels, noise_for
from frameworks.scoring.table import RatingColumns
from tests.benchmarks.material import Floats, framework, levels
from tests.benchmarks.measure import Contestant, compared

SCALE = Scale(framework())
QUANTILES = (0.05, 0.5, 0.95)
MODERATE = 1


def engine(columns: RatingColumns, draws: int) -> Floats:
    """Quantiles and bands (rows, 6)."""
    found = distribution_scores(SCALE, columns, draws, np.zeros(len(columns.levels), dtype=np.int64))
    return np.column_stack([found.p05, found.p50, found.p95, found.bands])


def plain_numpy(columns: RatingColumns, noise: Noise) -> Floats:
    """Each row's draws as one matrix, the way the engine did it at first."""
    counted = np.ones(len(framework().criteria), dtype=bool)
    found = []
    for row in columns.levels.tolist():
        spreads = [SPREADS[0] if level < 0 else SPREADS[1 + 3 * level + MODERATE] for level in row]
        drawn = drawn_levels(noise.uniforms, spreads)
        index, dimensions = drawn_index(SCALE, counted, noise.gammas, drawn)
        bands = np.bincount(SCALE.banded(index, drawn, dimensions, counted), minlength=3) / len(index)
        found.append([*np.quantile(index, QUANTILES), *bands])
    return np.array(found)


def plain_python(columns: RatingColumns, noise: Noise) -> Floats:
    """Draw by draw: quantiles alone, which flatters it."""
    gammas, uniforms, dimension = noise.gammas.tolist(), noise.uniforms.tolist(), SCALE.dimension.tolist()
    found = []
    for row in columns.levels.tolist():
        spreads = [SPREADS[0] if level < 0 else SPREADS[1 + 3 * level + MODERATE] for level in row]
        drawn = []
        for own, chance in zip(gammas, uniforms, strict=True):
            earned, share = [0.0] * len(SCALE.across), [0.0] * len(SCALE.across)
            for c, spread in enumerate(spreads):
                level, reached = 0, spread[0]
                while 100 * chance[c] >= reached:
                    level, reached = level + 1, reached + spread[level + 1]
                earned[dimension[c]] += own[c] * level
                share[dimension[c]] += own[c]
            drawn.append(25 * sum(earned) / sum(share))
        found.append(np.quantile(drawn, QUANTILES))
    return np.array(found)


def run(rows: int = 200, draws: int = 10_000) -> None:
    """Compare them, random numbers already drawn."""
    shape, few = (rows, len(framework().criteria)), max(1, rows // 100)
    given = levels(rows, unknown=0.1).astype(np.int8)
    columns = RatingColumns(given, np.full(shape, MODERATE, np.int8), np.zeros(shape, np.int8))
    part = RatingColumns(*(column[:few] for column in columns))
    noise = noise_for(SCALE, draws, 0)
    expected = engine(columns, draws)
    assert np.allclose(expected, plain_numpy(columns, noise), atol=1e-6, rtol=0)
    assert np.allclose(expected[:few, :3], plain_python(part, noise), atol=1e-6, rtol=0)
    compared(
        f"Uncertainty: {rows:,} rows, {draws:,} draws each; quantiles and bands",
        [
            Contestant("this engine", lambda: engine(columns, draws)),
            Contestant("plain NumPy, a matrix of draws for each row", lambda: plain_numpy(columns, noise)),
            Contestant("plain Python, draw by draw", lambda: plain_python(part, noise), few / rows),
        ],
        repeats=3,
    )
