"""The front of a report: what it is about, where it stands, who answers for it, and the three answers side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Standpoint, Status
from cases.assessments.presentation.labels import Labels
from cases.assessments.reports.matter import Matter
from natoassess.accounts.models import User
from natoassess.web.formats.document import (
    Block,
    Cell,
    Column,
    Note,
    Paragraph,
    Run,
    Runs,
    Table,
    Terms,
    cell,
    said,
)
from natoassess.web.presentation import words
from natoassess.web.presentation.answers import readings, verdict_span

MARKS: Mapping[str, words.Word] = {
    Status.DRAFT: gettext_lazy("Draft"),
    Status.RETURNED: gettext_lazy("Returned"),
    Status.SUBMITTED: gettext_lazy("In review"),
}
"""The word on every page while an assessment is not published."""


def mark_of(assessment: Assessment) -> str:
    """The word on every page; none for what is published."""
    return "" if assessment.reference is not None else str(MARKS.get(assessment.status, ""))


def head_lines(matter: Matter) -> Iterator[str]:
    """What a reader must know before anything else."""
    assessment = matter.assessment
    if assessment.reference is not None:
        yield _("Project coding, not reviewed by counsel. Not legal advice.")
        return
    told = {
        Status.DRAFT: _("A draft: not submitted, not reviewed, and open to change. Not legal advice."),
        Status.RETURNED: _("Returned by its reviewer and open to change. Not legal advice."),
        Status.SUBMITTED: _("Submitted and frozen; not reviewed yet. Not legal advice."),
        Status.PUBLISHED: _("Reviewed and published; frozen. Not legal advice."),
        Status.SUPERSEDED: _("Published and superseded since; frozen. Not legal advice."),
        Status.RETRACTED: _("Retracted: not to be relied on."),
    }
    yield told[Status(assessment.status)]
    if matter.publication is not None and matter.publication.successor is not None:
        yield _("In its place stands %(number)s.") % {"number": matter.publication.successor.number}


def person(user: User | None) -> str:
    """A person by name, or that there was one."""
    return user.name if user is not None else _("a former member")


def particulars(matter: Matter, evaluation: Mapping[str, Any]) -> Terms:
    """The particulars of the assessment, as on a title page; what is not there is left out."""
    assessment, subject, terms = matter.assessment, matter.subject, matter.terms
    framework = _("%(code)s, version %(version)s") % terms["framework"]
    pairs = [
        (_("Situation"), subject["case"]),
        (_("Phase"), subject["title"] if subject["title"] != subject["case"] else ""),
        (_("When"), words.date_range(subject["starts_on"], subject["ends_on"])),
        (_("State concerned"), subject["target"]),
        (_("Acting"), subject["acting"]),
        (_("What happens"), subject["summary"] or assessment.phase.case.deck),
        (_("Law as of"), words.long_date(terms["as_of"])),
        (_("Standpoint"), str(Standpoint(terms["standpoint"]).label)),
        (_("Yardstick"), f"{terms['framework']['title']} ({framework})"),
        (_("Status"), _standing(matter)),
        *_people(matter),
        (_("Submitted"), words.long_date(assessment.submitted_at) if _went_out(assessment) else ""),
        (_("Published"), words.long_date(assessment.published_at) if assessment.published_at else ""),
        (_("Revision"), str(matter.revision) if matter.revision else ""),
        (_("Evaluation"), evaluation["evaluation_id"]),
    ]
    return Terms(tuple((name, said(text)) for name, text in pairs if text))


def _went_out(assessment: Assessment) -> bool:
    """Whether it left its author's hands on a day worth telling; the library's do not."""
    return assessment.reference is None and assessment.submitted_at is not None


def _standing(matter: Matter) -> str:
    assessment, publication = matter.assessment, matter.publication
    if assessment.reference is not None:
        return _("reference assessment of the library")
    status = assessment.get_status_display()
    return f"{status}, {publication.number}" if publication else status


def _people(matter: Matter) -> list[tuple[str, str]]:
    assessment, publication = matter.assessment, matter.publication
    if assessment.reference is not None:
        coded = ", ".join(filter(None, (assessment.coded_by, words.long_date(assessment.coded_on))))
        return [(_("Coded by"), coded)]
    if publication is not None:
        return [
            (_("Author"), publication.authors_words or person(None)),
            (_("Team"), publication.team_name),
            (_("Reviewer"), publication.reviewer_name or person(None)),
        ]
    reviewed = assessment.status in {Status.PUBLISHED, Status.RETURNED}
    return [
        (_("Author"), person(assessment.author)),
        (_("Team"), assessment.team.name if assessment.team else ""),
        (_("Reviewer"), person(assessment.reviewer) if reviewed else ""),
    ]


def three_answers(evaluation: Mapping[str, Any], labels: Labels, deck: str) -> Iterator[Block]:
    """The three answers with their bounds, in one table, and in a sentence."""
    if deck:
        yield Paragraph((Run(deck, strong=True),))
    columns = (Column(_("Question"), 1.1), Column(_("Answer"), 1.2), Column(_("Bounds"), 2.6))
    rows = (
        (cell(_("Is it lawful?")), _headline(_lawful(evaluation["legality"])), _readings(evaluation)),
        (
            cell(_("Is it legitimate?")),
            _headline(_legitimate(evaluation["legitimacy"])),
            _cells(_spread(evaluation["legitimacy"], labels)),
        ),
        (
            cell(_("What does it cost the sovereignty of the State concerned?")),
            _headline(_costs(evaluation["sovereignty"])),
            _cells(_harm(evaluation["sovereignty"], labels)),
        ),
    )
    yield Table(_("The three answers, each with its bounds"), columns, rows)
    yield Note(said(_("The answers are given apart. None is an input of another, and nothing adds them up.")))


def _headline(lines: list[str]) -> Cell:
    first, *rest = lines
    return Cell(((Run(words.capitalise(first), strong=True),), *(said(line) for line in rest)))


def _cells(lines: list[str]) -> Cell:
    return Cell(tuple(said(words.capitalise(line)) for line in lines))


def _lawful(legality: Mapping[str, Any]) -> list[str]:
    return [words.word(words.VERDICTS, legality["verdict"]), _("on the prevailing reading")]


def _readings(evaluation: Mapping[str, Any]) -> Cell:
    legality = evaluation["legality"]
    told: list[Runs] = []
    for reading in readings(legality):
        verdict = words.word(words.VERDICTS, reading.verdict)
        span = f" ({reading.span})" if reading.span else ""
        told.append((Run(f"{reading.name}: ", strong=True), Run(f"{verdict}{span}.")))
    attributed = legality.get("if_attributed")
    if attributed:
        span = verdict_span(attributed)
        verdict = words.word(words.VERDICTS, attributed["verdict"]) + (f" ({span})" if span else "")
        told.append(said(_("Were it attributed to a State: %(verdict)s.") % {"verdict": verdict}))
    return Cell(tuple(told))


def _legitimate(legitimacy: Mapping[str, Any]) -> list[str]:
    if legitimacy["index"] is None:
        return [_("not rated yet")]
    band = words.word(words.BANDS, legitimacy["band"]) if legitimacy["band"] else _("no band yet")
    return [band, _("index %(index)s of 100") % {"index": words.number(legitimacy["index"])}]


def _spread(legitimacy: Mapping[str, Any], labels: Labels) -> list[str]:
    if legitimacy["index"] is None:
        return [_("open from 0 to 100.")]
    said_so = [
        _("at least %(low)s and at most %(high)s, whatever the answers are that are missing.")
        % {"low": words.number(legitimacy["low"]), "high": words.number(legitimacy["high"])}
    ]
    if legitimacy["band_at_least"] != legitimacy["band_at_most"]:
        named = {
            "low": words.word(words.BANDS, legitimacy["band_at_least"]),
            "high": words.word(words.BANDS, legitimacy["band_at_most"]),
        }
        said_so.append(_("the band is at least %(low)s and at most %(high)s.") % named)
    drawn = legitimacy.get("distribution")
    if drawn:
        ends = {"low": words.number(drawn["p05"]), "high": words.number(drawn["p95"])}
        said_so.append(_("nine draws in ten fall between %(low)s and %(high)s.") % ends)
    said_so.append(_("%(share)s of the weight is rated.") % {"share": words.portion(legitimacy["coverage"])})
    said_so += [
        _("the band is held at %(band)s at most by: %(cause)s.")
        % {
            "band": words.word(words.BANDS, bite["band"]),
            "cause": labels.answer_titles.get(bite["code"]) or words.word({}, bite["code"]),
        }
        for bite in legitimacy.get("capped_by") or ()
    ]
    return said_so


def _costs(impact: Mapping[str, Any]) -> list[str]:
    if impact["gross"] is None:
        return [_("not rated yet")]
    adjusted = words.number(impact["adjusted"]) if impact["adjusted"] is not None else _("not settled")
    return [
        _("gross %(gross)s of 100") % {"gross": words.number(impact["gross"])},
        _("adjusted for consent: %(adjusted)s") % {"adjusted": adjusted},
    ]


def _harm(impact: Mapping[str, Any], labels: Labels) -> list[str]:
    if impact["gross"] is None:
        return [_("open from 0 to 100.")]
    spans = {
        "gross": words.span(impact["gross_low"], impact["gross_high"]),
        "adjusted": words.span(impact["adjusted_low"], impact["adjusted_high"]),
    }
    told = [
        _("gross %(gross)s.") % spans,
        _("adjusted for consent %(adjusted)s.") % spans,
        _("%(share)s of the kinds of harm are rated.") % {"share": words.portion(impact["coverage"])},
    ]
    if impact["worst"]:
        worst = labels.sovereignty_titles.get(impact["worst"], impact["worst"])
        told.append(_("heaviest on %(what)s.") % {"what": worst})
    return told
