"""Who may do what with an assessment: one table, asked by pages, API and services through `may`.

Who may see an assessment at all is `selectors.assessments(user)`; to everybody else it does not exist (404). The table
holds for site administrators too: looking after the site gives no hand in others' judgements. docs/permissions.md is
written from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import rules
from django.core.exceptions import PermissionDenied

from cases.assessments.models import Assessment
from cases.assessments.predicates import (
    has_coded_again,
    is_author,
    is_contributor,
    is_draft,
    is_editable,
    is_in_trash,
    is_its_reviewer,
    is_of_a_team,
    is_of_its_team,
    is_published,
    is_reference,
    is_second_coding,
    is_still_in_its_team,
    is_submitted,
    is_team_manager,
    is_team_reviewer,
    may_review,
    owns_scenario,
    works_on,
)
from natoassess.accounts.selectors import Person


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


def require(user: Person, action: str, assessment: Assessment) -> None:
    """Go on only where `may` says so. Raises PermissionDenied, and KeyError as `may` does."""
    if not may(user, action, assessment):
        raise PermissionDenied
