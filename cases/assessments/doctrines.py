"""One assessment under several frameworks: the same findings, judged by other yardsticks."""

from __future__ import annotations

from typing import Any

from cases.assessments.evaluation import body_of
from cases.assessments.models import Assessment
from cases.assessments.selectors import frozen
from frameworks.doctrines import doctrine_table
from frameworks.selectors import frameworks_beside
from frameworks.services import findings_evaluate_under
from natoassess.accounts.selectors import Person


def assessment_doctrines(*, assessment: Assessment, user: Person) -> dict[str, Any]:
    """The table of doctrines of `assessment`: frozen findings once submitted, else those that stand.

    Its own framework gives the seed, so that its row repeats its evaluation. Frameworks that people made are among
    the rows where `user` may see them, or where the assessment itself was judged by one. Raises FindingsInvalid.
    """
    snapshot = frozen([assessment]).get(assessment.pk)
    body = snapshot.findings if snapshot else body_of(assessment)
    own, beside = assessment.framework, frameworks_beside(user)
    found = findings_evaluate_under(
        frameworks=[own, *(row for row in beside if row != own)], body=body, as_of=assessment.as_of
    )
    shown = beside if own in beside else [*beside, own]
    found.sort(key=lambda under: shown.index(under.framework))
    return doctrine_table(found, as_of=assessment.as_of)
