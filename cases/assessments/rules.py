"""Who may do what with an assessment: one table for pages and API.

| may          | whom                                                                      |
|--------------|---------------------------------------------------------------------------|
| see          | selectors.assessments(user); everybody else is answered 404               |
| change       | the author, while it is a draft or was returned                           |
| submit       | the author, while it is a draft or was returned                           |
| review       | a reviewer of its team, never its author, once it is submitted            |
| delete       | the author, while it is a draft                                           |
| read note    | the author, and the reviewer who wrote it; of a reference everybody       |
"""

from __future__ import annotations

import rules

from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from natoassess.accounts.models import Role
from natoassess.accounts.selectors import Person, has_role


@rules.predicate
def is_author(user: Person, assessment: Assessment | None) -> bool:
    """The person who filed it; a library assessment has none."""
    return assessment is not None and assessment.author_id is not None and assessment.author_id == user.pk


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
def is_reference(user: Person, assessment: Assessment | None) -> bool:
    """An assessment of the library, whose note says who reviewed it."""
    return assessment is not None and assessment.reference is not None


rules.add_perm("assessments.change_assessment", is_author & is_editable)
rules.add_perm("assessments.submit_assessment", is_author & is_editable)
rules.add_perm("assessments.review_assessment", is_submitted & is_team_reviewer & ~is_author)
rules.add_perm("assessments.delete_assessment", is_author & is_draft)
rules.add_perm("assessments.read_review_note", is_author | is_its_reviewer | is_reference)
