"""Sentences as values: a template that can be translated, and what fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Titles = Mapping[str, Mapping[str, str]]
"""Titles by kind (facts, tests, dimensions, criteria, sovereignty) and code; `Framework.titles`."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Titles (each set in quotation marks) or sentences for one placeholder, joined by `and` or `or`."""

    words: tuple[str | Claim, ...]
    joint: Literal["and", "or"] = "and"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence: `code` names its kind, `text` is the English template that `params` fills."""

    code: str
    text: str
    params: Mapping[str, Param] = field(default_factory=dict)


Param = str | float | Terms
"""What fills a placeholder."""


def render(claim: Claim, translate: Callable[[str], str] = str) -> str:
    """The sentence; `translate` is applied to the template and to every word in its parameters."""

    def quoted(word: str | Claim) -> str:
        if isinstance(word, Claim):
            return render(word, translate)
        return translate("“{title}”").format(title=translate(word))

    def shown(value: Param) -> str | float:
        if isinstance(value, Terms):
            *rest, last = (quoted(word) for word in value.words)
            return f"{', '.join(rest)} {translate(value.joint)} {last}" if rest else last
        return translate(value) if isinstance(value, str) else value

    return translate(claim.text).format(**{name: shown(value) for name, value in claim.params.items()})
