"""What is wrong, where, and how to mend it: the error vocabulary of the engine."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: an RFC 6901 pointer into what was given, and a sentence that says how."""

    pointer: str
    detail: str


class Invalid(ValueError):
    """What was given cannot be used; `faults` lists every reason, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("; ".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in self.faults))


class FrameworkInvalid(Invalid):
    """A framework's specification contradicts itself or the rules of scoring."""


class FindingsInvalid(Invalid):
    """Findings that the framework does not know or does not allow."""


class RuleError(RuntimeError):
    """A rule that cannot be evaluated: an operator, a node, a fact or a standing that it has no meaning for.

    `rule` is the code of the innermost rule or test with a name, `detail` what is wrong with it. The loader
    refuses such a framework, so this is a fault of the program or of its data, never of what a caller sent:
    the whole evaluation stops, because an answer that leaves a rule out would be another answer.
    """

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(rule, detail)
        self.rule = rule
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.rule or 'a rule without a name'}: {self.detail}"

    def within(self, code: str) -> None:
        """Say in which rule it happened, unless one further in is named already."""
        self.rule = self.rule or code


@contextmanager
def ruled_by(code: str) -> Iterator[None]:
    """Name the rule that a RuleError within comes from, unless one further in is named already."""
    try:
        yield
    except RuleError as error:
        error.within(code)
        raise


MOST_SUGGESTIONS = 20
"""Unknown words of one request that are compared with all known ones, which takes its time; a slip has few."""

LONGEST_WORD = 80
"""Characters; every known word is far shorter, so a longer one is a slip of none."""


@dataclass(slots=True)
class Suggestions:
    """What is said of the unknown words of one request: each is looked up once, and only the first so many."""

    left: int = MOST_SUGGESTIONS
    said: dict[tuple[str, str], str] = field(default_factory=dict)

    def unknown(self, kind: str, word: object, known: Iterable[str]) -> str:
        """As `unknown_word`, with a suggestion for as many words as are left."""
        key = (kind, str(word))
        if key in self.said:
            return self.said[key]
        if not self.left or len(key[1]) > LONGEST_WORD:
            return f"unknown {kind}"
        self.left -= 1
        self.said[key] = unknown_word(kind, word, known)
        return self.said[key]


@dataclass(slots=True)
class FaultLog:
    """Collects faults so that a reader can report all of them at once."""

    faults: list[Fault] = field(default_factory=list)
    suggestions: Suggestions = field(default_factory=Suggestions)

    def add(self, path: tuple[object, ...], detail: str) -> None:
        """Record a fault at `path`, the keys and positions that lead to it."""
        self.faults.append(Fault(pointer(*path), detail))

    def unknown(self, path: tuple[object, ...], kind: str, word: object, known: Iterable[str]) -> None:
        """Record a word that is unknown at `path`, with what may have been meant."""
        self.add(path, self.suggestions.unknown(kind, word, known))

    def __bool__(self) -> bool:
        return bool(self.faults)


def pointer(*parts: object) -> str:
    """The RFC 6901 JSON pointer for a path of keys and positions."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def unknown_word(kind: str, word: object, known: Iterable[str]) -> str:
    """`unknown fact; did you mean uses_force?`, or the plain statement where nothing is near."""
    near = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return f"unknown {kind}; did you mean {near[0]}?" if near else f"unknown {kind}"


def one_of(words: Iterable[str]) -> str:
    """`yes, no or unknown`."""
    listed = list(words)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"
