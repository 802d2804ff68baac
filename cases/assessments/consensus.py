"""The consensus round: where two blind codings differ, the coders settle on an answer or let the dissent stand.

Each says on each question what they hold now, and why. A question is settled while both hold the same; closing the
round writes what was settled into the first assessment as a new revision, and keeps the rest as the second coder's
dissent. docs/decisions/0015-second-coding.md says why it goes this way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.assessments.answers import Answer
from cases.assessments.differences import AnswerDifference, Difference, difference, side_frozen
from cases.assessments.evaluation import KINDS, PARTS
from cases.assessments.limits import MOST_SOURCES, REASON_LENGTH, is_visible
from cases.assessments.models import (
    Assessment,
    ConsensusItem,
    Dissent,
    Evidence,
    Finding,
    SecondCoding,
    Snapshot,
)
from cases.assessments.models.assessment import Status
from cases.assessments.models.finding import FindingKind
from cases.assessments.models.second_coding import CodingState
from cases.assessments.rules import may, require
from cases.assessments.second_codings import RequestClosed
from cases.assessments.services import assessment_submit, findings_save
from cases.assessments.steps import questionnaire_of
from frameworks.agreement import CodedItem, CodingsCompared, codings_compare
from natoassess.accounts.models import User
from natoassess.web.audit.services import record
from natoassess.web.concurrency import StaleVersion

FIRST, SECOND = "first", "second"


class PositionInvalid(Exception):
    """What a coder said cannot stand; `field` is value or why."""

    def __init__(self, field: str, detail: str) -> None:
        self.field = field
        super().__init__(detail)


@dataclass(frozen=True)
class RoundItem:
    """A question that the two answered differently, and where they stand on it now; `stand` None: nobody has spoken."""

    coded: CodedItem
    change: AnswerDifference | None
    stand: ConsensusItem | None

    @property
    def name(self) -> str:
        """The question as forms name it: facts-uses_force."""
        return f"{self.coded.item.part}-{self.coded.item.code}"

    @property
    def kind(self) -> FindingKind:
        """Which part of the catalogue it belongs to."""
        return KINDS[self.coded.item.part]

    @property
    def values(self) -> tuple[str, str]:
        """How the first and the second coding answer it."""
        first, second = (str(answer) if answer is not None else "unknown" for answer in self.coded.answers)
        return first, second

    @property
    def version(self) -> int:
        """0 while nobody has spoken."""
        return self.stand.version if self.stand else 0

    @property
    def settled_value(self) -> str:
        """What both hold now; empty while it is open."""
        return self.stand.settled_value if self.stand else ""


@dataclass(frozen=True)
class Round:
    """The two codings compared; `items` are those that differ, most disputed first."""

    request: SecondCoding
    first: Snapshot
    second: Snapshot
    compared: CodingsCompared
    change: Difference
    items: tuple[RoundItem, ...]

    @property
    def settled(self) -> int:
        """On how many questions both now hold the same."""
        return sum(bool(item.settled_value) for item in self.items)

    @property
    def is_open(self) -> bool:
        """Whether the coders can still speak."""
        return (
            self.request.state == CodingState.SUBMITTED and self.request.assessment.status == Status.SUBMITTED
        )


def round_of(request: SecondCoding) -> Round | None:
    """The two codings of `request` side by side; None until both were submitted, and while the first can change."""
    if request.state not in {CodingState.SUBMITTED, CodingState.SETTLED} or request.coding is None:
        return None
    if request.state == CodingState.SUBMITTED and request.assessment.is_editable:
        return None
    firsts = request.assessment.snapshots.select_related("assessment__framework").order_by("-revision")
    if request.first_revision:
        firsts = firsts.filter(revision=request.first_revision)
    first = firsts.first()
    second = request.coding.snapshots.select_related("assessment__framework").order_by("-revision").first()
    if first is None or second is None:
        return None
    before = side_frozen(first)
    compared = codings_compare(
        framework=before.framework, as_of=before.as_of, codings=[first.findings, second.findings]
    )
    change = difference(before, side_frozen(second))
    changes = {item.name: item for item in change.answers}
    stands = {f"{PARTS[FindingKind(row.kind)]}-{row.code}": row for row in request.items.all()}
    disputed = sorted(
        (item for item in compared.items if item.is_disputed), key=lambda item: -(item.disagreement or 0)
    )
    named = [(f"{item.item.part}-{item.item.code}", item) for item in disputed]
    items = tuple(RoundItem(item, changes.get(name), stands.get(name)) for name, item in named)
    return Round(request, first, second, compared, change, items)


def side_of(user: User, request: SecondCoding) -> str:
    """Whether `user` speaks for the first coding or for the second; empty for everybody else."""
    if request.assessment.author_id == user.pk:
        return FIRST
    return SECOND if request.coder_id == user.pk else ""


@transaction.atomic
def consensus_say(
    *, coder: User, request: SecondCoding, name: str, value: str, why: str, expected_version: int
) -> ConsensusItem:
    """Say what `coder` now holds on one question that is answered differently, and why.

    Raises PermissionDenied, RequestClosed once the round is closed, PositionInvalid, StaleVersion where the other
    spoke on this question since `expected_version` was read.
    """
    locked = _locked(request)
    side = side_of(coder, locked)
    if not side or not may(coder, "seek_consensus", locked.assessment):
        raise PermissionDenied
    item = _item(locked, name)
    _check(locked, name, value, why)
    said = {f"{side}_value": value, f"{side}_why": why.strip()}
    key = {"second_coding": locked, "kind": item.kind, "code": item.coded.item.code}
    if expected_version == 0:
        try:
            with transaction.atomic():
                return ConsensusItem.objects.create(**key, **said)
        except IntegrityError:
            raise StaleVersion(ConsensusItem.objects.get(**key).version) from None
    here = ConsensusItem.objects.filter(**key, version=expected_version)
    if not here.update(**said, version=F("version") + 1, changed_at=timezone.now()):
        raise StaleVersion(item.version)
    return ConsensusItem.objects.get(**key)


@transaction.atomic
def consensus_close(*, editor: User, request: SecondCoding, expected_version: int) -> Assessment:
    """Close the round: settled answers become a new revision of the first, all others the second coder's dissent.

    `expected_version` is that of the first assessment. Raises PermissionDenied, RequestClosed, StaleVersion, or
    FindingsInvalid where an answer that was settled on cannot stand; then nothing was written.
    """
    locked = _locked(request)
    first = locked.assessment
    require(editor, "close_consensus", first)
    found = round_of(locked)
    if found is None or locked.state != CodingState.SUBMITTED:
        raise RequestClosed(locked.state)
    if first.version != expected_version:
        raise StaleVersion(first.version)
    answers = [
        _answer(found, item)
        for item in found.items
        if item.settled_value and item.settled_value != item.values[0]
    ]
    if answers:
        first = _rewritten(editor, first, answers)
    left = [item for item in found.items if not item.settled_value]
    Dissent.objects.bulk_create(_dissent(found, item) for item in left)
    SecondCoding.objects.filter(pk=locked.pk).update(
        state=CodingState.SETTLED, settled_at=timezone.now(), first_revision=found.first.revision
    )
    record(
        actor=editor,
        action="consensus.closed",
        subject=first,
        detail={
            "second_coding": locked.pk,
            "settled": len(found.items) - len(left),
            "changed": len(answers),
            "dissent": len(left),
        },
    )
    return first


def _locked(request: SecondCoding) -> SecondCoding:
    """The request as it is now, held against others until the transaction ends. Raises RequestClosed."""
    found = SecondCoding.objects.select_for_update().get(pk=request.pk)
    if found.state != CodingState.SUBMITTED:
        raise RequestClosed(found.state)
    return found


def _item(request: SecondCoding, name: str) -> RoundItem:
    found = round_of(request)
    for item in found.items if found else ():
        if item.name == name:
            return item
    raise PositionInvalid("value", _("The two codings do not differ on this question."))


def _check(request: SecondCoding, name: str, value: str, why: str) -> None:
    question = questionnaire_of(request.assessment.framework, request.assessment.standpoint).by_name[name]
    if value not in {option.value for option in question.options}:
        raise PositionInvalid("value", _("Choose one of the answers."))
    if not is_visible(why):
        raise PositionInvalid("why", _("Say why: the reason stays with the answer."))
    if len(why) > REASON_LENGTH:
        raise PositionInvalid(
            "why", _("is too long; at most %(length)d characters") % {"length": REASON_LENGTH}
        )


def _answer(found: Round, item: RoundItem) -> Answer:
    """The settled answer as it is saved: with the author's reason of the round, and what either coding rests on."""
    first, second = (
        _finding(assessment, item) for assessment in (found.request.assessment, found.request.coding)
    )
    stand = item.stand
    taken = second if second is not None and second.value == item.settled_value else first
    provisions = [*(first.provisions if first else ()), *(second.provisions if second else ())]
    return Answer(
        kind=item.kind,
        code=item.coded.item.code,
        value=item.settled_value,
        why=stand.first_why if stand else "",
        confidence=taken.confidence if taken else "",
        provisions=tuple(dict.fromkeys(provisions)),
        fixed=first.fixed if first else False,
        evidence=tuple(_evidence(finding for finding in (first, second) if finding)),
    )


