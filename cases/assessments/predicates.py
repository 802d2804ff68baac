"""What people and assessments are to each other: the predicates that the table of rules is made of.

Each asks its rows anew; none says what may be done, which is for `rules`.
"""

from __future__ import annotations

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
