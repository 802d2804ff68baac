"""Who may do what with an assessment: one table, asked by pages, API and services through `may`.

Who may see an assessment at all is `selectors.assessments(user)`; to everybody else it does not exist (404). The table
holds for site administrators too: looking after the site gives no hand in others' judgements. docs/permissions.md is
written from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import rules

from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from natoassess.accounts.models import Role
from natoassess.accounts.selectors import Person, has_role, team_ids


@rules.predicate
def is_author(user: Person, assessment: Assessment | None) -> bool:
    """The person who filed it; a library assessment has none."""
    return assessment is not None and assessment.author_id is not None and assessment.author_id == user.pk


@rules.predicate
def is_contributor(user: Person, assessment: Assessment | None) -> bool:
    """A member of its team whom the author asked to answer beside them."""
    return (
        assessment is not None
        and user.pk is not None
        and assessment.team_id in team_ids(user)
        and assessment.contributors.filter(user=user.pk).exists()
    )


@rules.predicate
def is_editable(user: Person, assessment: Assessment | None) -> bool:
    """A draft, or one that was returned."""
    return assessment is not None and assessment.is_editable


@rules.predicate
def is_draft(user: Person, assessment: Assessment | None) -> bool:
    """Never submitted yet."""
    return assessment is not None and assessment.status == Status.DRAFT


@rules.predicate
def is_submitted(user: Person, assessment: Assessment | None) -> bool:
    """Waiting for a reviewer."""
    return assessment is not None and assessment.status == Status.SUBMITTED


@rules.predicate
def is_team_reviewer(user: Person, assessment: Assessment | None) -> bool:
    """A reviewer in the team that the assessment is shared with."""
    return assessment is not None and has_role(user, assessment.team_id, Role.REVIEWER)


@rules.predicate
def is_its_reviewer(user: Person, assessment: Assessment | None) -> bool:
    """The person who published it or returned it."""
    return assessment is not None and assessment.reviewer_id is not None and assessment.reviewer_id == user.pk


@rules.predicate
def owns_scenario(user: Person, assessment: Assessment | None) -> bool:
    """The person who described the scenario that it is about; a case of the library has no owner."""
    return assessment is not None and user.pk is not None and assessment.phase.case.owner_id == user.pk


@rules.predicate
def is_in_trash(user: Person, assessment: Assessment | None) -> bool:
    """Thrown away, and not yet gone."""
    return assessment is not None and assessment.trashed_at is not None


@rules.predicate
def is_reference(user: Person, assessment: Assessment | None) -> bool:
    """An assessment of the library, whose note says who reviewed it."""
    return assessment is not None and assessment.reference is not None


@dataclass(frozen=True)
class Rule:
    """One line of the table: what may be done, by whom in words, and the predicate that says so."""

    action: str
    whom: str
    predicate: rules.Predicate

    @property
    def permission(self) -> str:
        """Its name for `user.has_perm`."""
        return f"assessments.{self.action}"


RULES = (
    Rule(
        "change_assessment",
        "its author and contributors, while it is a draft or was returned",
        (is_author | is_contributor) & is_editable,
    ),
    Rule("describe_assessment", "its author, while it is a draft or was returned", is_author & is_editable),
    Rule(
        "add_phase", "its author, where the scenario is their own", is_author & owns_scenario & ~is_in_trash
    ),
    Rule("submit_assessment", "its author, while it is a draft or was returned", is_author & is_editable),
    Rule("delete_assessment", "its author, while it is a draft", is_author & is_draft & is_editable),
    Rule("restore_assessment", "its author, while it is in the trash", is_author & is_in_trash),
    Rule("discard_assessment", "its author, while it is in the trash", is_author & is_in_trash),
    Rule(
        "open_review",
        "a reviewer of the team that it is shared with, never its author",
        is_team_reviewer & ~is_author,
    ),
    Rule(
        "review_assessment",
        "a reviewer of the team that it is shared with, never its author, once it is submitted",
        is_submitted & is_team_reviewer & ~is_author,
    ),
    Rule(
        "read_review_note",
        "its author, and the reviewer who wrote it; of a reference assessment everybody who sees it",
        is_author | is_its_reviewer | is_reference,
    ),
)

for rule in RULES:
    rules.add_perm(rule.permission, rule.predicate)


def may(user: Person, action: str, assessment: Assessment) -> bool:
    """Whether the rule for `action` lets `user` do it. Unlike `user.has_perm` it makes no exception of superusers.

    Raises KeyError for an action that the table does not hold.
    """
    permission = f"assessments.{action}"
    if not rules.perm_exists(permission):
        raise KeyError(permission)
    return bool(rules.has_perm(permission, user, assessment))
