"""What moved between two evaluations, in words: while filing, and in a what-if."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from natoassess.web.presentation import answers, words

PRESENT = 0.05
"""A difference that shows in one decimal."""


def movement(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """What differs between two evaluations, in sentences without a full stop; nothing where nothing moved.

    `titles` names the criteria and dimensions that hold a band down, by code.
    """
    if before is None or after is None:
        return ()
    found = [*_verdicts(before["legality"], after["legality"])]
    old, new = before["legitimacy"], after["legitimacy"]
    found += _number(_("legitimacy"), old["index"], new["index"])
    if old["band"] != new["band"] and new["index"] is not None:
        found.append(_("band %(old)s, now %(new)s") % {"old": _band(old["band"]), "new": _band(new["band"])})
    found += _caps(old, new, titles)
    found += _interval(old, new)
    found += _number(
        _("sovereignty impact, gross"), before["sovereignty"]["gross"], after["sovereignty"]["gross"]
    )
    found += _number(
        _("sovereignty impact, adjusted"), before["sovereignty"]["adjusted"], after["sovereignty"]["adjusted"]
    )
    return tuple(found)


def _verdicts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[str]:
    def word(code: str) -> str:
        return words.word(words.VERDICTS, code)

    if old["verdict"] != new["verdict"]:
        yield _("verdict %(old)s, now %(new)s") % {"old": word(old["verdict"]), "new": word(new["verdict"])}
    elif (old["at_least"], old["at_most"]) != (new["at_least"], new["at_most"]):
        yield _("verdict still open, now %(span)s") % {"span": answers.verdict_span(new)}
    for reading in ("strict", "permissive"):
        was, now = old["readings"][reading]["verdict"], new["readings"][reading]["verdict"]
        if was != now:
            yield _("%(reading)s reading %(old)s, now %(new)s") % {
                "reading": words.word(words.READINGS, reading).lower(),
                "old": word(was),
                "new": word(now),
            }


def _band(code: str | None) -> str:
    return words.word(words.BANDS, code) if code else _("not enough answered")


def _caps(old: Mapping[str, Any], new: Mapping[str, Any], titles: Mapping[str, str]) -> Iterable[str]:
    """What came to hold the band down, or does no longer: without it a band may seem not to follow from its index."""
    before, after = (
        {bite["code"]: bite["band"] for bite in legitimacy.get("capped_by") or ()}
        for legitimacy in (old, new)
    )
    for found, lost, text in (
        (after, before, _("band held at %(band)s at most by: %(cause)s")),
        (before, after, _("band no longer held at %(band)s at most by: %(cause)s")),
    ):
        for code, band in found.items():
            if lost.get(code) != band:
                yield text % {"band": _band(band), "cause": titles.get(code) or words.word({}, code)}


def _number(name: str, old: float | None, new: float | None) -> list[str]:
    if old == new or (old is not None and new is not None and words.number(old) == words.number(new)):
        return []
    if old is None or new is None:
        unrated = _("not settled")
        shown = [unrated if value is None else words.number(value) for value in (old, new)]
        return [_("%(name)s %(old)s, now %(new)s") % {"name": name, "old": shown[0], "new": shown[1]}]
    sign = "+" if new > old else "\u2212"
    return [
        _("%(name)s %(old)s, now %(new)s (%(difference)s)")
        % {
            "name": name,
            "old": words.number(old),
            "new": words.number(new),
            "difference": f"{sign}{words.number(abs(new - old))}",
        }
    ]


def _interval(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    drawn = [part["distribution"] for part in (old, new)]
    if not all(drawn) or old["index"] is None or new["index"] is None:
        return []
    widths = [part["p95"] - part["p05"] for part in drawn]
    difference = widths[1] - widths[0]
    if abs(difference) < PRESENT:
        return []
    text = _("interval wider by %(points)s") if difference > 0 else _("interval narrower by %(points)s")
    return [text % {"points": words.number(abs(difference))}]
