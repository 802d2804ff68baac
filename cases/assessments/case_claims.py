"""Claims as point and counterpoint: each with the objections that answer it, and the legal tests it turns on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.assessments.presentation.labels import nodes
from cases.studies.models import Claim
from frameworks.models import Instrument, Provision
from frameworks.models.instrument import Effect

Law = Mapping[str, Instrument | Provision]

OBJECTION = "objection"
AUTHORISATION = "council_authorisation"
"""The test on which a claim turns that names a clause by which the Council authorises."""

OUTCOMES: dict[str, Promise] = {
    "yes": _("met"),
    "contested": _("arguably met"),
    "no": _("not met"),
    "unknown": _("open"),
}
"""What a test comes to on the facts, before its standing is weighed."""


@dataclass(frozen=True)
class LegalTestShown:
    """A legal test, what it comes to on the facts as coded, and its standing in the doctrine of the day."""

    title: str
    value: str
    standing: str

    @property
    def word(self) -> str:
        """What it comes to, in words."""
        return str(OUTCOMES.get(self.value, OUTCOMES["unknown"]))


@dataclass(frozen=True)
class ClaimRow:
    """A claim or objection, the law it turns on, who contradicted it, and the tests of that law.

    `anchored` is false where the same objection stood beside an earlier claim, which has its anchor.
    """

    claim: Claim
    law: tuple[Instrument | Provision, ...]
    objected_by: str
    tests: tuple[LegalTestShown, ...] = ()
    anchored: bool = True


@dataclass(frozen=True)
class Exchange:
    """A claim, None for objections that answer no claim of the record, and the objections that answer it."""

    point: ClaimRow | None
    replies: tuple[ClaimRow, ...]


def exchanges_of(
    claims: Iterable[Claim],
    law: Law,
    names: Mapping[str, str],
    evaluation: Mapping[str, Any] | None = None,
    titles: Mapping[str, str] | None = None,
) -> list[Exchange]:
    """The claims in their order, each with its objections; then the objections that answer none of them.

    `law` resolves references and `names` actors. Of the `evaluation` come the tests, `titles` are theirs by code.
    """
    listed = list(claims)
    tests = _tests(evaluation, titles or {}) if evaluation else {}
    points = [claim for claim in listed if claim.stance != OBJECTION]
    objections = [claim for claim in listed if claim.stance == OBJECTION]
    told: set[int] = set()
    found = []
    for point in points:
        replies = []
        for reply in objections:
            if point.slug in reply.answers:
                replies.append(_row(reply, law, names, {}, anchored=reply.pk not in told))
                told.add(reply.pk)
        found.append(Exchange(_row(point, law, names, tests), tuple(replies)))
    alone = tuple(_row(reply, law, names, {}) for reply in objections if reply.pk not in told)
    return [*found, Exchange(None, alone)] if alone else found


def _row(
    claim: Claim,
    law: Law,
    names: Mapping[str, str],
    tests: Mapping[str, tuple[Mapping[str, Any], LegalTestShown]],
    *,
    anchored: bool = True,
) -> ClaimRow:
    items = tuple(law[item] for item in claim.provisions if item in law)
    return ClaimRow(
        claim=claim,
        law=items,
        objected_by=", ".join(names.get(actor, actor) for actor in claim.objected_by),
        tests=tuple(_tests_of(claim, items, tests)),
        anchored=anchored,
    )


def _tests(
    evaluation: Mapping[str, Any], titles: Mapping[str, str]
) -> dict[str, tuple[Mapping[str, Any], LegalTestShown]]:
    """Every legal test of the trace, by code, with how it is shown."""
    found = {}
    for node in nodes(evaluation["legality"]["trace"]):
        if "standing" in node:
            shown = LegalTestShown(
                titles.get(node["code"], ""), str(node["uncapped"]["value"]), node["standing"]
            )
            found[str(node["code"])] = node, shown
    return found


def _tests_of(
    claim: Claim,
    items: Iterable[Instrument | Provision],
    tests: Mapping[str, tuple[Mapping[str, Any], LegalTestShown]],
) -> list[LegalTestShown]:
    """The tests of the law that a claim names.

    Several tests share a provision, Article 51 above all: of those the ones in play are shown, and where none is, the
    settled ones.
    """
    authorises = any(isinstance(item, Provision) and item.effect == Effect.AUTHORISES for item in items)
    concerned = [
        shown
        for code, (node, shown) in tests.items()
        if set(node["provisions"]) & set(claim.provisions) or (authorises and code == AUTHORISATION)
    ]
    in_play = [shown for shown in concerned if shown.value != "no"]
    return in_play or [shown for shown in concerned if shown.standing == "settled"] or concerned
