"""Sentences as values: a template that can be translated, and what fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, Literal

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


class _Figures(Formatter):
    """Formats as `str.format`, with a no-break space before the sign of a percentage, as tables have it."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text: str = super().format_field(value, format_spec)
        return f"{text[:-1]}\u00a0%" if format_spec.endswith("%") else text


_FIGURES = _Figures()


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

    params = {name: shown(value) for name, value in claim.params.items()}
    return _FIGURES.vformat(translate(claim.text), (), params)
