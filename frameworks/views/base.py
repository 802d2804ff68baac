"""What all pages of the law share: the law of a day, and the way from one page to the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from frameworks.naming import AS_OF, with_day
from natoassess.web.access import PageMixin
from natoassess.web.presentation.words import Word

NAVIGATION: tuple[tuple[str, Word], ...] = (
    ("list", gettext_lazy("Instruments")),
    ("actors", gettext_lazy("Actors")),
    ("concepts", gettext_lazy("Strategic Concepts")),
    ("organisations", gettext_lazy("Other organisations")),
    ("ladder", gettext_lazy("Hybrid ladder")),
)


@dataclass(frozen=True)
class Way:
    """An entry of the navigation among the pages of the law."""

    title: str
    url: str
    is_here: bool


class LawPage(PageMixin, TemplateView):
    """A page of the law; `?as_of=1999-03-24` shows the law of that day, and its links keep the day."""

    section = "law"
    parameters = frozenset({AS_OF})
    place: ClassVar[str] = ""
    """The page of the navigation that this one is, or belongs to."""

    @cached_property
    def as_of(self) -> date | None:
        """The day in the address; None where none is given. BadRequest for what is no day."""
        given = self.request.GET.get(AS_OF, "").strip()
        if not given:
            return None
        try:
            return date.fromisoformat(given) if len(given) == len("1999-03-24") else _refuse(given)
        except ValueError:
            return _refuse(given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The day, the navigation, and what of the address a form for another day has to keep."""
        kept = [
            (name, value) for name, values in self.request.GET.lists() if name != AS_OF for value in values
        ]
        ways = [
            Way(str(title), with_day(reverse(f"law:{name}"), self.as_of), name == self.place)
            for name, title in NAVIGATION
        ]
        return super().get_context_data(**kwargs, as_of=self.as_of, as_of_kept=kept, ways=ways)


def _refuse(given: str) -> date:
    """Say what a day looks like. Raises BadRequest."""
    raise BadRequest(
        _("as_of: %(given)s is not a day; write it as year, month and day: 1999-03-24.") % {"given": given}
    )
