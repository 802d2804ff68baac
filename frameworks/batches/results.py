"""From scored rows to lines of JSON: whole columns at a time, members named as in POST /score/."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from frameworks.batches.identity import Identity
from frameworks.batches.reading import Good
from frameworks.batches.slots import UNANSWERED, Slots
from frameworks.scoring import Findings, Scores, Table
from frameworks.scoring.canonical import DECIMALS
from frameworks.scoring.law_of_the_day import warnings
from frameworks.scoring.legality import OUTCOMES, Ends, verdict_of, word_of
from frameworks.scoring.legitimacy import Scale
from frameworks.scoring.robustness import DistributionScores
from frameworks.scoring.routes import route_scores
from frameworks.scoring.values import BANDS, HEADLINE, READINGS, VERDICTS, Framework, Verdict

Numbers = NDArray[np.float64]

_HEAD = READINGS.index(HEADLINE)
_MOST_KEPT = 20_000
"""Fragments kept for combinations of outcomes; there are rarely more than some hundreds."""


class Writer:
    """Writes the results of rows under one framework; what a combination of outcomes is written as is kept."""

    def __init__(self, slots: Slots) -> None:
        self.framework = slots.framework
        self.scale = Scale(slots.framework)
        self.conduct = slots.framework.fact_codes.index("state_conduct")
        self.legal: dict[bytes, str] = {}
        self.capping: dict[bytes, str] = {}
        self.days: dict[str, str] = {}
        self.bands = {codes: _bands(codes) for codes in np.ndindex(4, 4, 4)}

    def lines(
        self, rows: Sequence[Good], identities: Sequence[Identity], table: Table, scores: Scores
    ) -> Iterator[str]:
        """One line for each row, without a line end."""
        legitimacy, impact = scores.legitimacy, scores.sovereignty
        banded = np.stack([legitimacy.band, legitimacy.band_at_least, legitimacy.band_at_most], axis=1) + 1
        for good, identity, legal, index, band, capped, drawn, harm, warned in zip(
            rows,
            identities,
            self._legality(table, scores),
            zip(*map(_texts, (legitimacy.index, legitimacy.low, legitimacy.high)), strict=True),
            map(self.bands.__getitem__, map(tuple, banded.tolist())),
            zip(self._capped(table, scores), _texts(legitimacy.coverage), strict=True),
            _distributions(scores.distribution, [identity.seed for identity in identities]),
            zip(
                *map(
                    _texts,
                    (
                        impact.gross,
                        impact.gross_low,
                        impact.gross_high,
                        impact.adjusted,
                        impact.adjusted_low,
                        impact.adjusted_high,
                        impact.coverage,
                    ),
                ),
                map(_worst(self.framework).__getitem__, (impact.worst + 1).tolist()),
                strict=True,
            ),
            self._warnings(rows),
            strict=True,
        ):
            law, competence = legal
            yield (
                f'{{"row":{good.number},"id":{"null" if good.id is None else json.dumps(good.id)},'
                f'"evaluation_id":"{identity.evaluation_id}","as_of":"{good.row.day}","legality":{law},'
                f'"legitimacy":{{"index":{index[0]},"low":{index[1]},"high":{index[2]},{band},'
                f'"capped_by":{capped[0]},"coverage":{capped[1]},"distribution":{drawn}}},'
                f'"sovereignty":{{"gross":{harm[0]},"gross_low":{harm[1]},"gross_high":{harm[2]},'
                f'"adjusted":{harm[3]},"adjusted_low":{harm[4]},"adjusted_high":{harm[5]},'
                f'"coverage":{harm[6]},"worst":{harm[7]}}},"competence":{competence},"warnings":{warned}}}'
            )

    # -- legality -----------------------------------------------------------------------------

    def _legality(self, table: Table, scores: Scores) -> Iterator[tuple[str, str]]:
        """The legal answer and the Alliance's competence of each row, as JSON."""
        found = scores.legality
        routes = route_scores(self.framework, table.answers, table.as_of)
        open_ = (table.answers[:, self.conduct] == UNANSWERED)[:, None]
        attributed = np.stack([found.attributed_low[:, _HEAD], found.attributed_high[:, _HEAD]], axis=1)
        whole = np.concatenate(
            [
                found.verdict,
                found.low,
                found.high,
                np.where(open_, attributed, np.int8(-1)),
                found.competence_low,
                found.competence_high,
                routes,
            ],
            axis=1,
        ).astype(np.int8)
        rows, width = whole.shape
        flat, ahead = whole.tobytes(), width - routes.shape[1] - 2 * len(self.framework.competence)
        for key in (flat[i * width : (i + 1) * width] for i in range(rows)):
            fragment = self.legal.get(key)
            if fragment is None:
                fragment = self._legal(np.frombuffer(key, dtype=np.int8).tolist(), ahead)
                _keep(self.legal, key, fragment)
            law, competence = fragment.split("\n")
            yield law, competence

    def _legal(self, key: list[int], ahead: int) -> str:
        """One combination of verdicts, ends, competence and route: two objects, parted by a line end."""
        n, tests = len(READINGS), len(self.framework.competence)
        verdicts, low, high = key[:n], key[n : 2 * n], key[2 * n : 3 * n]
        attributed, competence, route = (
            key[3 * n : ahead],
            key[ahead : ahead + 2 * tests],
            key[ahead + 2 * tests :],
        )
        readings: dict[str, dict[str, Any]] = {
            name: _bounded(OUTCOMES[verdicts[i]], low[i], high[i]) for i, name in enumerate(READINGS)
        }
        head = dict(readings[HEADLINE])
        readings[HEADLINE]["route"] = [
            test.code for test, on in zip(self.framework.tests, route, strict=True) if on
        ]
        as_if = None
        if attributed[0] >= 0:
            as_if = _bounded(verdict_of(Ends(attributed[0], attributed[1])), attributed[0], attributed[1])
        words = {
            test.code: word_of(Ends(competence[i], competence[tests + i]))
            for i, test in enumerate(self.framework.competence)
        }
        return _json(head | {"if_attributed": as_if, "readings": readings}) + "\n" + _json(words)

    # -- legitimacy ---------------------------------------------------------------------------

    def _capped(self, table: Table, scores: Scores) -> Iterator[str]:
        """What lowers the band of each row, criteria before dimensions, as JSON: see `index_of`."""
        scale, found = self.scale, scores.legitimacy
        floor = scale.framework.dimension_floor
        index = np.where(np.isnan(found.index), -1.0, found.index)
        uncapped = np.where(found.band < 0, 0, scale.uncapped(index))[:, None]
        bites = np.concatenate(
            [
                (table.levels >= 0) & (table.levels <= scale.cap_at) & (scale.cap_band < uncapped),
                (found.dimension_index < floor.below) & (BANDS.index(floor.band) < uncapped),
            ],
            axis=1,
        )
        flat, width = bites.tobytes(), bites.shape[1]
        if not bites.any():
            yield from ("[]" for _ in range(len(bites)))
            return
        for key in (flat[i * width : (i + 1) * width] for i in range(len(bites))):
            fragment = self.capping.get(key)
            if fragment is None:
                fragment = self._bites(key)
                _keep(self.capping, key, fragment)
            yield fragment

    def _bites(self, key: bytes) -> str:
        framework = self.framework
        criteria = len(framework.criteria)
        listed = [
            {"kind": "criterion", "code": c.code, "band": c.caps.band}
            for c, bites in zip(framework.criteria, key[:criteria], strict=True)
            if bites and c.caps
        ]
        listed += [
            {"kind": "dimension", "code": d.code, "band": framework.dimension_floor.band}
            for d, bites in zip(framework.dimensions, key[criteria:], strict=True)
            if bites
        ]
        return _json(listed)

    # -- warnings -----------------------------------------------------------------------------

    def _warnings(self, rows: Sequence[Good]) -> Iterator[str]:
        """The codes of the warnings of each row, each once, as JSON."""
        for good in rows:
            extra = good.row.extra
            if extra is not None and extra.relying:
                yield self._warned(Findings(extra.relying, {}, {}), good.row.day)
                continue
            fragment = self.days.get(good.row.day)
            if fragment is None:
                fragment = self._warned(Findings({}, {}, {}), good.row.day)
                _keep(self.days, good.row.day, fragment)
            yield fragment

    def _warned(self, findings: Findings, day: str) -> str:
        found = warnings(self.framework, findings, date.fromisoformat(day))
        return _json(list(dict.fromkeys(warning.code for warning in found)))


