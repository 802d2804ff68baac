"""What of the cases can be found: those of the library by the index, scenarios by whoever may see them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.studies.models import Case, Claim, Event, Holding, Phase, Source
from cases.studies.selectors import cases, phases
from frameworks import naming
from frameworks.models import Instrument, Provision
from frameworks.search import registry
from frameworks.search.query import parse
from frameworks.search.registry import Document, Kind, Registered
from frameworks.search.selectors import (
    DIGITS,
    Found,
    Hit,
    Resolved,
    found,
    hits,
    judge,
    numbers,
    of_kinds,
    resolve,
    shown,
)
from frameworks.search.text import stems
from frameworks.selectors import references
from natoassess.accounts.selectors import Person
from natoassess.web.presentation.words import long_date

SCENARIO = Kind("scenario", gettext_lazy("scenario"), gettext_lazy("Scenarios"))
MOST_SCENARIOS = 500
"""How many scenarios are looked through, those changed last first: they are read, not indexed."""

KINDS = (
    Kind("case", gettext_lazy("case"), gettext_lazy("Cases"), 1.5),
    Kind("phase", gettext_lazy("phase of a case"), gettext_lazy("Phases"), 1.25),
    Kind("claim", gettext_lazy("claim"), gettext_lazy("Claims")),
    Kind("event", gettext_lazy("event"), gettext_lazy("Events")),
    Kind("holding", gettext_lazy("holding of an authority"), gettext_lazy("Holdings")),
    Kind("source", gettext_lazy("source"), gettext_lazy("Sources")),
)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")

Law = Mapping[str, Instrument | Provision]


def documents() -> Iterator[Document]:
    """The cases of the library with their phases and their records. Nine statements, however many cases."""
    listed = {
        case.pk: case for case in Case.objects.filter(owner=None, deprecated=False).select_related("target")
    }
    for case in listed.values():
        yield _case(case)
    for phase in Phase.objects.filter(case__in=listed).prefetch_related("acting", "instruments"):
        phase.case = listed[phase.case_id]
        yield _phase(phase)
    yield from _claims(listed)
    yield from _events(listed)
    for holding in Holding.objects.filter(case__in=listed).select_related("phase"):
        case = listed[holding.case_id]
        title = f"{holding.who}, {long_date(holding.on)}" if holding.on else holding.who
        body = f"{holding.text} {holding.cite}"
        yield _record("holding", case, holding.phase, str(holding.position), title, body)
    for source in Source.objects.filter(case__in=listed):
        yield _record("source", listed[source.case_id], None, source.slug, source.citation, "", source.slug)


def _case(case: Case) -> Document:
    narrative = (_MARKS.sub("", _LINK.sub(r"\1", paragraph)) for paragraph in case.narrative)
    return Document(
        kind="case",
        key=case.slug,
        title=case.title,
        context=case.target_label,
        label=f"{case.slug} {case.starts_on} {case.ends_on or ''}",
        body=" ".join((case.deck, *narrative)),
        address=reverse("cases:detail", args=[case.slug]),
    )


def _phase(phase: Phase) -> Document:
    law = " ".join(f"{item.pk} {item.symbol}" for item in phase.instruments.all())
    acting = " ".join(actor.name for actor in phase.acting.all())
    return Document(
        kind="phase",
        key=f"{phase.case.slug}/{phase.slug}",
        title=f"{phase.case.title}: {phase.title}",
        context=" · ".join(part for part in (phase.operation, phase.type_of_force) if part),
        label=f"{phase.label} {phase.slug} {acting} {law}",
        body=phase.summary,
        address=_address(phase.case, phase),
    )


def _claims(listed: Mapping[int, Case]) -> Iterator[Document]:
    rows = list(Claim.objects.filter(case__in=listed).select_related("actor", "phase"))
    law = references({item for claim in rows for item in claim.provisions})
    for claim in rows:
        title = _("%(actor)s, objecting") if claim.stance == "objection" else "%(actor)s"
        named = "; ".join(_name(item, law) for item in claim.provisions)
        body = f"{claim.text} ({named})" if named else claim.text
        label = f"{claim.slug} {' '.join(claim.provisions)}"
        case = listed[claim.case_id]
        yield _record("claim", case, claim.phase, claim.slug, title % {"actor": claim.claimant}, body, label)


def _events(listed: Mapping[int, Case]) -> Iterator[Document]:
    rows = list(Event.objects.filter(case__in=listed).select_related("phase"))
    law = references({event.reference for event in rows if event.reference})
    for event in rows:
        body = f"{event.text} ({_name(event.reference, law)})" if event.reference else event.text
        label = f"{event.on} {event.reference}"
        case = listed[event.case_id]
        yield _record("event", case, event.phase, str(event.position), long_date(event.on), body, label)


def _name(identity: str, law: Law) -> str:
    return naming.reference_name(law[identity]) if identity in law else identity


def _record(
    kind: str, case: Case, phase: Phase | None, part: str, title: str, body: str, label: str = ""
) -> Document:
    """An entry of the record of `case`; its place on the page is named by its kind and `part`."""
    address = f"{_address(case, phase)}#{kind}-{part}"
    return Document(kind, f"{case.slug}/{part}", title, address, body, context=case.title, label=label)


def _address(case: Case, phase: Phase | None) -> str:
    page = reverse("cases:detail", args=[case.slug])
    return f"{page}?phase={phase.slug}" if phase else page


# Scenarios ----------------------------------------------------------------------------------------
def scenarios(user: Person, question: Resolved) -> list[tuple[Hit, Found]]:
    """The scenarios that `user` may see and that answer, best first. Two statements and those of visibility."""
    listed = list(
        cases(user)
        .filter(owner__isnull=False)
        .prefetch_related(None)
        .order_by("-changed_at", "-pk")[:MOST_SCENARIOS]
    )
    if not listed:
        return []
    parts: dict[int, list[Phase]] = defaultdict(list)
    for phase in phases(user).filter(case__in=listed).prefetch_related(None):
        parts[phase.case_id].append(phase)
    answers = []
    for case in listed:
        named = " ".join(f"{phase.title} {phase.acting_names} {phase.operation}" for phase in parts[case.pk])
        body = " ".join((case.deck, *(phase.summary for phase in parts[case.pk])))
        texts = (case.title, f"{case.slug} {case.target_label} {named}", body)
        rank = judge([stems(text) for text in texts], question)
        if rank is not None:
            hit = Hit(SCENARIO.code, case.slug, round(rank, DIGITS), case.pk)
            address = reverse("cases:detail", args=[case.slug])
            answers.append((hit, found(hit, case.title, case.target_label, body, address, question)))
    return sorted(answers, key=lambda answer: (-answer[0].score, answer[0].key))


@dataclass(frozen=True)
class Answers:
    """What a question found: the hits of the kinds asked for, and how many there are of every kind."""

    hits: list[Hit]
    numbers: dict[str, int]
    question: Resolved
    own: dict[str, Found] = field(default_factory=dict)
    """The scenarios as they are shown, by their keys."""

    def shown(self, selected: Sequence[Hit]) -> list[Found]:
        """The entries of `selected` as they are shown, in its order."""
        law = {
            (entry.kind, entry.key): entry
            for entry in shown([hit for hit in selected if hit.kind != SCENARIO.code], self.question)
        }
        entries = (
            self.own[hit.key] if hit.kind == SCENARIO.code else law.get((hit.kind, hit.key))
            for hit in selected
        )
        return [entry for entry in entries if entry is not None]


def kinds() -> list[Kind]:
    """Everything that can be found: the library, then scenarios."""
    return [*registry.kinds(), SCENARIO]


def search(user: Person, text: str, chosen: Collection[str] = ()) -> Answers:
    """What `text` finds: the library best first, then the scenarios that `user` may see; of the kinds `chosen`.

    `text` must hold a word to look for (the form sees to that).
    """
    question = resolve(parse(text))
    own = scenarios(user, question)
    everything = [*hits(question), *(hit for hit, _entry in own)]
    return Answers(
        of_kinds(everything, chosen), numbers(everything), question, {hit.key: entry for hit, entry in own}
    )


def register() -> None:
    """Let the cases of the library be found."""
    registry.register(Registered("cases", 20, KINDS, documents))
