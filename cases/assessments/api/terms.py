"""From checked members to the terms of an assessment; every fault is listed, none stops the search for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.assessments.describing import has_several_phases, held_by_others
from cases.assessments.filing import FilingFault, Terms
from cases.assessments.limits import day_fault, is_visible
from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Standpoint
from cases.assessments.services import Description
from cases.studies.models import Phase
from cases.studies.selectors import phases
from frameworks.models import Framework
from frameworks.selectors import framework_get, framework_on, frameworks_visible
from natoassess.accounts.models import Team, User, Visibility
from natoassess.accounts.selectors import teams_of

OF_SCENARIO = {"scenario_title": "title", "scenario_summary": "summary", "target_name": "target_name"}
"""What belongs to a scenario of several phases, and where it stands in its description."""

OF_PHASE = {"title": "phase_title", "summary": "phase_summary"}
"""What then belongs to the phase."""

DESCRIPTION = ("title", "summary", "target_name", "acting_names", "starts_on", "ends_on")
NEEDED = ("title", "target_name", "starts_on", "as_of")
TERMS = (
    *DESCRIPTION,
    "scenario_title",
    "scenario_summary",
    "as_of",
    "standpoint",
    "visibility",
    "team",
    "framework",
)
PARTS = ("facts", "ratings", "sovereignty")


class TermsReader:
    """Reads the members of one request, collecting faults in `faults`; `known_bad` are members refused before."""

    def __init__(
        self, user: User, members: Mapping[str, Any], known_bad: frozenset[str] = frozenset()
    ) -> None:
        self.user = user
        self.members = members
        self.known_bad = known_bad
        self.faults: list[FilingFault] = []

    def fault(self, member: str, detail: str) -> None:
        """Note what is wrong with a member, unless it was refused already."""
        if member not in self.known_bad:
            self.faults.append(FilingFault(f"/{member}", detail))

    def phase(self) -> Phase | None:
        """The phase to assess; None where a scenario is described instead."""
        given = self.members.get("phase")
        if given is None:
            return None
        case, _slash, slug = given.partition("/")
        phase = phases(self.user).filter(case__slug=case, slug=slug).first()
        if phase is None:
            self.fault("phase", _("there is no such phase, or none that you may see; write it as case/phase"))
        return phase

    def new(self, phase: Phase | None) -> Terms:
        """The terms of a new assessment."""
        if "phase" in self.members or "phase" in self.known_bad:
            self._refuse_description(_("the phase has its own; leave it out, or leave out phase"))
        else:
            self._refuse(("scenario_title", "scenario_summary"), _("is for scenarios of several phases"))
            for name in NEEDED:
                if name not in self.members:
                    self.fault(
                        name, _("is missing; a scenario needs %(needed)s") % {"needed": ", ".join(NEEDED)}
                    )
        as_of = self.members.get("as_of") or (phase.as_of if phase else date.max)
        description = Description(
            title=self.members.get("title", ""),
            summary=self.members.get("summary", ""),
            target_name=self.members.get("target_name", ""),
            acting_names=self.members.get("acting_names", ""),
            starts_on=self.members.get("starts_on", date.min),
            ends_on=self.members.get("ends_on"),
            as_of=as_of,
            standpoint=self.members.get("standpoint", Standpoint.EX_POST),
            visibility=self.members.get("visibility", Visibility.PRIVATE),
        )
        self._check_description(description)
        team = self._team(description.visibility, None)
        return Terms(self._framework() or framework_on(as_of)[0], description, team)

    def changed(self, assessment: Assessment) -> Terms | None:
        """The terms after the change; None where the request changes none of them."""
        if not any(name in self.members for name in TERMS):
            return None
        description = self._described(assessment)
        self._check_description(description)
        team = self._team(description.visibility, assessment.team)
        return Terms(self._framework() or assessment.framework, description, team)

    def _described(self, assessment: Assessment) -> Description:
        """What the scenario and the phase are after the change."""
        case, phase = assessment.phase.case, assessment.phase
        held, several = held_by_others(assessment), has_several_phases(case)
        if case.owner_id != self.user.pk:
            self._refuse_description(_("belongs to the library's phase and cannot be changed here"))
        elif held.phase:
            self._refuse_description(_("another assessment of this phase was handed in; it stays as it is"))
        elif held.case:
            self._refuse(OF_SCENARIO, _("another phase of this scenario was handed in; it stays as it is"))
        if not several:
            self._refuse(("scenario_title", "scenario_summary"), _("is for scenarios of several phases"))
        today = Description(
            title=case.title if several else phase.title,
            summary=case.deck if several else phase.summary,
            target_name=case.target_name,
            acting_names=phase.acting_names,
            starts_on=phase.starts_on,
            ends_on=phase.ends_on,
            as_of=assessment.as_of,
            standpoint=assessment.standpoint,
            visibility=assessment.visibility,
            phase_title=phase.title if several else "",
            phase_summary=phase.summary if several else "",
        )
        renamed = OF_SCENARIO | OF_PHASE if several else {}
        names = (*DESCRIPTION, *OF_SCENARIO, "as_of", "standpoint", "visibility")
        given = {renamed.get(name, name): self.members[name] for name in names if name in self.members}
        known = {name: value for name, value in given.items() if name in Description.__dataclass_fields__}
        return replace(today, **known)

    def _refuse_description(self, detail: str) -> None:
        self._refuse((*DESCRIPTION, "scenario_title", "scenario_summary"), detail)

    def _refuse(self, names: Iterable[str], detail: str) -> None:
        for name in names:
            if name in self.members:
                self.fault(name, detail)

    def _check_description(self, description: Description) -> None:
        for name in ("starts_on", "ends_on", "as_of"):
            day = self.members.get(name)
            fault = day_fault(day) if day is not None else None
            if fault:
                self.fault(name, fault)
        for name in ("title", "scenario_title"):
            if name in self.members and not is_visible(self.members[name]):
                self.fault(name, _("shows nothing; give it a title that can be read"))
        if description.ends_on is not None and description.ends_on < description.starts_on:
            self.fault("ends_on", _("lies before starts_on, %(day)s") % {"day": description.starts_on})

    def _framework(self) -> Framework | None:
        given = self.members.get("framework")
        if given is None:
            return None
        try:
            return framework_get(given, user=self.user)
        except Framework.DoesNotExist:
            codes = ", ".join(dict.fromkeys(frameworks_visible(self.user).values_list("code", flat=True)))
            self.fault("framework", _("unknown framework; known: %(codes)s") % {"codes": codes})
            return None

    def _team(self, visibility: str, present: Team | None) -> Team | None:
        """The team that will review it; private work has none."""
        teams = list(teams_of(self.user))
        given = self.members.get("team")
        if given is not None:
            for team in teams:
                if team.slug == given:
                    return team
            mine = ", ".join(team.slug for team in teams) or _("none")
            self.fault("team", _("is no team of yours; yours: %(teams)s") % {"teams": mine})
            return None
        if visibility == Visibility.PRIVATE:
            return None
        if present is not None:
            return present
        if len(teams) == 1:
            return teams[0]
        if teams:
            self.fault("team", _("say which: %(teams)s") % {"teams": ", ".join(team.slug for team in teams)})
        else:
            self.fault("visibility", _("you are in no team that could review it; only private is possible"))
        return None
