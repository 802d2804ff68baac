"""What the balance map shows, in words: computed from the answers, so that title and points cannot disagree."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.assessments.phase_answers import PhaseAnswers
from natoassess.web.presentation import words

NUMBERS = (
    gettext_lazy("no"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
    gettext_lazy("eleven"),
    gettext_lazy("twelve"),
)
#: The verdicts and the bands from worst to best; an undetermined verdict and a missing band point nowhere.
VERDICT_RANK = {"unlawful": 0, "arguable": 1, "lawful": 2}
BAND_RANK = {"low": 0, "mixed": 1, "high": 2}


def number_word(total: int) -> str:
    """A whole number in words up to twelve, in digits beyond."""
    return str(NUMBERS[total]) if total < len(NUMBERS) else str(total)


def finding(answers: Sequence[PhaseAnswers]) -> str:
    """The title of the map: how many phases rate high on legitimacy and are unlawful all the same."""
    if not answers:
        return _("No phase is assessed yet")
    torn = sum(
        1 for answer in answers if answer.verdict == "unlawful" and answer.legitimacy["band"] == "high"
    )
    if not torn:
        return _("No phase that rates high on legitimacy comes out unlawful")
    sentence = ngettext(
        "%(number)s phase rates high on legitimacy and still comes out unlawful",
        "%(number)s phases rate high on legitimacy and still come out unlawful",
        torn,
    )
    return words.capitalise(sentence % {"number": number_word(torn)})


def extent(answers: Sequence[PhaseAnswers]) -> str:
    """How many phases the map holds and which years they span: "Four phases of intervention, 1999 to 2011"."""
    if not answers:
        return ""
    years = sorted(answer.phase.starts_on.year for answer in answers)
    sentence = ngettext(
        "%(number)s phase of intervention, begun %(years)s",
        "%(number)s phases of intervention, begun %(years)s",
        len(answers),
    )
    span = (
        str(years[0])
        if years[0] == years[-1]
        else _("%(first)d to %(last)d") % {"first": years[0], "last": years[-1]}
    )
    return words.capitalise(sentence % {"number": number_word(len(answers)), "years": span})


def apart(answers: Sequence[PhaseAnswers]) -> list[PhaseAnswers]:
    """The phases whose verdict and band point in different directions, or that fell below an earlier phase in law.

    The widest gap stands first; among equals the order given.
    """
    chosen = [answer for answer in answers if _gap(answer) or _fallen(answer, answers)]
    return sorted(chosen, key=lambda answer: -abs(_gap(answer)))


def contrast(answer: PhaseAnswers) -> str:
    """One sentence on how the answers of a phase part, from the answers alone."""
    verdict = words.word(words.VERDICTS, answer.verdict)
    band = words.word(words.BANDS, answer.legitimacy.get("band"))
    readings = answer.summary["readings"] if answer.summary else {}
    others = [
        _("%(verdict)s under the %(reading)s reading")
        % {"verdict": words.word(words.VERDICTS, found), "reading": words.word(words.READINGS, name).lower()}
        for name, found in readings.items()
        if found != answer.verdict
    ]
    gap = _gap(answer)
    if gap < 0:
        first = _("%(verdict)s by the prevailing reading, yet %(band)s on legitimacy") % {
            "verdict": words.capitalise(verdict),
            "band": band,
        }
    elif gap > 0:
        first = _("%(verdict)s, and yet no more than %(band)s on legitimacy") % {
            "verdict": words.capitalise(verdict),
            "band": band,
        }
    else:
        first = _("An earlier phase of the same case came out better in law; this one is %(verdict)s") % {
            "verdict": verdict
        }
    return "; ".join([first, *others]) + "."


def _gap(answer: PhaseAnswers) -> int:
    """Verdict above band (+), below it (-), or level; 0 too where either is open."""
    verdict, band = VERDICT_RANK.get(answer.verdict or ""), BAND_RANK.get(answer.legitimacy.get("band") or "")
    return verdict - band if verdict is not None and band is not None else 0


def _fallen(answer: PhaseAnswers, answers: Sequence[PhaseAnswers]) -> bool:
    """Whether an earlier phase of the same case has a better verdict."""
    own = VERDICT_RANK.get(answer.verdict or "")
    earlier = [
        VERDICT_RANK.get(other.verdict or "")
        for other in answers
        if other.phase.case_id == answer.phase.case_id and other.phase.position < answer.phase.position
    ]
    return own is not None and any(rank is not None and rank > own for rank in earlier)
