"""Which clauses belong to which reference, and which references are one citation: "North Atlantic Treaty (adopted 4
April 1949) 34 UNTS 243 (Washington Treaty) art 5" is three references to one instrument, and one clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from frameworks.citing.grammar import Element, Part, Reference
from frameworks.citing.names import Clause, Index
from frameworks.pinpoints import MOST_NUMBERS, Pinpoint, Span, brackets_read, spans_read
from frameworks.search.text import words

_OF = re.compile(r"\s{0,2},?\s?(?:of|in|to|under|from)?\s?(?:the\s|its\s)?(?:said\s)?[‘“'\"(]?\s?$")
_CLAIMED = re.compile(r"\s{0,2},?\s?(?:of|in|to|under)\s(?:the\s|its\s)?(?:said\s)?[‘“'\"(]?\s?$")
ELSEWHERE = re.compile(
    r"\s{0,2},?\s?(?:of|to|in)\s(?:the\s)?(?P<name>[A-Z][\w.’'-]{1,40}"
    r"(?:\s(?:of|on|the|and|for|to|against|[A-Z(][\w.’')-]{0,40})){0,12})"
)
"""The name of an instrument that the library does not have, after a clause."""
_AND = re.compile(r"\s?(?:,|and|or|&|,\sand|as\swell\sas)\s?(?:the\s)?$", re.IGNORECASE)
_COMMA = re.compile(r"\s?,?\s?$")
_UNDER = re.compile(r"\s?,?\s?(?:of|in)\s(?:the\s)?$")
_AFTER = re.compile(r"[\s,:’”'\"\])]{0,4}(?:at\s|in\s|in\sits\s|its\s|and\s)?(?:the\s)?\(?$")
_PAGE = re.compile(r",?\s(?:at\s(?:p\.?\s?)?)?(?=\d{1,4}(?![\d]|\s?(?:UNTS|ICJ)))")
_COMMAS = re.compile(r"[\s,:.’”'\"\])(\[]{0,5}")
_DATED = re.compile(r"[\s’”'\")]{0,3}\([^()]{0,120}\d{4}[^()]{0,20}\)")
_BRACKETED = re.compile(r"\([^()]{0,160}\)")
_GLUE = frozenset(
    "u n adopted entered into force of on signed opened for signature un doc document merits judgment advisory "  # noqa: SIM905  a list of them would take twenty lines
    "opinion order orders jurisdiction the at in by case concerning january february march april may june july august "
    "september october november december no nato resolution contained annex annexed to as a and".split()
)
_FAR = 240
"""How far apart two references may stand and be one citation, in characters."""
MOST_WORDS = 8
"""The longest label in words."""


@dataclass(frozen=True)
class Cited:
    """One citation: the references that it is made of, as one, and its clauses by number or by words."""

    reference: Reference | None
    parts: tuple[Part, ...] = ()
    labels: tuple[tuple[int, int, Clause], ...] = ()
    context: str = field(default="", compare=False)
    """The citation with what stands around it: where the year of an instrument is looked for."""

    @property
    def start(self) -> int:
        """Where it begins."""
        places = [part.start for part in self.parts] + ([self.reference.start] if self.reference else [])
        return min(places)

    @property
    def end(self) -> int:
        """Where it ends."""
        ends = [part.end for part in self.parts] + [end for _start, end, _clause in self.labels]
        return max([*ends, self.reference.end if self.reference else 0])


def joined(text: str, found: list[Element], index: Index) -> list[Cited]:
    """The citations in order."""
    elements = _nested(text, found)
    cited: list[Cited] = []
    waiting: list[Part] = []
    at = 0
    while at < len(elements):
        element = elements[at]
        if isinstance(element, Part):
            waiting.append(element)
            at += 1
            continue
        before = _belonging(text, waiting, element)
        cited += [Cited(None, (part,)) for part in waiting[: len(waiting) - len(before)]]
        waiting = []
        reference, at = _merged(text, element, elements, at + 1)
        after, labels, at = _following(text, reference, elements, at, index, has_parts=bool(before))
        at = _past_repeats(text, reference, after, elements, at)
        context = text[max(0, reference.start - 12) : reference.end + 60]
        cited.append(Cited(reference, (*before, *after), labels, context))
    return cited + [Cited(None, (part,)) for part in waiting]


def _nested(text: str, found: list[Element]) -> list[Element]:
    """With "Article 2, paragraph 4", "paragraph 4 of Article 2" and "part A, paragraph 3" each as one clause."""
    elements: list[Element] = []
    for element in found:
        before = elements[-1] if elements else None
        if isinstance(element, Part) and isinstance(before, Part):
            one = _under(text[before.end : element.start], before, element, text)
            if one:
                elements[-1] = one
                continue
        elements.append(element)
    return elements


def _under(gap: str, first: Part, second: Part, text: str) -> Part | None:
    written = text[first.start : second.end]
    if len(first.pinpoint.spans) != 1 or not second.pinpoint.spans:
        return None
    unit, after = first.pinpoint.unit, second.pinpoint.unit
    if unit == "art" and after == "para" and _COMMA.match(gap):
        return Part(first.start, second.end, _deeper(first.pinpoint, second.pinpoint), written)
    if unit == "para" and after == "art" and _UNDER.match(gap) and len(second.pinpoint.spans) == 1:
        return Part(first.start, second.end, _deeper(second.pinpoint, first.pinpoint), written)
    letter = first.pinpoint.spans[0].first
    if unit == "part" and after == "para" and _COMMA.match(gap) and len(letter) == 1 and letter[0].isupper():
        return Part(first.start, second.end, replace(second.pinpoint, section=letter[0]), written)
    return None


def _deeper(outer: Pinpoint, inner: Pinpoint) -> Pinpoint:
    head = outer.spans[0]
    spans = tuple(
        Span(
            (*head.first, *span.first),
            (*head.first, *span.last),
            f"{head.written}{''.join(f'({token})' for token in span.first)}",
        )
        for span in inner.spans
    )
    return Pinpoint(outer.unit, spans)


def _is_foreign(part: Part, reference: Reference) -> bool:
    """Whether such clauses are none of the reference's: no resolution of the Council has articles or chapters."""
    of_council = bool(reference.ids) and all(name.startswith(("unsc-", "draft-")) for name in reference.ids)
    return of_council and part.pinpoint.unit in {"art", "chapter"}