def _finding(assessment: Assessment | None, item: RoundItem) -> Finding | None:
    if assessment is None:
        return None
    found: Finding | None = assessment.findings.filter(kind=item.kind, code=item.coded.item.code).first()
    return found


def _evidence(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The evidence of both, each document once, as far as an answer can hold it."""
    names = ("source_id", "citation", "url", "reliability", "credibility", "note")
    rows = [
        tuple(getattr(item, name) for name in names)
        for finding in findings
        for item in Evidence.objects.filter(finding=finding)
    ]
    return [dict(zip(names, row, strict=True)) for row in dict.fromkeys(rows)][:MOST_SOURCES]


def _rewritten(editor: User, first: Assessment, answers: list[Answer]) -> Assessment:
    """`first` with `answers`, submitted again: handed back to its author and in again within one transaction."""
    back = Assessment.objects.filter(pk=first.pk, version=first.version, status=Status.SUBMITTED)
    if not back.update(status=Status.RETURNED):
        raise StaleVersion(Assessment.objects.values_list("version", flat=True).get(pk=first.pk))
    first.refresh_from_db()
    saved = findings_save(editor=editor, assessment=first, expected_version=first.version, answers=answers)
    return assessment_submit(editor=editor, assessment=saved, expected_version=saved.version)


def _dissent(found: Round, item: RoundItem) -> Dissent:
    """What the second coder still holds against the answer that stands: as said in the round, else as first coded."""
    request, stand = found.request, item.stand
    given = item.change.after if item.change else None
    spoke = bool(stand and stand.second_value)
    return Dissent(
        assessment=request.assessment,
        author=request.coder,
        author_name=request.coder.name,
        second_coding=request,
        question=item.name,
        value=stand.second_value if stand and spoke else item.values[1],
        text=stand.second_why if stand and spoke else str((given or {}).get("why", "")),
    )
