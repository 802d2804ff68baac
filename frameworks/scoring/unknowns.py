"""Which unknown facts still matter, and which cannot change the verdict any more.

Every fact has one polarity, so call an answer favourable where it helps. "At least arguable" and "lawful" are
then two monotone conditions on the set of unknown facts answered favourably, each written as its minimal sets
(prime implicants). An unknown fact matters exactly if it occurs in one of them. A set of answers settles the
verdict as lawful if it holds a minimal set of the second condition, as unlawful if it meets every minimal set
of the first, as arguable if it holds one of the first and meets all of the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from frameworks.scoring.findings import Findings, fact_values
from frameworks.scoring.legality import formula, scoped
from frameworks.scoring.values import (
    ACTION_FACTS,
    HALVES,
    HEADLINE,
    STATE_CONDUCT,
    Capped,
    FactValue,
    Framework,
    Leaf,
    Node,
)

_NEVER: tuple[int, ...] = ()
_ALWAYS: tuple[int, ...] = (0,)
_NO_SET = 64


@dataclass(frozen=True, slots=True)
class Unknowns:
    """The unknown facts: those that can still change the verdict, most useful first, and the others."""

    decisive: tuple[str, ...]
    settled: tuple[str, ...]


def unknowns(framework: Framework, findings: Findings, as_of: date) -> Unknowns:
    """Sort the unknown facts of the prevailing reading.

    Decisive ones come in the order: facts of the action; size of the smallest set of answers that settles the
    verdict, needs this fact and could do without none of its others; catalogue order.
    """
    values = fact_values(findings)
    open_facts = [code for code in framework.fact_codes if values.get(code, "unknown") == "unknown"]
    conduct = values.get(STATE_CONDUCT, "unknown")
    if conduct == "no":
        return Unknowns((), tuple(open_facts))
    lawful = formula(framework, HEADLINE, as_of)
    rule = lawful if conduct == "yes" else scoped(lawful)
    arguable, full = (_Implicants(values, open_facts, level).of(rule) for level in (1, 2))
    relevant = reduce(int.__or__, arguable + full, 0)
    bit = {code: 1 << position for position, code in enumerate(open_facts)}
    decisive = [code for code in open_facts if relevant & bit[code]]
    settling = _Settling(arguable, full, bit.get(STATE_CONDUCT, 0))
    size = {code: settling.smallest_with(bit[code]) for code in decisive}
    decisive.sort(key=lambda code: (code not in ACTION_FACTS, size[code]))
    return Unknowns(tuple(decisive), tuple(code for code in open_facts if not relevant & bit[code]))


class _Implicants:
    """Writes "comes to at least `level` halves" as minimal sets of unknown facts, one bit per fact."""

    def __init__(self, values: dict[str, FactValue], open_facts: Sequence[str], level: int) -> None:
        self.values = values
        self.bits = {code: 1 << position for position, code in enumerate(open_facts)}
        self.level = level

    def of(self, node: Node, positive: bool = True) -> tuple[int, ...]:
        if isinstance(node, Leaf):
            if node.fact in self.bits:
                return (self.bits[node.fact],)
            value = HALVES[self.values[node.fact]][0]
            return _ALWAYS if (value if positive else 2 - value) >= self.level else _NEVER
        if isinstance(node, Capped):
            return self.of(node.test.rule, positive) if node.cap >= self.level else _NEVER
        children = [self.of(child, positive != (node.op == "none")) for child in node.children]
        # `none` is `all` of the negated children; a negated `all` is `any`, a negated `any` is `all`.
        every = (node.op == "all") == positive if node.op != "none" else positive
        if every:
            return reduce(_product, children, _ALWAYS)
        return minimal(mask for child in children for mask in child)


def _product(left: Iterable[int], right: Iterable[int]) -> tuple[int, ...]:
    right = tuple(right)
    return minimal(a | b for a in left for b in right)


def minimal(masks: Iterable[int]) -> tuple[int, ...]:
    """The masks that contain no other, smallest first."""
    kept: list[int] = []
    for mask in sorted(set(masks), key=lambda m: (m.bit_count(), m)):
        if not any(small & mask == small for small in kept):
            kept.append(mask)
    return tuple(kept)


class _Settling:
    """Sizes of the smallest sets of answers that settle the verdict.

    A fact is needed in such a set if the set does not settle without it. The smallest set in which it is needed
    can spare none of its other members either, or there would be a smaller one; so it is enough to look for it.
    """

    def __init__(self, arguable: tuple[int, ...], full: tuple[int, ...], uncontestable: int) -> None:
        self.arguable = arguable
        self.full = full
        # What makes the act arguable and no more; attribution cannot be answered so, as it is never contested.
        self.grounds = tuple(mask for mask in arguable if not mask & uncontestable)

    def smallest_with(self, fact: int) -> int:
        """The size of the smallest settling set in which this fact is needed."""
        best = min((mask.bit_count() for mask in self.full if mask & fact), default=_NO_SET)
        best = self.meeting(fact, self.arguable, 0, best)
        for ground in self.grounds:
            if ground.bit_count() >= best:
                break
            if ground & fact:
                missed = tuple(mask for mask in self.full if not mask & ground)
                size = ground.bit_count()
                best = min(best, size + _fewest(missed, 0, best - size))
            best = self.meeting(fact, self.full, ground, best)
        return best

    @staticmethod
    def meeting(fact: int, masks: tuple[int, ...], held: int, best: int) -> int:
        """The size of the smallest set with `held` and `fact` that meets all masks, one of them by the fact alone.

        `best` if there is none smaller. What is held meets masks at no cost: answered contested, it does both.
        """
        size = (held | fact).bit_count()
        for alone in masks:
            if alone & fact and size < best:
                meets = (held & ~alone) | fact
                missed = tuple(mask for mask in masks if not mask & meets)
                best = min(best, size + _fewest(missed, alone, best - size))
        return best


def _fewest(masks: tuple[int, ...], barred: int, limit: int) -> int:
    """How many facts outside `barred` it takes to meet every mask; `limit` if not fewer than that."""
    if not masks or limit <= 0:
        return 0
    narrowest = min((mask & ~barred for mask in masks), key=int.bit_count)
    rest = narrowest
    while rest and limit > 1:
        fact = rest & -rest
        rest ^= fact
        unmet = tuple(mask for mask in masks if not mask & fact)
        limit = min(limit, 1 + _fewest(unmet, barred, limit - 1))
    return limit
