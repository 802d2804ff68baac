"""How far codings agree, as the page shows it: alpha in words, and each disputed question with who says what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.agreement import Agreement
from cases.assessments.presentation.labels import Labels, labels_of
from frameworks.agreement import Answer, CodedItem, Effect, Part, Reliability
from natoassess.web.presentation import words
from natoassess.web.presentation.words import Word

PARTS: Mapping[Part, Word] = {
    "facts": gettext_lazy("Facts"),
    "ratings": gettext_lazy("Criteria of legitimacy"),
    "sovereignty": gettext_lazy("Impact on sovereignty"),
}
RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff's customary limits (Content Analysis, 2004, p. 241): rely on 0.800 and above, tentatively on 0.667."""


@dataclass(frozen=True)
class AlphaShown:
    """Alpha of one part, and what it allows to be concluded."""

    title: str
    reliability: Reliability
    meaning: str


@dataclass(frozen=True)
class GivenAnswer:
    """An answer, who gave it, and what the first coding would come to with it; empty where that stays the same."""

    value: Answer
    who: tuple[str, ...]
    effect: str

    @property
    def is_level(self) -> bool:
        """Whether it is a level of a scale, which is shown as a figure too."""
        return isinstance(self.value, int)


@dataclass(frozen=True)
class DisputedItem:
    """A question that is answered differently."""

    part: Part
    title: str
    label: str
    answers: tuple[GivenAnswer, ...]
    disagreement: float | None


@dataclass(frozen=True)
class Turn:
    """A coding whose verdict is not that of the first, and the sets of facts that are enough for it."""

    name: str
    verdict: str | None
    sets: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class AgreementShown:
    """Everything the page shows beside the codings themselves."""

    alphas: tuple[AlphaShown, ...]
    items: tuple[DisputedItem, ...]
    agreed: int
    turns: tuple[Turn, ...]
    deciding: tuple[DisputedItem, ...]
    """Disputed questions of which one alone changes the verdict or the band of the first coding."""


def agreement_shown(agreement: Agreement) -> AgreementShown | None:
    """The agreement in words; None while there is nothing to compare."""
    if agreement.compared is None:
        return None
    labels = labels_of(agreement.codings[0].assessment.framework)
    names = [coding.name for coding in agreement.codings]
    first = agreement.compared.first
    items = tuple(_item(item, names, first, labels) for item in agreement.disputed)
    return AgreementShown(
        alphas=tuple(
            AlphaShown(str(PARTS[part]), found, alpha_words(found))
            for part, found in agreement.compared.reliability.items()
        ),
        items=items,
        turns=tuple(
            Turn(
                coding.name,
                coding.answers.verdict,
                tuple(tuple(labels.fact(code) for code in chosen) for chosen in coding.turns),
            )
            for coding in agreement.codings
            if coding.turns
        ),
        agreed=len(agreement.compared.items) - len(items),
        deciding=tuple(item for item in items if any(given.effect for given in item.answers)),
    )


def alpha_words(reliability: Reliability) -> str:
    """What an alpha allows to be concluded, or why there is none.

    A limit counts as passed only where the lower end of the interval passes it too: a few coders, or a few questions,
    bring an alpha above it by chance.
    """
    if reliability.alpha is None:
        if not reliability.items:
            return _("No question is answered by two, so there is nothing to compare.")
        return _("All give the same answer throughout, so chance cannot be told from agreement: no alpha.")
    if reliability.alpha < TENTATIVE:
        return _("Below the customary 0.667: these answers depend on who gives them.")
    limit = RELIABLE if reliability.alpha >= RELIABLE else TENTATIVE
    if reliability.low is None:
        return _("Tentative conclusions at most: there is no interval to tell how sure alpha is.")
    if reliability.low < limit:
        return _(
            "Tentative conclusions at most: alpha passes %(limit)s, but its interval reaches down to %(low)s."
        ) % {
            "limit": f"{limit:g}",
            "low": words.number(reliability.low, 2),
        }
    if limit == RELIABLE:
        return _("Reliable by the customary limit of 0.8, which the whole interval passes.")
    return _("Enough for tentative conclusions only: between 0.667 and 0.8.")


def _item(item: CodedItem, names: list[str], first: Effect, labels: Labels) -> DisputedItem:
    return DisputedItem(
        part=item.item.part,
        title=str(PARTS[item.item.part]),
        label=labels.question(item.item.code),
        answers=tuple(_answers(item, names, first)),
        disagreement=item.disagreement,
    )


def _answers(item: CodedItem, names: list[str], first: Effect) -> Iterator[GivenAnswer]:
    """Each answer once, in the order in which the codings give it."""
    for answer in dict.fromkeys(item.answers):
        who = tuple(name for name, given in zip(names, item.answers, strict=True) if given == answer)
        effect = item.effects.get(answer)
        yield GivenAnswer(answer, who, effect_words(first, effect) if effect else "")


def effect_words(first: Effect, effect: Effect) -> str:
    """ "verdict arguable", "band mixed", both, or nothing where neither moves."""
    moved = []
    if effect.verdict != first.verdict:
        moved.append(_("verdict %(word)s") % {"word": words.word(words.VERDICTS, effect.verdict)})
    if effect.band != first.band:
        band = words.word(words.BANDS, effect.band) if effect.band else _("not enough answered")
        moved.append(_("band %(word)s") % {"word": band})
    return ", ".join(moved)
