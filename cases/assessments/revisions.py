"""Which two revisions of an assessment are compared: asked for by number, or the last two that there are.

What revises a publication is compared with that too: it stands before its own revisions.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cases.assessments.differences import Difference, Side, difference, side_draft, side_frozen
from cases.assessments.models import Assessment, Snapshot
from cases.assessments.predicates import is_author, is_contributor
from cases.assessments.rules import may
from natoassess.accounts.selectors import Person

DRAFT = "draft"
"""How the draft as it stands is asked for."""


class RevisionUnknown(Exception):
    """There is no such revision to compare; `parameter` says which of the two was asked for wrongly."""

    def __init__(self, parameter: str, detail: str) -> None:
        self.parameter = parameter
        super().__init__(detail)


@dataclass(frozen=True)
class Choice:
    """What may be compared: the numbers of the revisions, oldest first, and whether the draft is one more.

    `publication` is the number of what the assessment revises; empty where it revises nothing.
    """

    revisions: tuple[int, ...]
    has_draft: bool
    publication: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """How each is asked for, oldest first."""
        published = [self.publication] if self.publication else []
        return (*published, *map(str, self.revisions), *([DRAFT] if self.has_draft else []))


def asked_for(side: Side) -> str:
    """How a side is asked for: by the number of a publication, by that of a revision, or as the draft."""
    return side.publication or str(side.revision or DRAFT)


def choice_of(assessment: Assessment, *, with_draft: bool) -> Choice:
    """The revisions of `assessment`; its draft too where there is one and `with_draft` allows to read it."""
    revisions = assessment.snapshots.order_by("revision").values_list("revision", flat=True)
    revised = assessment.revises.number if assessment.revises else ""
    return Choice(tuple(revisions), with_draft and assessment.is_editable, revised)


def choice_for(user: Person, assessment: Assessment) -> Choice:
    """The revisions that `user` may compare: the draft too for those who answer in it.

    Raises PermissionDenied for whoever sees the result and not how it came about.
    """
    if not may(user, "read_changes", assessment):
        raise PermissionDenied(
            _("What changed is for those who answer in an assessment and for the reviewers of its team.")
        )
    answers = is_author(user, assessment) or is_contributor(user, assessment)
    return choice_of(assessment, with_draft=answers)


def compared(
    assessment: Assessment, choice: Choice, *, before: str = "", after: str = ""
) -> Difference | None:
    """The difference from `before` to `after`; left out, the last and the one before it.

    None where there is nothing to compare yet. Raises RevisionUnknown for what is not in `choice`.
    """
    values = choice.values
    for name, given in (("from", before), ("to", after)):
        if given and given not in values:
            raise RevisionUnknown(name, _refusal(given, values))
    if len(values) < 2:
        if before or after:
            raise RevisionUnknown(
                "to" if after else "from", _("there is only one revision, nothing to compare")
            )
        return None
    after = after or (values[-1] if before != values[-1] else before)
    before = before or values[max(values.index(after) - 1, 0)]
    return difference(_side(assessment, before), _side(assessment, after))


def since_last(assessment: Assessment) -> Difference | None:
    """What changed in the last revision against the one before, or against what was published and is revised here.

    None for the first revision of a new assessment.
    """
    return compared(assessment, choice_of(assessment, with_draft=False))


def _side(assessment: Assessment, value: str) -> Side:
    if value == DRAFT:
        return side_draft(assessment)
    if assessment.revises and value == assessment.revises.number:
        published = Snapshot.objects.select_related("assessment__framework")
        return side_frozen(published.get(publication=assessment.revises), publication=value)
    snapshot: Snapshot = assessment.snapshots.select_related("assessment__framework").get(revision=int(value))
    return side_frozen(snapshot)


def _refusal(given: str, values: tuple[str, ...]) -> str:
    return _("there is no revision %(given)s; there are %(values)s") % {
        "given": given[:20],
        "values": ", ".join(values) or _("none"),
    }
