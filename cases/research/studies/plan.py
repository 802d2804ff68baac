"""What a study sweeps: its phases, frameworks, readings, weightings and days, and how many rows that makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment
from cases.assessments.phase_answers import comparison_item
from cases.assessments.selectors import newest_findings, published
from cases.comparisons.items import resolve
from frameworks.batches.sweep import READINGS, Answered, Weighting, weightings_random
from frameworks.models import Framework
from frameworks.selectors import doctrines, framework_get
from frameworks.services import weights_published
from natoassess.accounts.selectors import Person

MOST_ITEMS = 60
MOST_ROWS = 200_000
MOST_DAYS = 2_000
PUBLISHED = "published"
STEPS = ("month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class StudyInvalid(Exception):
    """A study that cannot be made; `faults` says what is wrong with which member."""

    def __init__(self, faults: Mapping[str, Sequence[str]]) -> None:
        self.faults = {name: list(details) for name, details in faults.items()}
        super().__init__(" ".join(detail for details in faults.values() for detail in details))


@dataclass(frozen=True)
class Study:
    """What is swept. `weightings` has those of each framework, the published one first; `days` are beside one's own."""

    phases: tuple[Assessment, ...]
    frameworks: tuple[Framework, ...]
    readings: tuple[str, ...]
    weightings: Mapping[int, tuple[Weighting, ...]]
    days: tuple[date, ...]
    seed: int

    @property
    def rows(self) -> int:
        """How many rows the table has at most; fewer where a framework cannot take the answers of a phase."""
        weightings = sum(len(self.weightings[framework.pk]) for framework in self.frameworks)
        return len(self.phases) * weightings * len(self.readings) * (1 + len(self.days))

    @property
    def arithmetic(self) -> str:
        """How that number comes about."""
        phases, readings, days = len(self.phases), len(self.readings), 1 + len(self.days)
        weightings, frameworks = sum(map(len, self.weightings.values())), len(self.frameworks)
        parts = [
            ngettext("%(n)d phase", "%(n)d phases", phases) % {"n": phases},
            ngettext("%(n)d weighting", "%(n)d weightings", weightings) % {"n": weightings}
            + ngettext(" under one framework", " under %(n)d frameworks in all", frameworks)
            % {"n": frameworks},
            ngettext("%(n)d reading", "%(n)d readings", readings) % {"n": readings},
            ngettext("%(n)d day", "%(n)d days", days) % {"n": days},
        ]
        return f"{' × '.join(parts)} = {self.rows:,}"

    def answered(self) -> list[Answered]:
        """The answers of each phase, as last submitted or, of one's own drafts, as they stand."""
        kept = newest_findings(one for one in self.phases if not one.is_editable)
        return [Answered(kept.get(one.pk) or body_of(one), one.as_of) for one in self.phases]

    @property
    def items(self) -> list[str]:
        """What names each phase."""
        return [comparison_item(phase) for phase in self.phases]


def study_of(user: Person, parameters: Mapping[str, Any]) -> Study:
    """The study that checked parameters describe, as `user` may see it now. Raises StudyInvalid, ItemsInvalid."""
    faults: dict[str, list[str]] = {}
    frameworks = frameworks_named(user, parameters.get("frameworks") or [], faults)
    days = _days(parameters.get("dates"), faults)
    asked = parameters.get("weights") or {}
    seed = int(asked.get("seed", 0))
    items = parameters.get("items")
    phases = resolve(user, items, MOST_ITEMS) if items else reference_phases()
    if faults:
        raise StudyInvalid(faults)
    study = Study(
        phases=tuple(phases),
        frameworks=tuple(frameworks),
        readings=tuple(name for name in READINGS if name in (parameters.get("readings") or READINGS)),
        weightings={row.pk: tuple(_weightings(row, asked, seed)) for row in frameworks},
        days=days,
        seed=seed,
    )
    if study.rows > MOST_ROWS:
        detail = _("%(arithmetic)s rows, and a study has at most %(most)s: sweep less at a time.")
        raise StudyInvalid({"": [detail % {"arithmetic": study.arithmetic, "most": f"{MOST_ROWS:,}"}]})
    return study


def reference_phases() -> list[Assessment]:
    """The reference assessment of every phase of the library, the oldest phase first."""
    rows = published(AnonymousUser()).filter(reference__isnull=False, phase__case__deprecated=False)
    return sorted(rows, key=lambda row: (row.phase.starts_on, row.phase.position, row.pk))


def frameworks_named(user: Person, codes: Sequence[str], faults: dict[str, list[str]]) -> list[Framework]:
    """The frameworks of those codes, each once; without any the newest doctrine. What is unknown goes to `faults`."""
    if not codes:
        return list(doctrines().order_by("-doctrine_from", "-version")[:1])
    found = []
    for code in dict.fromkeys(codes):
        try:
            found.append(framework_get(code, user=user))
        except Framework.DoesNotExist:
            detail = _("There is no framework %(code)s, or none that you may see.") % {"code": code}
            faults.setdefault("frameworks", []).append(detail)
    return found


def _weightings(framework: Framework, asked: Mapping[str, Any], seed: int) -> list[Weighting]:
    """The published weights, then those that were asked for: named, one at a time, random."""
    found = [Weighting(PUBLISHED, {})]
    for named in asked.get("named", ()):
        weights = {kind: named[kind] for kind in ("dimensions", "criteria") if kind in named}
        found.append(Weighting(named["name"], weights, named=True))
    factor = float(asked.get("one_at_a_time") or 0)
    across = weights_published(framework)["dimensions"] if factor else {}
    for code, weight in across.items():
        found.append(Weighting(f"{code} × {factor:g}", {"dimensions": {code: round(weight * factor, 6)}}))
        found.append(Weighting(f"{code} ÷ {factor:g}", {"dimensions": {code: round(weight / factor, 6)}}))
    if asked.get("random"):
        found += weightings_random(framework, asked["random"], seed)
    return found


def _days(given: Any, faults: dict[str, list[str]]) -> tuple[date, ...]:
    """The days beside each phase's own: a list, or from one to another in steps. ISO texts, checked by the form."""
    if not given:
        return ()
    if not isinstance(given, Mapping):
        return tuple(sorted({date.fromisoformat(day) for day in given}))
    first, last = date.fromisoformat(given["from"]), date.fromisoformat(given["until"])
    step = given.get("step", "year")
    days: list[date] = []
    while (day := _stepped(first, step, len(days))) <= last:
        days.append(day)
        if len(days) > MOST_DAYS:
            faults["dates"] = [
                _("There are more than %(most)d days in it; take a longer step.") % {"most": MOST_DAYS}
            ]
            break
    if not days:
        faults["dates"] = [_("until comes before from.")]
    return tuple(days)


def _stepped(first: date, step: str | int, times: int) -> date:
    """The day so many steps after the first; a day that a month lacks is its last."""
    if isinstance(step, int):
        return first + timedelta(days=step * times)
    months = first.year * 12 + first.month - 1 + _MONTHS[step] * times
    year, month = divmod(months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=first.day - 1), following - timedelta(days=1))
