"""Agreement: how far several codings of one phase agree, item by item and on the whole.

Krippendorff's alpha (Content Analysis, 2004, ch. 11; Hayes and Krippendorff 2007): any number of coders, missing
values, nominal for facts, ordinal for ratings. 1 is perfect agreement, 0 what chance would give, below 0 worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.canonical import rounded
from frameworks.scoring.findings import Findings, fact_values
from frameworks.scoring.legality import Interval, bounds, columns, ends, formula, read, row_of, scoped
from frameworks.scoring.legitimacy import Scale, index
from frameworks.scoring.values import HEADLINE, STATE_CONDUCT, Band, Framework, Verdict, leaves

Floats = NDArray[np.float64]
Metric = Literal["nominal", "ordinal", "interval"]
Part = Literal["facts", "ratings", "sovereignty"]
Answer = str | int | None

FACT_ANSWERS = ("no", "contested", "yes")
LEVELS = (0, 1, 2, 3, 4)
BOOTSTRAP_SEED = 20_070_401
"""Fixed, so that one set of codings always gives the same interval."""

_INTERVAL = (2.5, 97.5)
_LARGEST_SET = 3


class Item(NamedTuple):
    """A question of the catalogue: the part of the findings it belongs to, and its code."""

    part: Part
    code: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """Alpha over a set of items, with a 95 % bootstrap interval.

    `coders` answered at least one item, `items` are answered by two or more, `values` are the answers in them.
    `alpha` is None where nothing can be paired or nothing varies: without variation, agreement cannot be told from
    everybody always giving the same answer. The interval is None without alpha or without draws.
    """

    alpha: float | None
    low: float | None
    high: float | None
    coders: int
    items: int
    values: int


def reliability(
    table: Floats, *, values: int, metric: Metric, draws: int = 0, seed: int = BOOTSTRAP_SEED
) -> Reliability:
    """Krippendorff's alpha of `table`, of shape (coders, items), with values 0 … `values` − 1 and NaN for missing.

    With `draws`, items are drawn again with replacement that often for a percentile interval (Efron 1979); draws
    without variation have no alpha and are left out. Raises ValueError for a value out of range.
    """
    given = ~np.isnan(table)
    if (table[given] % 1 != 0).any() or (table[given] < 0).any() or (table[given] >= values).any():
        raise ValueError(f"values must be whole numbers from 0 to {values - 1}, or NaN")
    counts = _counts(table, values)
    pairable = counts.sum(axis=1) >= 2
    coincidences = _coincidences(counts[pairable])
    alpha = float(_alpha(coincidences.sum(axis=0)[None], metric)[0])
    low = high = None
    if draws and not np.isnan(alpha):
        low, high = _bootstrap(coincidences, metric, draws, seed)
    return Reliability(
        alpha=None if np.isnan(alpha) else rounded(alpha),
        low=low,
        high=high,
        coders=int(given.any(axis=1).sum()),
        items=int(pairable.sum()),
        values=int(counts[pairable].sum()),
    )


def _counts(table: Floats, values: int) -> Floats:
    """How many coders gave each value to each item: (items, values)."""
    return np.stack([(table == value).sum(axis=0) for value in range(values)], axis=1).astype(float)


def _coincidences(counts: Floats) -> Floats:
    """The coincidence matrix of each item, (items, values, values): ordered pairs of answers, over m − 1.

    So an item counts as often as it has answers, not as it has pairs.
    """
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(counts.shape[1])
    pairs[:, diagonal, diagonal] -= counts
    return np.asarray(pairs / (counts.sum(axis=1) - 1)[:, None, None])


def _alpha(coincidences: Floats, metric: Metric) -> Floats:
    """1 − observed over expected disagreement, for each matrix of (rows, values, values); NaN without variation.

    D_o = Σ o_ck δ_ck / n and D_e = Σ n_c n_k δ_ck / (n (n − 1)), with n_c the sums of o over k.
    """
    margins = coincidences.sum(axis=2)
    total = margins.sum(axis=1)
    differences = _differences(margins, metric)
    observed = (coincidences * differences).sum(axis=(1, 2))
    expected = (margins[:, :, None] * margins[:, None, :] * differences).sum(axis=(1, 2))
    varies = expected > 0
    ratio = (total - 1) * observed / np.where(varies, expected, 1.0)
    return np.where(varies, 1 - ratio, np.nan)


def _differences(margins: Floats, metric: Metric) -> Floats:
    """The squared differences δ² of any two values: (rows, values, values).

    Ordinal: (n_c/2 + everything between + n_k/2)², which is the distance of the mid-ranks of c and k.
    """
    if metric == "nominal":
        return np.broadcast_to(1 - np.eye(margins.shape[1]), (*margins.shape, margins.shape[1]))
    if metric == "ordinal":
        places = np.cumsum(margins, axis=1) - margins / 2
    else:
        places = np.broadcast_to(np.arange(margins.shape[1], dtype=float), margins.shape)
    return np.asarray((places[:, :, None] - places[:, None, :]) ** 2)


def _bootstrap(
    coincidences: Floats, metric: Metric, draws: int, seed: int
) -> tuple[float | None, float | None]:
    items = len(coincidences)
    chosen = np.random.default_rng(seed).multinomial(items, np.full(items, 1 / items), size=draws)
    drawn = np.tensordot(chosen.astype(float), coincidences, axes=1)
    alphas = _alpha(drawn, metric)
    alphas = alphas[~np.isnan(alphas)]
    if not alphas.size:
        return None, None
    low, high = np.percentile(alphas, _INTERVAL)
    return rounded(low), rounded(high)


def disagreements(table: Floats, *, values: int, metric: Metric) -> list[float | None]:
    """How far the coders are apart on each item of (coders, items): 0 alike, 1 at opposite ends.

    None where fewer than two answered. The mean over all pairs of coders: of differing at all (nominal), of the steps
    between them (ordinal, interval).
    """
    counts = _counts(table, values)
    places = np.arange(values)
    steps = np.abs(places[:, None] - places[None, :])
    apart = steps > 0 if metric == "nominal" else steps / (values - 1)
    coders = counts.sum(axis=1)
    pairs = coders * (coders - 1)
    sums = np.einsum("ic,ck,ik->i", counts, apart, counts)
    return [
        rounded(total / pair) if pair else None
        for total, pair in zip(sums.tolist(), pairs.tolist(), strict=True)
    ]


def table_of(codings: Sequence[Findings], items: Sequence[Item]) -> Floats:
    """Answers as (coders, items): facts by their place in FACT_ANSWERS, ratings by their level.

    NaN is missing. Unknown is missing, for it says nothing; "does not apply" too, for it has no place on the scale.
    """
    places: dict[Answer, float] = {answer: float(place) for place, answer in enumerate(FACT_ANSWERS)}
    places |= {level: float(level) for level in LEVELS}
    rows = [[places.get(answer_to(coding, item), np.nan) for item in items] for coding in codings]
    return np.array(rows, dtype=float).reshape(len(codings), len(items))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a coding comes to: its prevailing verdict, its band and its index of legitimacy."""

    verdict: Verdict
    band: Band | None
    index: float | None


