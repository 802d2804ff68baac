"""What changed between two revisions of an assessment."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cases.assessments.presentation.differences import difference_shown
from cases.assessments.revisions import RevisionUnknown, asked_for, choice_for, compared
from cases.assessments.views.result import assessment_or_404, result_context
from natoassess.web.access import Access, PageMixin


class ChangesView(PageMixin, TemplateView):
    """For those who answer in it and the reviewers of its team; of two revisions, the last two unless asked for."""

    access = Access.SIGNED_IN
    section = "assessments"
    template_name = "assessments/differences/page.html"
    parameters = frozenset({"from", "to"})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The difference and the revisions to choose from. Raises BadRequest for a revision that there is not."""
        user, asked = self.request.user, self.request.GET
        assessment = assessment_or_404(user, kwargs["pk"])
        choice = choice_for(user, assessment)
        try:
            found = compared(assessment, choice, before=asked.get("from", ""), after=asked.get("to", ""))
        except RevisionUnknown as error:
            raise BadRequest(
                _("The parameter %(name)s: %(why)s.") % {"name": error.parameter, "why": error}
            ) from error
        chosen = (asked_for(found.before), asked_for(found.after)) if found else ("", "")
        return super().get_context_data(
            **kwargs,
            **result_context(user, assessment),
            difference=difference_shown(found) if found else None,
            published=choice.publication,
            choices=[(value, value == chosen[0], value == chosen[1]) for value in choice.values],
        )
