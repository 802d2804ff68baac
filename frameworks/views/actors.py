"""States, organisations and others: to what they belonged, how they voted, what they did in the cases."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from frameworks.actor_record import part_of, votes_of
from frameworks.council import COUNCIL
from frameworks.filters import ActorFilter
from frameworks.membership import council_on
from frameworks.models import Actor, ActorMembership
from frameworks.naming import AS_OF
from frameworks.selectors import actors, references
from frameworks.views.base import LawPage
from natoassess.web.access import Access
from natoassess.web.downloads import downloads
from natoassess.web.filter_panel import filter_panel


class ActorList(LawPage):
    """All actors, narrowed by the address; on a day, those that there were."""

    access = Access.PUBLIC
    parameters = ActorFilter.parameters() | {AS_OF}
    place = "actors"
    template_name = "law/actors.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; 400 with the reason at the field where the address cannot be understood."""
        asked = request.GET.copy()
        asked.pop(AS_OF, None)
        if self.as_of and not asked.get("on"):
            asked["on"] = self.as_of.isoformat()
        chosen = ActorFilter(asked or None, queryset=actors())
        valid = not chosen.form.is_bound or chosen.form.is_valid()
        rows = list(chosen.qs) if valid else []
        context = self.get_context_data(
            panel=filter_panel(chosen.form, {"q", "kind", "member_of", "on"}),
            rows=rows,
            valid=valid,
            downloads=downloads("api-actor-list", asked, known=ActorFilter.base_filters),
            on=chosen.form.cleaned_data.get("on") if chosen.form.is_bound and valid else None,
        )
        return self.render_to_response(context, status=200 if valid else 400)


class ActorDetail(LawPage):
    """One actor: memberships and members, votes, roles and claims; its name never enters a score."""

    access = Access.PUBLIC
    place = "actors"
    template_name = "law/actor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page shows. Http404 for an id that the library does not have."""
        actor = Actor.objects.filter(pk=kwargs["pk"]).first()
        if actor is None:
            raise Http404
        memberships = list(actor.membership_rows.select_related("organisation").order_by("starts_on"))
        members = list(actor.member_rows.select_related("member").order_by("starts_on", "member__name"))
        part = part_of(actor, self.request.user)
        cited = {item for claim in part.claims for item in claim.provisions}
        votes = votes_of(actor) if any(row.organisation_id == COUNCIL for row in memberships) else []
        if self.as_of:
            memberships = [row for row in memberships if self._covers(row)]
            members = [row for row in members if self._covers(row)]
            votes = [
                vote
                for vote in votes
                if vote.instrument.adopted_on and vote.instrument.adopted_on <= self.as_of
            ]
        return super().get_context_data(
            **kwargs,
            actor=actor,
            memberships=memberships,
            members=members,
            votes=votes,
            part=part,
            references=references(cited),
            council=council_on(self.as_of or timezone.localdate()) if actor.pk == COUNCIL else None,
        )

    def _covers(self, row: ActorMembership) -> bool:
        day = self.as_of
        return day is None or (row.starts_on <= day and (row.ends_on is None or day <= row.ends_on))