def _belonging(text: str, waiting: list[Part], reference: Reference) -> tuple[Part, ...]:
    """The clauses before a reference that are its own: the last by "of the", those before it by "and"."""
    own: list[Part] = []
    start, pattern = reference.start, _OF
    for part in reversed(waiting):
        gap = text[part.end : start] if start - part.end < _FAR else "…"
        if not pattern.match(gap) or _is_foreign(part, reference) or (own and not _is_akin(part, own[0])):
            break
        own.insert(0, part)
        start, pattern = part.start, _AND
    return tuple(own)


def _is_akin(first: Element, second: Element) -> bool:
    """Whether two clauses can be a list: counted alike, or one of them the preamble."""
    units = {element.pinpoint.unit for element in (first, second) if isinstance(element, Part)}
    return len(units - {"preamble"}) < 2


def _merged(text: str, first: Reference, elements: list[Element], at: int) -> tuple[Reference, int]:
    """`first` with the references from `at` that name the same instrument, and the place after them."""
    while at < len(elements):
        second = elements[at]
        if not isinstance(second, Reference) or second.start - first.end > _FAR:
            break
        shared = first.ids & second.ids
        same = first.understood == second.understood and not first.ids
        if not (shared or same) or not _is_glue(text[first.end : second.start]):
            break
        first = replace(
            first,
            end=second.end,
            ids=shared,
            year=first.year or second.year,
            doubt=first.doubt if second.doubt else "",
        )
        at += 1
    return first, at


def _past_repeats(
    text: str, reference: Reference, parts: tuple[Part, ...], elements: list[Element], at: int
) -> int:
    """The place after a symbol that repeats the reference behind its clauses: "S.C. Res. 1973, ¶ 4, U.N. Doc. …"."""
    while parts and at < len(elements):
        again = elements[at]
        if not isinstance(again, Reference) or again.ids != reference.ids or not again.ids:
            break
        if not _is_glue(text[elements[at - 1].end : again.start]):
            break
        follows = elements[at + 1] if at + 1 < len(elements) else None
        if isinstance(follows, Part) and _AFTER.match(text[again.end : follows.start][:_FAR]):
            break
        at += 1
    return at