def _keep(kept: dict[Any, str], key: Any, fragment: str) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = fragment


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _bounded(verdict: Verdict, low: int, high: int) -> dict[str, Any]:
    if low < 0:
        return dict.fromkeys(("verdict", "at_least", "at_most"), verdict)
    return {"verdict": verdict, "at_least": VERDICTS[low], "at_most": VERDICTS[high]}


def _bands(codes: tuple[int, ...]) -> str:
    """Three bands, each one more than its position in BANDS, 0 for none, as members of an object."""
    words = ("null", *(f'"{band}"' for band in BANDS))
    names = ("band", "band_at_least", "band_at_most")
    return ",".join(f'"{name}":{words[code]}' for name, code in zip(names, codes, strict=True))


def _worst(framework: Framework) -> list[str]:
    """The worst dimension of sovereignty as JSON, by one more than its position."""
    return ["null", *(f'"{harm.code}"' for harm in framework.sovereignty)]


def _texts(numbers: Numbers) -> list[str]:
    """Numbers as JSON writes them; NaN is null."""
    written = list(map(repr, numbers.tolist()))
    if np.isnan(numbers).any():
        return ["null" if text == "nan" else text for text in written]
    return written


def _distributions(scores: DistributionScores | None, seeds: Sequence[int]) -> Iterator[str]:
    """Where the index of each row lies, as JSON; null without draws, or where nothing counts."""
    if scores is None:
        yield from ("null" for _ in seeds)
        return
    columns = (scores.p05, scores.p50, scores.p95, *np.round(scores.bands.T, DECIMALS), scores.error)
    for seed, row in zip(seeds, zip(*map(_texts, columns), strict=True), strict=True):
        p05, p50, p95, low, mixed, high, error = row
        if p05 == "null":
            yield "null"
            continue
        yield (
            f'{{"p05":{p05},"p50":{p50},"p95":{p95},"bands":{{"low":{low},"mixed":{mixed},"high":{high}}},'
            f'"error":{error},"draws":{scores.draws},"seed":{seed}}}'
        )


def fault_members(errors: Sequence[Mapping[str, str]], number: int, name: str | None) -> str:
    """The line that tells what is wrong with a row."""
    return _json({"row": number, **({} if name is None else {"id": name}), "errors": list(errors)})
