"""What if: an assessment with some answers, weights, its date or the reading changed. Nothing is ever written.

The whole of it stands in the address of a page, and only what is changed does: `fact.<code>`, `rating.<code>` and
`sovereignty.<code>` hold answers, `weight.<dimension>` a weight relative to the average of 1, `as_of` a date and
`reading` one of the three. What equals the assessment is no change and is left out.

On another day an answer that rests on law which is then not in force counts as no, as it does in the line of time of
the result. Whoever answers such a fact in the address holds it there, even to what was filed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assessments.evaluation import PARTS, body_of, evaluate
from cases.assessments.models import Assessment
from cases.assessments.models.finding import FindingKind
from cases.assessments.selectors import frozen
from frameworks.lapses import Reason, Resting, facts_lapsed, facts_resting
from frameworks.services import FindingsInvalid, weights_published
from natoassess.web.presentation.answers import HEADLINE_READING

PREFIXES = {FindingKind.FACT: "fact", FindingKind.RATING: "rating", FindingKind.SOVEREIGNTY: "sovereignty"}
"""What stands before the code of an answer in the address."""

KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}
WEIGHT, AS_OF, READING = "weight", "as_of", "reading"


@dataclass(frozen=True)
class Filed:
    """An assessment as it stands: its answers as the engine takes them, its evaluation, and the published weights.

    `evaluation` is None for a draft with an answer that cannot stand.
    """

    assessment: Assessment
    body: Mapping[str, Any]
    evaluation: Mapping[str, Any] | None
    weights: Mapping[str, float]

    @cached_property
    def resting(self) -> Resting:
        """The facts that stand no longer than the law they rest on; none while an answer cannot stand."""
        try:
            return facts_resting(
                framework=self.assessment.framework, body=self.body, as_of=self.assessment.as_of
            )
        except FindingsInvalid:
            return {}

    def lapsed(self, day: date | None) -> dict[str, tuple[Reason, ...]]:
        """The facts that count as no by the law of another day, with the reasons; none where the day stays."""
        return {} if day is None or day == self.assessment.as_of else facts_lapsed(self.resting, day)

    @property
    def drawn(self) -> dict[str, int]:
        """The seed and the number of draws of the evaluation; empty where it made none."""
        distribution = self.evaluation["legitimacy"]["distribution"] if self.evaluation else None
        return {name: distribution[name] for name in ("seed", "draws")} if distribution else {}

    def answer(self, kind: FindingKind, code: str) -> str:
        """The answer to a question as text; what is missing is unknown."""
        given = self.body[PARTS[kind]].get(code, {})
        value = given.get("value" if kind == FindingKind.FACT else "level", "unknown")
        return "unknown" if value is None else str(value)

    def value(self, parameter: str) -> str:
        """What a parameter of the address would have to say to change nothing."""
        prefix, _dot, code = parameter.partition(".")
        if prefix in KINDS:
            return self.answer(KINDS[prefix], code)
        if prefix == WEIGHT:
            return plain(self.weights[code])
        return self.assessment.as_of.isoformat() if parameter == AS_OF else HEADLINE_READING


def plain(weight: float) -> str:
    """A weight as it is written in an address: 2, 0.5."""
    return f"{weight:.6f}".rstrip("0").rstrip(".")


def filed(assessment: Assessment) -> Filed:
    """The assessment as it is to be shown: frozen once submitted, else as it stands."""
    snapshot = frozen([assessment]).get(assessment.pk)
    weights = weights_published(assessment.framework)["dimensions"]
    if snapshot is not None:
        return Filed(assessment, snapshot.findings, snapshot.evaluation, weights)
    body = body_of(assessment)
    try:
        return Filed(assessment, body, evaluate(assessment, body=body), weights)
    except FindingsInvalid:
        return Filed(assessment, body, None, weights)


@dataclass(frozen=True)
class WhatIf:
    """What is changed: the value of each parameter that says something else than the assessment, in page order."""

    changes: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def reading(self) -> str:
        """The reading to be shown as the headline."""
        return self.changes.get(READING, HEADLINE_READING)

    @property
    def as_of(self) -> date | None:
        """Another date than the assessment's; None where it stays."""
        given = self.changes.get(AS_OF)
        return date.fromisoformat(given) if given else None

    @property
    def weights(self) -> dict[str, dict[str, float]] | None:
        """Other weights of dimensions; None where all stay as published."""
        found = {
            name.partition(".")[2]: float(value)
            for name, value in self.changes.items()
            if name.startswith(f"{WEIGHT}.")
        }
        return {"dimensions": found} if found else None

    @property
    def moves_numbers(self) -> bool:
        """Whether there is anything to evaluate: another reading alone is read off the same evaluation."""
        return bool(set(self.changes) - {READING})

    def lapsed(self, stands: Filed) -> dict[str, tuple[Reason, ...]]:
        """The facts that count as no on the day asked about and that no change holds otherwise."""
        found = stands.lapsed(self.as_of)
        return {code: reasons for code, reasons in found.items() if f"fact.{code}" not in self.changes}

    def now(self, stands: Filed, parameter: str) -> str:
        """What a parameter says with the changes and the law of the day asked about."""
        if parameter in self.changes:
            return self.changes[parameter]
        prefix, _dot, code = parameter.partition(".")
        return "no" if prefix == "fact" and code in self.lapsed(stands) else stands.value(parameter)

    def without(self, parameter: str) -> WhatIf:
        """The same with one change undone."""
        return WhatIf({name: value for name, value in self.changes.items() if name != parameter})

    def with_changes(self, changes: Iterable[tuple[str, str]], stands: Filed) -> WhatIf:
        """The same with `changes` on top; what then says the same as the assessment is no change any more.

        An answer as filed stays where it would lapse on the day asked about: there it says something else.
        """
        merged = {**self.changes, **dict(changes)}
        lapsing = {f"fact.{code}" for code in stands.lapsed(WhatIf(merged).as_of)}
        return WhatIf(
            {name: value for name, value in merged.items() if name in lapsing or value != stands.value(name)}
        )

    def address(self, assessment: Assessment) -> str:
        """The page that shows it."""
        page = reverse("assessments:what-if", args=[assessment.pk])
        return f"{page}?{urlencode(self.changes)}" if self.changes else page

    def body(self, stands: Filed) -> dict[str, Any]:
        """The answers of the assessment with those changed and those lapsed; reasons, provisions and evidence stay."""
        body: dict[str, Any] = {**stands.body, **{part: dict(stands.body[part]) for part in PARTS.values()}}
        lapsed = {f"fact.{code}": "no" for code in self.lapsed(stands)}
        for name, value in {**lapsed, **self.changes}.items():
            prefix, _dot, code = name.partition(".")
            if prefix not in KINDS:
                continue
            part = body[PARTS[KINDS[prefix]]]
            given = dict(part.get(code, {}))
            if prefix == "fact":
                given["value"] = value
            else:
                given["level"] = int(value) if value.isdigit() else value
            if value == "na" and not given.get("why"):
                given["why"] = _("What if it did not apply?")
            part[code] = given
        return body


def evaluate_what_if(stands: Filed, asked: WhatIf) -> Mapping[str, Any]:
    """The evaluation of what is asked, under the prevailing reading as ever.

    It draws as the evaluation filed did, with its seed and as often, so that no difference is one of chance.

    Raises FindingsInvalid where the answers cannot stand together, those of a draft as filed included.
    """
    if stands.evaluation is not None and not asked.moves_numbers:
        return stands.evaluation
    return evaluate(
        stands.assessment,
        body=asked.body(stands),
        as_of=asked.as_of,
        weights=asked.weights,
        **stands.drawn,
    )


def under_reading(evaluation: Mapping[str, Any], reading: str) -> dict[str, Any]:
    """The evaluation with another reading as its headline. What follows from a headline (flips, trace) stays."""
    chosen = evaluation["legality"]["readings"][reading]
    head = {name: chosen[name] for name in ("verdict", "at_least", "at_most")}
    return {**evaluation, "legality": {**evaluation["legality"], **head}}