def effects(
    framework: Framework,
    coding: Findings,
    others: Sequence[Findings],
    *,
    as_of: date,
    items: Sequence[Item],
) -> tuple[Effect, Mapping[Item, Mapping[Answer, Effect]]]:
    """What `coding` comes to, and what it would with each other answer to one item at a time.

    Only answers that differ are tried, equal ones once; each is evaluated by the ordinary path.
    """
    scale = Scale(framework)
    tried: dict[Item, dict[Answer, Effect]] = {}
    for item in items:
        own = answer_to(coding, item)
        seen = tried.setdefault(item, {})
        for other in others:
            answer = answer_to(other, item)
            if answer != own and answer not in seen:
                seen[answer] = _effect(framework, scale, _with(coding, other, item), as_of)
    return _effect(framework, scale, coding, as_of), tried


def answer_to(coding: Findings, item: Item) -> Answer:
    """The answer to an item: a word for a fact; a level, "na" or None (unknown) for a rating."""
    if item.part == "facts":
        return fact_values(coding).get(item.code, "unknown")
    ratings = coding.ratings if item.part == "ratings" else coding.sovereignty
    return ratings[item.code].level if item.code in ratings else None


def _with(coding: Findings, other: Findings, item: Item) -> Findings:
    """`coding` with the answer of `other` to one item; unanswered there is unanswered here."""
    own, theirs = getattr(coding, item.part), getattr(other, item.part)
    answers = {code: answer for code, answer in own.items() if code != item.code}
    if item.code in theirs:
        answers[item.code] = theirs[item.code]
    changed: dict[str, Any] = {item.part: answers}
    return replace(coding, **changed)


def _effect(framework: Framework, scale: Scale, findings: Findings, as_of: date) -> Effect:
    verdict = read(framework, HEADLINE, as_of, fact_values(findings)).verdict
    legitimacy = index(scale, findings)
    return Effect(verdict, legitimacy.band, legitimacy.index)


def turning_sets(
    framework: Framework, coding: Findings, other: Findings, *, as_of: date
) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of facts, three at most, that turn the verdict of `coding` into that of `other`.

    That is: `coding` with the answers of `other` to these facts comes, on the prevailing reading, to just what
    `other` comes to, and without any one of them it does not. By size, then in catalogue order. Empty where the two
    come to the same, where it takes more than three, and where one of them judges no State's conduct.
    """
    own, theirs = fact_values(coding), fact_values(other)
    if "no" in (own.get(STATE_CONDUCT), theirs.get(STATE_CONDUCT)):
        return ()
    rule = scoped(formula(framework, HEADLINE, as_of))
    here, there = columns(framework, own), columns(framework, theirs)
    wanted = ends(rule, row_of(framework, theirs))
    if wanted == ends(rule, row_of(framework, own)):
        return ()
    asked = {fact for fact, _ in leaves(rule)}
    differing = [c for c in framework.fact_codes if c in asked and _ends_of(here[c]) != _ends_of(there[c])]
    sets = [
        frozenset(chosen) for size in range(1, _LARGEST_SET + 1) for chosen in combinations(differing, size)
    ]
    answers: dict[str, Interval] = dict(here)
    for code in differing:
        taken = np.array([code in chosen for chosen in sets], dtype=bool)
        mixed = (np.where(taken, new, old) for old, new in zip(here[code], there[code], strict=True))
        answers[code] = Interval(*mixed)
    value = bounds(rule, answers)
    found: list[frozenset[str]] = []
    for place in np.flatnonzero((value.low == wanted.low) & (value.high == wanted.high)):
        if not any(smaller < sets[place] for smaller in found):
            found.append(sets[place])
    return tuple(tuple(code for code in framework.fact_codes if code in chosen) for chosen in found)


def _ends_of(answer: Interval) -> tuple[int, int]:
    return int(answer.low[0]), int(answer.high[0])
