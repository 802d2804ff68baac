"""Who may do what with an assessment: one table, asked by pages, API and services through `may`.

Who may see an assessment at all is `selectors.assessments(user)`; to everybody else it does not exist (404). The table
holds for site administrators too: looking after the site gives no hand in others' judgements. docs/permissions.md is
written from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import rules

from cases.assessments.authorship import revisions_of_own_work
from cases.assessments.models import Assessment, SecondCoding
from cases.assessments.models.assessment import Status
from cases.assessments.models.second_coding import OPEN, CodingState
from natoassess.accounts.models import Role, User, Visibility
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
def is_still_in_its_team(user: Person, assessment: Assessment | None) -> bool:
    """A member of the team it goes to; what is private goes to none."""
    if assessment is None or assessment.team_id is None or assessment.visibility == Visibility.PRIVATE:
        return True
    return assessment.team_id in team_ids(user)


@rules.predicate
def is_of_its_team(user: Person, assessment: Assessment | None) -> bool:
    """A member of the team that it is shared with."""
    return assessment is not None and assessment.team_id is not None and assessment.team_id in team_ids(user)


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
def is_published(user: Person, assessment: Assessment | None) -> bool:
    """Published, now or formerly: its text stands, out of the hands of those who worked on it."""
    return assessment is not None and assessment.status not in {
        Status.DRAFT,
        Status.SUBMITTED,
        Status.RETURNED,
    }


@rules.predicate
def has_answered(user: Person, assessment: Assessment | None) -> bool:
    """Whoever changed one of its answers, also one who was a contributor or its author and is no longer.

    So did whoever worked on what it revises, for its answers were copied from there.
    """
    if assessment is None or not isinstance(user, User):
        return False
    if assessment.answer_changes.filter(by=user.pk).exists():
        return True
    itself = Assessment.objects.filter(pk=assessment.pk)
    return assessment.revises_id is not None and bool(revisions_of_own_work(user, itself))


@rules.predicate
def is_team_manager(user: Person, assessment: Assessment | None) -> bool:
    """A manager of the team that it is shared with."""
    return assessment is not None and has_role(user, assessment.team_id, Role.MANAGER)


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


@rules.predicate
def is_second_coding(user: Person, assessment: Assessment | None) -> bool:
    """A second coding of another assessment: it is compared with that one, and never published by itself."""
    return assessment is not None and SecondCoding.objects.filter(coding=assessment.pk).exists()


@rules.predicate
def is_second_coder(user: Person, assessment: Assessment | None) -> bool:
    """Somebody who is asked to code it again, or has done so."""
    states = [*OPEN, CodingState.SETTLED]
    return (
        assessment is not None
        and user.pk is not None
        and SecondCoding.objects.filter(assessment=assessment.pk, coder=user.pk, state__in=states).exists()
    )


@rules.predicate
def has_coded_again(user: Person, assessment: Assessment | None) -> bool:
    """Somebody who has handed in a second coding of it."""
    states = [CodingState.SUBMITTED, CodingState.SETTLED]
    return (
        assessment is not None
        and user.pk is not None
        and SecondCoding.objects.filter(assessment=assessment.pk, coder=user.pk, state__in=states).exists()
    )


@rules.predicate
def is_of_a_team(user: Person, assessment: Assessment | None) -> bool:
    """Shared with a team, and no assessment of the library."""
    return (
        assessment is not None
        and assessment.reference is None
        and assessment.team_id is not None
        and assessment.visibility != Visibility.PRIVATE
    )


works_on = (is_author | is_contributor | (is_team_reviewer & ~is_draft)) & ~is_second_coder
"""Those who talk about it: whoever answers, and whoever reviews once there is something to review. Never one who codes
it again: what was said of the first coding would be in their ears."""

answers_it = is_author | is_contributor | has_answered
"""Those whose own work it is: none of them reviews it."""

may_review = is_team_reviewer & ~answers_it & ~is_second_coder & ~is_second_coding
"""Those who judge the work of others: never one's own, and never a coding that is compared with another."""


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
    Rule(
        "read_history",
        "its author and contributors, and the reviewers of the team that it is shared with",
        is_author | is_contributor | is_team_reviewer,
    ),
    Rule(
        "describe_assessment",
        "its author, while it is a draft or was returned; never of a second coding, whose terms are those of the first",
        is_author & is_editable & ~is_second_coding,
    ),
    Rule(
        "submit_assessment",
        "its author, while it is a draft or was returned, and only to a team that they are in",
        is_author & is_editable & is_still_in_its_team,
    ),
    Rule(
        "delete_assessment",
        "its author, while it is a draft; a second coding is declined instead",
        is_author & is_draft & is_editable & ~is_second_coding,
    ),
    Rule(
        "read_files",
        "its author, and whoever of its team sees it: files kept with sources are never public",
        is_author | is_of_its_team,
    ),
    Rule(
        "manage_contributors",
        "its author, while it is a draft or was returned; never of a second coding, which is one person's own",
        is_author & is_editable & ~is_second_coding,
    ),
    Rule(
        "hand_over_assessment",
        "its author, while it is a draft or was returned; never of a second coding, which is one person's own",
        is_author & is_editable & ~is_second_coding,
    ),
    Rule(
        "read_discussion",
        "its author and contributors, and reviewers of its team once it is submitted; never who codes it again",
        works_on,
    ),
    Rule(
        "comment_assessment",
        "its author and contributors, and reviewers of its team once it is submitted; never who codes it again, nor "
        "once it is published",
        works_on & ~is_published,
    ),
    Rule(
        "add_phase", "its author, where the scenario is their own", is_author & owns_scenario & ~is_in_trash
    ),
    Rule("restore_assessment", "its author, while it is in the trash", is_author & is_in_trash),
    Rule("discard_assessment", "its author, while it is in the trash", is_author & is_in_trash),
    Rule(
        "open_review",
        "a reviewer of the team that it is shared with, never its author nor one who answered or coded it again, and "
        "never of a second coding",
        may_review,
    ),
    Rule(
        "review_assessment",
        "the same, once it is submitted",
        is_submitted & may_review,
    ),
    Rule(
        "read_changes",
        "its author and contributors, and the reviewers of the team that it is shared with",
        is_author | is_contributor | is_team_reviewer,
    ),
    Rule(
        "ask_second_coding",
        "its author, and a reviewer of the team that it is shared with, until it is published",
        is_of_a_team & ~is_published & (is_author | is_team_reviewer) & ~is_second_coding,
    ),
    Rule(
        "read_second_coding",
        "its author and contributors, the reviewers of its team, and whoever has coded it again",
        is_author | is_contributor | is_team_reviewer | has_coded_again,
    ),
    Rule(
        "seek_consensus",
        "its author, and whoever has coded it again, while it is submitted",
        is_submitted & (is_author | has_coded_again),
    ),
    Rule("close_consensus", "its author, while it is submitted", is_submitted & is_author),
    Rule(
        "dissent_assessment",
        "a contributor, a reviewer of its team, or one who has coded it again, while it is submitted; never its author",
        is_submitted & ~is_author & (is_contributor | is_team_reviewer | has_coded_again) & ~is_second_coding,
    ),
    Rule(
        "revise_publication",
        "the author of what was published, retracted or not, while nothing supersedes it",
        is_author & is_published,
    ),
    Rule(
        "retract_publication",
        "the author of what was published, and the reviewers of its team",
        is_published & (is_author | is_team_reviewer),
    ),
    Rule(
        "read_audit_log",
        "its author; the reviewers and managers of its team, once it was submitted",
        is_author | (~is_draft & (is_team_reviewer | is_team_manager)),
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
