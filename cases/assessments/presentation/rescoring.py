"""The published figures and those of today, side by side, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.models import Publication
from cases.assessments.rescoring import Difference, Rescored
from natoassess.web.presentation import words


@dataclass(frozen=True)
class Column:
    """One column of the table: what it is, its few numbers, and what differs, in words."""

    title: str
    subtitle: str
    summary: dict[str, Any] | None
    differs: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    is_published: bool = False


def columns(publication: Publication, rescored: list[Rescored]) -> list[Column]:
    """The published column first, then the others."""
    evaluation, terms = publication.snapshot.evaluation, publication.snapshot.record["terms"]
    first = Column(
        title=_("As published"),
        subtitle=_yardstick(terms["framework"]["code"], terms["framework"]["version"], evaluation["engine"]),
        summary=publication.snapshot.summary,
        is_published=True,
    )
    return [first, *(_column(row) for row in rescored)]


def _column(row: Rescored) -> Column:
    engine = row.evaluation["engine"] if row.evaluation else ""
    return Column(
        title=_("Today, same version") if row.is_same_version else _("Today, newest version"),
        subtitle=_yardstick(row.framework.code, row.framework.version, engine),
        summary=row.summary,
        differs=tuple(difference_words(item) for item in row.differences),
        faults=row.faults,
    )


def _yardstick(code: str, version: int, engine: str) -> str:
    told = _("%(code)s, version %(version)s") % {"code": code, "version": version}
    return f"{told}; {_('engine %(engine)s') % {'engine': engine}}" if engine else told


def difference_words(item: Difference) -> str:
    """ "Legitimacy: 69.0 as published, 71.2 now"."""
    return _("%(what)s: %(before)s as published, %(now)s now") % {
        "what": _member(item.member),
        "before": _value(item.member, item.published),
        "now": _value(item.member, item.rescored),
    }


def _member(member: str) -> str:
    part, _dot, name = member.partition(".")
    named = {
        "legality.verdict": _("Legality"),
        "legitimacy.index": _("Legitimacy"),
        "legitimacy.low": _("Legitimacy, lower bound"),
        "legitimacy.high": _("Legitimacy, upper bound"),
        "legitimacy.band": _("Band of legitimacy"),
        "sovereignty.gross": _("Sovereignty impact, gross"),
        "sovereignty.adjusted": _("Sovereignty impact, adjusted for consent"),
    }
    if member in named:
        return named[member]
    if part == "legality":
        return _("Legality, %(reading)s reading") % {"reading": words.word(words.READINGS, name).lower()}
    return _("Competence, %(rule)s") % {"rule": name.replace("_", " ")}


def _value(member: str, value: Any) -> str:
    if value is None:
        return _("nothing")
    if member.startswith("legality."):
        return words.word(words.VERDICTS, value)
    if member == "legitimacy.band":
        return words.word(words.BANDS, value)
    return words.number(value) if isinstance(value, int | float) else words.word(words.FACT_VALUES, value)
