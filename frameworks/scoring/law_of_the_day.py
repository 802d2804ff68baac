"""Warnings about the law relied on. They never change a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frameworks.scoring.findings import Findings, ProvisionStatus
from frameworks.scoring.values import Framework

OPERATIVE = ("authorises", "permits", "obliges", "prohibits")
"""Effects by which a clause, in force, changes what may be done."""


@dataclass(frozen=True, slots=True)
class LawWarning:
    """Something the reader must know of the law; `provision` is None where it concerns no single clause."""

    code: str
    provision: str | None
    detail: str


def warnings(framework: Framework, findings: Findings, as_of: date) -> tuple[LawWarning, ...]:
    """What to mind, by provision:

    `not_in_force`: a binding clause that authorises, permits, obliges or prohibits, outside its period;
    `period_unknown`: such a clause without a date of entry into force;
    `later_restatement`: evidence of the law that is younger than the day judged;
    `doctrine_anticipated`: no Strategic Concept governed yet, and the earliest framework is used.
    """
    cited = {p.id: p for finding in findings.facts.values() for p in finding.provisions}
    found = [_warning(cited[name], as_of) for name in sorted(cited)]
    doctrine = framework.doctrine
    if doctrine.earliest and as_of < doctrine.since:
        detail = f"the doctrine dates from {doctrine.since}, after {as_of}"
        found.insert(0, LawWarning("doctrine_anticipated", None, detail))
    return tuple(warning for warning in found if warning is not None)


def _warning(provision: ProvisionStatus, as_of: date) -> LawWarning | None:
    since, until = provision.in_force_from, provision.in_force_until
    if provision.nature == "evidence":
        if since is not None and since > as_of:
            return LawWarning("later_restatement", provision.id, f"dates from {since}, after {as_of}")
        return None
    if provision.effect not in OPERATIVE:
        return None
    if since is None:
        return LawWarning("period_unknown", provision.id, "no date of entry into force is recorded")
    if since > as_of:
        return LawWarning("not_in_force", provision.id, f"in force from {since}, after {as_of}")
    if until is not None and until < as_of:
        ended = f", ended by {provision.ended_by}" if provision.ended_by else ""
        return LawWarning("not_in_force", provision.id, f"in force until {until}{ended}, before {as_of}")
    return None
