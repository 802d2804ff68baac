"""Who did what with one assessment and what was published of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cases.assessments.models import Assessment
from cases.assessments.publications import publications
from cases.assessments.rules import may
from cases.assessments.scenario_files import title_of
from cases.assessments.views.result import assessment_or_404
from natoassess.accounts.selectors import Person
from natoassess.web.access import Access, PageMixin
from natoassess.web.audit.models import AuditEntry
from natoassess.web.audit.presentation import lines

MOST = 500
"""Entries that one page shows, the newest; site administrators find all of them in the audit log."""


class AssessmentAuditView(PageMixin, TemplateView):
    """For its author, and for the reviewers and managers of its team; also of what was retracted."""

    access = Access.SIGNED_IN
    section = "assessments"
    template_name = "assessments/published/audit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The entries, newest first. Raises Http404 to outsiders, PermissionDenied to who may only read the result."""
        assessment = assessment_seen(self.request.user, kwargs["pk"])
        if not may(self.request.user, "read_audit_log", assessment):
            raise PermissionDenied(
                _(
                    "The log of an assessment is read by its author, and by the reviewers and managers of its team."
                )
            )
        about = Q(subject_type="assessment", subject_id=str(assessment.pk))
        published = getattr(assessment, "publication", None)
        if published is not None:
            about |= Q(subject_type="publication", subject_id=str(published.pk))
        return super().get_context_data(
            **kwargs,
            lines=lines(AuditEntry.objects.filter(about)[:MOST]),
            title=published.title if published else title_of(assessment.phase),
            crumbs=[
                (_("Assessments"), reverse("assessments:list")),
                (title_of(assessment.phase), reverse("assessments:detail", args=[assessment.pk])),
            ],
        )


def assessment_seen(user: Person, pk: int) -> Assessment:
    """The assessment, also one whose publication was retracted. Raises Http404."""
    withdrawn = publications(user).filter(assessment__pk=pk, retracted_at__isnull=False)
    if not withdrawn.exists():
        return assessment_or_404(user, pk)
    found = Assessment.objects.select_related("phase__case", "publication").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
