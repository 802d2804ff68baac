"""The three answers of an evaluation, ready to be shown: headline, small print and one sentence each.

Takes the engine's response (docs/scoring.md, section 7) and never adds the answers up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from natoassess.web.presentation import bars, words

READING_ORDER = ("strict", "prevailing", "permissive")
HEADLINE_READING = "prevailing"


@dataclass(frozen=True)
class Reading:
    """One of the three readings: its name, the verdict under it, whether it is the headline, what it
    admits.
    """

    code: str
    name: str
    verdict: str
    is_headline: bool
    rule: str
    span: str


def verdict_span(part: Mapping[str, Any]) -> str:
    """Return "from unlawful to lawful" where a verdict is open, otherwise an empty text."""
    low, high = part.get("at_least"), part.get("at_most")
    if not low or not high or low == high:
        return ""
    return _("from %(low)s to %(high)s") % {
        "low": words.word(words.VERDICTS, low),
        "high": words.word(words.VERDICTS, high),
    }


def readings(legality: Mapping[str, Any]) -> list[Reading]:
    """Return the readings present in a legality result, strict to permissive."""
    found: Mapping[str, Mapping[str, Any]] = legality.get("readings") or {}
    return [
        Reading(
            code=code,
            name=words.word(words.READINGS, code),
            verdict=found[code].get("verdict") or "none",
            is_headline=code == HEADLINE_READING,
            rule=words.word(words.READING_RULES, code),
            span=verdict_span(found[code]),
        )
        for code in READING_ORDER
        if code in found
    ]


def legality_note(legality: Mapping[str, Any]) -> str:
    """Return how far the verdict is open, or what the other readings make of it."""
    if not legality.get("verdict"):
        return ""
    if legality["verdict"] == "not_applicable":
        return _("No State's conduct, so no State's obligation is engaged.")
    span = verdict_span(legality)
    if span:
        return words.capitalise(span) + "."
    others = [item for item in readings(legality) if item.verdict != legality["verdict"]]
    if not others:
        return _("All readings agree.") if legality.get("readings") else ""
    return " ".join(
        _("The %(reading)s reading: %(verdict)s.")
        % {"reading": item.name.lower(), "verdict": words.word(words.VERDICTS, item.verdict)}
        for item in others
    )


def legitimacy_small(legitimacy: Mapping[str, Any]) -> list[str]:
    """Return the pieces of small print beside the index: band, bounds while something is unrated, and the
    interval.
    """
    if legitimacy.get("index") is None:
        return [_("open from 0 to 100")]
    band = legitimacy.get("band")
    parts = [_("of what is rated") if bars.is_partial(legitimacy) else _("of 100")]
    parts.append(words.word(words.BANDS, band) if band else _("not enough answered for a band"))
    lead = ", ".join(parts)
    tail = []
    edge, drawn = bars.bounds(legitimacy, "low", "high"), bars.interval(legitimacy)
    if edge:
        tail.append(_("bounds %(span)s") % {"span": words.span(*edge)})
    if drawn:
        tail.append(f"90{words.NBSP}% {words.span(*drawn)}")
    if not tail:
        tail.append(_("interval not drawn"))
    return [lead, *tail]


def legitimacy_note(legitimacy: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> str:
    """Return the chance of each band where draws were made, and what holds the band down."""
    sentences = []
    if not legitimacy.get("band") and legitimacy.get("band_at_least") and legitimacy.get("index") is not None:
        sentences.append(
            _("Band at least %(low)s, at most %(high)s.")
            % {
                "low": words.word(words.BANDS, legitimacy["band_at_least"]),
                "high": words.word(words.BANDS, legitimacy.get("band_at_most")),
            }
        )
    chances: Mapping[str, float] = (legitimacy.get("distribution") or {}).get("bands") or {}
    shown = sorted(((share, band) for band, share in chances.items() if share >= 0.005), reverse=True)
    if shown and legitimacy.get("index") is not None:
        share, band = shown[0]
        listed = ", ".join(f"{words.percent(part)} {words.word(words.BANDS, name)}" for part, name in shown)
        sentences.append(
            _("%(likelihood)s %(band)s: the draws fall %(listed)s.")
            % {
                "likelihood": words.capitalise(words.likelihood(share)),
                "band": words.word(words.BANDS, band),
                "listed": listed,
            }
        )
    sentences += [
        _("Held at %(band)s at most by: %(cause)s.")
        % {
            "band": words.word(words.BANDS, bite.get("band")),
            "cause": (titles or {}).get(bite["code"]) or words.word({}, bite["code"]),
        }
        for bite in legitimacy.get("capped_by") or ()
    ]
    return " ".join(sentences)


def sovereignty_small(sovereignty: Mapping[str, Any]) -> list[str]:
    """Return the pieces of small print beside the gross impact: bounds while something is unrated, and the
    adjusted impact.
    """
    if sovereignty.get("gross") is None:
        return [_("open from 0 to 100")]
    lead = _("of what is rated, gross") if bars.is_partial(sovereignty) else _("of 100, gross")
    parts = [lead]
    edge = bars.bounds(sovereignty, "gross_low", "gross_high")
    if edge:
        parts.append(_("bounds %(span)s") % {"span": words.span(*edge)})
    parts.append(_("adjusted %(range)s") % {"range": bars.adjusted_words(sovereignty)})
    return parts


def sovereignty_note(sovereignty: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> str:
    """Return what consent deducts and, where its title is known, the dimension hit worst."""
    sentences = []
    gross, adjusted = sovereignty.get("gross"), sovereignty.get("adjusted")
    if gross is not None and adjusted is not None:
        sentences.append(
            _("Consent deducts nothing.")
            if words.number(gross) == words.number(adjusted)
            else _("Consent deducts %(points)s points.") % {"points": words.number(gross - adjusted)}
        )
    elif gross is not None:
        sentences.append(_("What consent deducts is not settled."))
    worst = sovereignty.get("worst")
    named: Sequence[str] = [worst] if isinstance(worst, str) else list(worst or [])
    known = [titles[code] for code in named if titles and code in titles]
    if known:
        sentences.append(_("Heaviest: %(dimensions)s.") % {"dimensions": ", ".join(known)})
    return " ".join(sentences)
