"""Every small set of facts with every answer to it, tried at once: one bit of a whole number per set.

Python's whole numbers have any length, so a bitwise operation on one tries a rule on thousands of sets of facts; and as
programs have minimum and maximum alone (program.py), an end of the interval needs one plane of bits for each question:
does it come to at least contested, does it come to yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from operator import and_, or_

import numpy as np
from numpy.typing import NDArray

from frameworks.scoring.program import Program

_KEPT = 24
"""Families kept at a time: a large one, of all sets of 3 among 40 facts, takes 2 MB."""


@dataclass(frozen=True, slots=True)
class Family:
    """All sets of `size` among so many things, in lexicographic order; set i is bit i.

    `holding[thing]` are the sets that hold it. `where[thing][places]` are those that hold it at one of `places` (a
    number whose bit p stands for place p), `or_not[thing][places]` those and all that do not hold it.
    """

    size: int
    sets: tuple[tuple[int, ...], ...]
    full: int
    holding: tuple[int, ...]
    where: tuple[tuple[int, ...], ...]
    or_not: tuple[tuple[int, ...], ...]

    def having(self, things: Iterable[int]) -> int:
        """The sets that hold all of these things."""
        held = self.full
        for thing in things:
            held &= self.holding[thing]
        return held


@lru_cache(maxsize=_KEPT)
def family(things: int, size: int) -> Family:
    """The sets of `size` among `things`."""
    sets = tuple(combinations(range(things), size))
    full = (1 << len(sets)) - 1
    members = np.array(sets, dtype=np.intp).reshape(-1, size)
    where = []
    for thing in range(things):
        at = [_packed(members[:, place] == thing) for place in range(size)]
        unions = [0]
        for held in at:
            unions += [held | union for union in unions]
        where.append(tuple(unions))
    holding = tuple(unions[-1] for unions in where)
    or_not = tuple(
        tuple(union | (full ^ held) for union in unions) for unions, held in zip(where, holding, strict=True)
    )
    return Family(size, sets, full, holding, tuple(where), or_not)


def _packed(flags: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def members_of(bits: int) -> Iterator[int]:
    """The positions of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def plane(program: Program, period: int, reading: int, level: int, scoped: bool) -> Plane:
    """Whether the formula of lawfulness comes to at least `level` (0 contested, 1 yes), as a function of bits."""
    return _plane(_Same(program), period, reading, level, scoped)


Plane = Callable[[Sequence[int], Sequence[int]], int]
"""From the bits of each fact, read as it is and reversed, to the bits of the formula."""


class _Same:
    """A program as the key of a cache: this very one, which it keeps."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def __hash__(self) -> int:
        return id(self.program)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.program is self.program


@lru_cache(maxsize=64)
def _plane(same: _Same, period: int, reading: int, level: int, scoped: bool) -> Plane:
    program, arms = same.program, same.program.periods[period]
    force = (program.no_force, *arms.force[reading][level])
    measures = (program.no_breach, *arms.measures[reading][level])
    outer = (program.no_state_conduct,) if scoped else ()
    steps = _needed(program, {*force, *measures, *outer})
    literals = [(literal.fact, literal.positive) for literal in program.literals]

    def found(plain: Sequence[int], reversed_: Sequence[int]) -> int:
        registers = [plain[fact] if positive else reversed_[fact] for fact, positive in literals]
        registers += [0] * len(program.gates)
        for place, choose, first, others in steps:
            bits = registers[first]
            for register in others:
                bits = choose(bits, registers[register])
            registers[place] = bits
        one, other = 0, 0
        for register in force:
            one |= registers[register]
        for register in measures:
            other |= registers[register]
        return (one & other) | (registers[outer[0]] if outer else 0)

    return found


_Step = tuple[int, Callable[[int, int], int], int, tuple[int, ...]]


def _needed(program: Program, wanted: set[int]) -> list[_Step]:
    """The gates that lead to the registers wanted, each after its inputs."""
    first = len(program.literals)
    steps: list[_Step] = []
    for place in range(first + len(program.gates) - 1, first - 1, -1):
        if place in wanted:
            gate = program.gates[place - first]
            wanted |= set(gate.inputs)
            steps.append((place, and_ if gate.every else or_, gate.inputs[0], gate.inputs[1:]))
    return steps[::-1]
