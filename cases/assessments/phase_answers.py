"""The three answers of a phase, as lists, maps and case pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.models import Assessment
from cases.assessments.selectors import assessments, published, reference_assessments
from cases.studies.models import Phase
from natoassess.accounts.selectors import Person
from natoassess.web.presentation import words


@dataclass(frozen=True)
class PhaseAnswers:
    """A phase with the assessment that speaks for it and its summary (evaluation.summary_of); None where none does."""

    phase: Phase
    assessment: Assessment | None
    summary: dict[str, Any] | None

    @property
    def verdict(self) -> str | None:
        """The prevailing verdict; None while nothing was submitted."""
        return str(self.summary["verdict"]) if self.summary else None

    @property
    def legitimacy(self) -> dict[str, Any]:
        """Index, bounds, band and distribution; empty while nothing was submitted."""
        return dict(self.summary["legitimacy"]) if self.summary else {}

    @property
    def sovereignty(self) -> dict[str, Any]:
        """Gross and adjusted impact with their ranges; empty while nothing was submitted."""
        return dict(self.summary["sovereignty"]) if self.summary else {}

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """The range that stands beside the index: of the draws where they were made, else of the bounds."""
        drawn = self.legitimacy.get("distribution")
        if drawn:
            return drawn["p05"], drawn["p95"]
        return self.legitimacy.get("low"), self.legitimacy.get("high")

    @property
    def legitimacy_words(self) -> str:
        """ "69.0 high", "48.2 mixed, of what is rated", or that nothing, or not enough for a band, is rated."""
        index = self.legitimacy.get("index")
        if index is None:
            return _("not rated")
        band = self.legitimacy["band"]
        shown = f"{words.number(index)} {words.word(words.BANDS, band) if band else _('(no band)')}"
        return _("%(index)s, of what is rated") % {"index": shown} if self.is_partial else shown

    @property
    def range_words(self) -> str:
        """What stands beside the index: the interval, or the bounds while something is unrated; empty without one."""
        if self.legitimacy.get("index") is None:
            return ""
        if self.is_partial:
            bounds = words.span(self.legitimacy["low"], self.legitimacy["high"])
            return _("bounds %(span)s") % {"span": bounds}
        return words.span(*self.interval)

    @property
    def is_partial(self) -> bool:
        """Whether some criterion is neither rated nor set aside as not applicable."""
        return bool(self.legitimacy.get("coverage", 0) < 1)

    @property
    def sovereignty_words(self) -> str:
        """ "62.5", "50.0, bounds 20.0–80.0", or that nothing is rated."""
        given = self.sovereignty
        if given.get("gross") is None:
            return _("not rated")
        if given["coverage"] == 1:
            return words.number(given["gross"])
        bounds = words.span(given["gross_low"], given["gross_high"])
        return _("%(gross)s, bounds %(span)s") % {"gross": words.number(given["gross"]), "span": bounds}

    @property
    def title(self) -> str:
        """Whose assessment it is; empty where there is none."""
        return assessment_title(self.assessment) if self.assessment else ""

    @property
    def comparison_item(self) -> str:
        """How the comparison page is asked for this answer."""
        if self.assessment is not None:
            return comparison_item(self.assessment)
        return f"{self.phase.case.slug}/{self.phase.slug}"

    def as_point(self, url: str) -> dict[str, Any]:
        """The phase as a point of the balance map; None stands for what is not known."""
        low, high = self.interval
        return {
            "label": self.phase.label,
            "url": url,
            "verdict": self.verdict,
            "legitimacy": self.legitimacy.get("index"),
            "low": low,
            "high": high,
            "band": self.legitimacy.get("band"),
            "sovereignty": self.sovereignty.get("gross"),
            "sovereignty_low": self.sovereignty.get("gross_low"),
            "sovereignty_high": self.sovereignty.get("gross_high"),
        }


def summary_shown(assessment: Assessment | None) -> dict[str, Any] | None:
    """The summary of the newest snapshot; None for a draft that was never submitted."""
    if assessment is None:
        return None
    newest = next(iter(assessment.snapshots.all()), None)
    return dict(newest.summary) if newest else None


def assessment_title(assessment: Assessment) -> str:
    """What to call an assessment in a line: whose it is."""
    if assessment.reference is not None:
        return _("Reference assessment")
    name = assessment.author.name if assessment.author else _("somebody who has left")
    return _("Assessment by %(name)s") % {"name": name}


def title_of(assessment: Assessment) -> str:
    """The case, and the phase where it has a name of its own. Needs phase__case."""
    phase = assessment.phase
    return phase.case.title if phase.title == phase.case.title else f"{phase.case.title}: {phase.title}"


def phase_answers(user: Person, phases: Iterable[Phase]) -> list[PhaseAnswers]:
    """The answers of each phase, in the order given.

    A phase of the library answers by its reference assessment; one of a scenario by the assessment last submitted
    of those `user` may see.
    """
    listed = list(phases)
    speaking = reference_assessments(listed)
    silent = [phase.pk for phase in listed if phase.pk not in speaking and phase.case.owner_id is not None]
    if silent:
        rows = assessments(user).filter(phase__in=silent, snapshots__isnull=False).distinct()
        for assessment in rows.order_by("submitted_at", "pk"):
            speaking[assessment.phase_id] = assessment
    return [
        PhaseAnswers(phase, speaking.get(phase.pk), summary_shown(speaking.get(phase.pk))) for phase in listed
    ]


def answers_published(user: Person, limit: int) -> list[PhaseAnswers]:
    """The assessments last published, of those `user` may see, newest first."""
    rows = published(user).order_by("-published_at", "phase__starts_on", "pk")[:limit]
    return [PhaseAnswers(row.phase, row, summary_shown(row)) for row in rows]


def comparison_item(assessment: Assessment) -> str:
    """How the comparison page is asked for an assessment."""
    if assessment.reference is not None:
        return f"{assessment.phase.case.slug}/{assessment.phase.slug}"
    return f"assessment:{assessment.pk}"
