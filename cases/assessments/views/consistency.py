"""The page that asks whether like cases were treated alike."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from cases.assessments.consistency import WIDE_APART, consistency
from cases.assessments.presentation.consistency import pairs_shown
from natoassess.web.access import Access, PageMixin


class ConsistencyView(PageMixin, TemplateView):
    """Pairs of phases with near facts and other actors, side by side; of the library, for everybody."""

    access = Access.PUBLIC
    section = "cases"
    template_name = "cases/consistency.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pairs, those worth a look first, and what they come to together."""
        found = consistency(self.request.user)
        shown = pairs_shown(found)
        return super().get_context_data(
            **kwargs,
            consistency=found,
            looked_at=[pair for pair in shown if pair.pair.is_worth_a_look],
            others=[pair for pair in shown if not pair.pair.is_worth_a_look],
            wide=WIDE_APART,
        )
