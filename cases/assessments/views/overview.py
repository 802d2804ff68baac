"""Your work: where signing in leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic.base import ContextMixin

from cases.assessments.overview import overview_of, queues_of
from natoassess.accounts.notices import unread
from natoassess.accounts.selectors import roles_by_team
from natoassess.accounts.views.people import signed_in
from natoassess.web.access import Access, PageMixin

NOTICES = 10


class OverviewView(PageMixin, ContextMixin):
    """What waits for the person, what is theirs, how the queues of their teams stand."""

    access = Access.SIGNED_IN
    section = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        user = signed_in(request)
        groups = {group.value: rows for group, rows in overview_of(user).items()}
        waiting = groups["waiting"]
        notices = list(unread(user)[:NOTICES])
        context = self.get_context_data(
            groups=groups,
            oldest=waiting[0].age if waiting else "",
            queues=queues_of(user),
            notices=notices,
            newest=notices[0].pk if notices else 0,
            teams=roles_by_team(user),
            is_new=not any(groups[name] for name in ("drafts", "submitted", "published")),
        )
        return render(request, "assessments/overview.html", context)