def _is_glue(gap: str) -> bool:
    """Whether nothing stands in `gap` but brackets, dates and the words between the parts of one citation."""
    if len(gap) > _FAR or ";" in gap or "\n" in gap.strip():
        return False
    bare = _BRACKETED.sub(" ", gap)
    return all(token.isdigit() or token in _GLUE for token in re.findall(r"\w+", bare.lower()))


def _following(
    text: str, reference: Reference, elements: list[Element], at: int, index: Index, *, has_parts: bool
) -> tuple[tuple[Part, ...], tuple[tuple[int, int, Clause], ...], int]:
    """The clauses after a reference: in words of a label, in square brackets, as a page, or by number."""
    end, limit = reference.end, elements[at].start if at < len(elements) else len(text)
    label = _label(text, reference, index)
    if label and not has_parts:
        while at < len(elements) and elements[at].start < label[1]:
            at += 1
        return (), (label,), at
    part = _in_court(text, reference, limit)
    if part:
        return (part,), (), at
    parts: list[Part] = []
    while at < len(elements):
        element = elements[at]
        if not isinstance(element, Part) or element.start - end > _FAR:
            break
        gap = _BRACKETED.sub("", text[end : element.start])
        if not (_AFTER.match(gap) or (not parts and _is_glue(gap) and ";" not in gap)):
            break
        if _is_of_another(text, gap, reference, elements, at):
            break
        parts.append(element)
        end, at = element.end, at + 1
    return tuple(parts), (), at


def _is_of_another(text: str, gap: str, reference: Reference, elements: list[Element], at: int) -> bool:
    """Whether the clause at `at`, `gap` after `reference`, is of an instrument that is named after it.

    "of the" claims it for that one; so does standing right before it where a comma parts it from this one.
    """
    part, after = elements[at], at
    if isinstance(part, Part) and _is_foreign(part, reference):
        return True
    while after + 1 < min(len(elements), at + MOST_NUMBERS) and isinstance(elements[after + 1], Part):
        between = text[elements[after].end : elements[after + 1].start][:_FAR]
        if not (_AND.match(between) and _is_akin(elements[after], elements[after + 1])):
            break
        after += 1
    follows = elements[after + 1].start if after + 1 < len(elements) else len(text)
    space = text[elements[after].end : min(follows, elements[after].end + _FAR)]
    if after + 1 < len(elements) and isinstance(elements[after + 1], Reference):
        return bool(_CLAIMED.match(space)) or (bool(gap.strip()) and not space.strip())
    return bool(ELSEWHERE.match(text, elements[after].end))


def _in_court(text: str, reference: Reference, limit: int) -> Part | None:
    """Paragraphs in square brackets, and a page after a comma, as judgments are cited."""
    start = reference.end
    if not all(name.startswith("icj-") for name in reference.ids) or not reference.ids:
        return None
    gap = re.match(r"\s?", text[start:limit])
    spans, end = brackets_read(text, start + (gap.end() if gap else 0))
    if spans:
        return Part(start, end, Pinpoint("para", spans), text[start:end].strip())
    page = _PAGE.match(text, start)
    if page is None or page.end() >= limit:
        return None
    spans, end = spans_read(text, page.end(), "page", lists=False)
    return Part(start, end, Pinpoint("page", spans), text[page.end() : end]) if spans else None


def _label(text: str, reference: Reference, index: Index) -> tuple[int, int, Clause] | None:
    """A clause that the library names in words, right after the reference."""
    known = [clause for name in reference.ids for clause in index.clauses[name] if clause.words]
    if not known:
        return None
    at = _after_brackets(text, reference.end)
    tokens = [token for _n, token in zip(range(MOST_WORDS), words(text[at : at + _FAR]), strict=False)]
    if not tokens or not _COMMAS.fullmatch(text[at : at + tokens[0].start]):
        return None
    best: tuple[int, int, Clause] | None = None
    for clause in known:
        for form in clause.words:
            if form and tuple(token.stem for token in tokens[: len(form)]) == form:
                end = at + tokens[len(form) - 1].end
                follows = tokens[len(form)].stem if len(form) < len(tokens) else ""
                if (best is None or end > best[1]) and not (len(form) == 1 and follows[:1].isdigit()):
                    best = (at, end, clause)
    return best


def _after_brackets(text: str, at: int) -> int:
    """Past days, symbols and what else stands in brackets after a reference."""
    for _n in range(2):
        found = _DATED.match(text, at)
        if found is None:
            break
        at = found.end()
    return at
