"""What the views share by which people work on an assessment together: who is let in, and refusals."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.permissions import IsAuthenticated

from cases.assessments.commenting import CommentRefused
from cases.assessments.contributing import ContributingRefused
from cases.assessments.models import Assessment
from cases.assessments.rules import may, require
from cases.assessments.selectors import assessments
from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.api import ReadOnly
from natoassess.web.problems import Problem

CONFLICTS = {"answered", "too_late", "too_many", "already_resolved", "already_open", "is_reply"}


class TogetherBase(ReadOnly):
    """For whom the discussion is meant; 404 where the assessment is out of sight, 403 for others who see it."""

    access = Access.SIGNED_IN
    permission_classes = [IsAuthenticated]
    has_forms = False
    queryset = Assessment.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        """What the caller may see."""
        return assessments(self.request.user)

    @property
    def person(self) -> User:
        """Who asks; the permission classes have let nobody else in."""
        return cast(User, self.request.user)

    def assessment(self) -> Assessment:
        """The assessment in the address."""
        found = (
            self.get_queryset().select_related("framework__catalogue").filter(pk=self.kwargs["pk"]).first()
        )
        if found is None:
            raise Http404
        require(self.person, "read_discussion", found)
        return cast(Assessment, found)

    def open_to(self, action: str) -> Assessment:
        """The same, where `action` may still be done; Problem 409 once it cannot, 403 for whom it never was."""
        assessment = self.assessment()
        if not may(self.person, action, assessment):
            if action != "comment_assessment" and assessment.author_id != self.person.pk:
                raise PermissionDenied
            raise Problem(
                _("It is %(status)s and cannot be changed so any more.")
                % {"status": assessment.get_status_display()},
                code="not_editable",
                status_code=status.HTTP_409_CONFLICT,
            )
        return assessment


def refused(error: CommentRefused | ContributingRefused, member: str) -> Problem:
    """What a service refused, as a problem: 409 where the state stands against it, else a fault of a member."""
    if error.code in CONFLICTS or error.code == "changed":
        return Problem(str(error), code=error.code, status_code=status.HTTP_409_CONFLICT)
    return Problem(
        _("The request has faults; nothing was changed."),
        code="invalid",
        errors=[{"pointer": f"/{member}", "detail": str(error)}],
    )
