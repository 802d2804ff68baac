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

    For a monotone property of sets, the smallest minimal set with x is the smallest set with x that has the
    property and loses it without x; so no search for minimal sets is needed, only one for small sets.
    """

    def __init__(self, arguable: tuple[int, ...], full: tuple[int, ...], uncontestable: int) -> None:
        self.arguable = arguable
        self.full = full
        self.grounds = tuple(mask for mask in arguable if not mask & uncontestable)

    def smallest_with(self, fact: int) -> int:
        """The size of the smallest minimal settling set with this fact."""
        lawful = min((mask.bit_count() for mask in self.full if mask & fact), default=64)
        unlawful = _smallest(fact, self.arguable, (0,), lawful)
        return _smallest(fact, self.full, self.grounds, unlawful)


def _smallest(fact: int, to_meet: tuple[int, ...], to_hold: tuple[int, ...], best: int) -> int:
    """The size of the smallest set with `fact` that settles and would not settle without it.

    A set settles if it meets every mask of `to_meet` and holds one of `to_hold`. Returns `best` if
    there is none smaller than that.
    """
    seen: set[int] = set()
    pending = [fact]
    size = 1
    while pending and size < best:
        following: list[int] = []
        for chosen in pending:
            if chosen.bit_count() > size:
                following.append(chosen)
                continue
            if chosen in seen:
                continue
            seen.add(chosen)
            missed = next((mask for mask in to_meet if not mask & chosen), None)
            held = [mask for mask in to_hold if mask & chosen == mask]
            if missed is None and held and _needs(fact, chosen, to_meet, held):
                return size
            if missed is not None:
                following += _one_more(chosen, missed)
            elif not held:
                following += [chosen | mask for mask in to_hold]
        pending, size = following, size + 1
    return best


def _one_more(chosen: int, mask: int) -> list[int]:
    return [chosen | 1 << place for place in range(mask.bit_length()) if mask >> place & 1]


def _needs(fact: int, chosen: int, to_meet: tuple[int, ...], held: list[int]) -> bool:
    """Whether the chosen set would no longer do without the fact."""
    without = chosen & ~fact
    return any(not mask & without for mask in to_meet) or not any(mask & without == mask for mask in held)
