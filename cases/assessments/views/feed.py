"""The feed of an assessment: what happened, by day, newest first."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.assessments.feed import KINDS, Place, feed, people_in
from cases.assessments.presentation.feed import KIND_WORDS, days_of
from cases.assessments.views.together import TogetherMixin


class FeedView(TogetherMixin):
    """A page of it, narrowed by person and kind; `before` goes on from where another page ended."""

    parameters = frozenset({"who", "kind", "before"})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page; 400 for a parameter that cannot be understood."""
        who, kind, before = (request.GET.get(name, "") for name in ("who", "kind", "before"))
        if kind and kind not in KINDS:
            raise BadRequest(_("The parameter kind takes %(kinds)s.") % {"kinds": ", ".join(KINDS)})
        people = people_in(self.assessment)
        if who and who not in {str(person.pk) for person in people}:
            raise BadRequest(
                _("The parameter who takes the number of somebody who worked on this assessment.")
            )
        page = feed(
            self.person,
            self.assessment,
            before=Place.read(before) if before else None,
            who=int(who) if who else None,
            kind=kind,
        )
        context = self.get_context_data(
            heading=_("Feed"),
            view="feed",
            days=days_of(page.events, self.questionnaire, self.address_of),
            following=page.following,
            people=[(str(person.pk), person.name, str(person.pk) == who) for person in people],
            kinds=[(code, word, code == kind) for code, word in KIND_WORDS.items()],
            is_narrowed=bool(who or kind),
            is_first=not before,
        )
        return render(request, "assessments/together/feed.html", context)
