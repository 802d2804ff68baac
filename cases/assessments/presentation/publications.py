"""How publications are shown: their citations, and what became of them, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.assessments.cited import publication_cited
from cases.assessments.models import Publication
from cases.assessments.presentation.labels import Labels
from natoassess.web.citations import STYLES, oscola_line
from natoassess.web.presentation import words


@dataclass(frozen=True)
class CitationShown:
    """How to cite in one style: what the style is called, and the text."""

    style: str
    text: str
    is_code: bool = False


def citations(publication: Publication, url: str) -> list[CitationShown]:
    """The citation in words, in the manner of OSCOLA, and for BibTeX."""
    record = publication_cited(publication, url)
    return [
        CitationShown(_("In words"), plain(publication, url)),
        CitationShown(_("For lawyers (in the manner of OSCOLA)"), oscola_line(record)),
        CitationShown("BibTeX", STYLES["bibtex"].render([record]), is_code=True),
    ]


def plain(publication: Publication, url: str) -> str:
    """Whole: who, what, number, day, law, yardstick, address."""
    terms = publication.snapshot.record["terms"]
    day, framework = words.long_date(publication.published_at.date()), terms["framework"]
    parts = [
        publication.authors_words,
        f"“{publication.title}”",
        f"natoassess {publication.number}",
        _("published %(day)s") % {"day": day},
        _("law as of %(day)s") % {"day": words.long_date(terms["as_of"])},
        _("framework %(code)s, version %(version)s")
        % {"code": framework["code"], "version": framework["version"]},
        url,
    ]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Revision:
    """One line of the history of revisions."""

    publication: Publication
    is_here: bool
    state: str


@dataclass(frozen=True)
class DissentShown:
    """Who holds what against an answer, or against the whole where `label` is empty."""

    author: str
    label: str
    text: str


def dissents_shown(publication: Publication, labels: Labels) -> list[DissentShown]:
    """The dissents that were published with it, each with the label of the question that it is about."""
    return [
        DissentShown(
            item["author"],
            labels.question(item["question"].partition("-")[2]) if item["question"] else "",
            item["text"],
        )
        for item in publication.record["dissents"]
    ]


def history(line: Iterable[Publication], here: Publication) -> list[Revision]:
    """The revisions in words, newest first."""
    return [Revision(row, row.pk == here.pk, state_words(row)) for row in line]


def state_words(publication: Publication) -> str:
    """What became of it: the newest, superseded, retracted."""
    if publication.retracted_at is not None:
        return _("retracted on %(day)s") % {"day": words.long_date(localdate(publication.retracted_at))}
    if publication.successor is not None:
        day = words.long_date(publication.successor.published_at.date())
        return _("superseded on %(day)s") % {"day": day}
    return _("the newest")
