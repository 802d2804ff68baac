"""One clause: what it does, when, and everything that cites it."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from frameworks import lawday, naming, overviews, relations
from frameworks.cited import provision_cited
from frameworks.models import Provision
from frameworks.reliance import Reliance, reliance_on
from frameworks.selectors import instruments, references
from frameworks.usage import Usage, instrument_usage
from frameworks.views.base import LawPage
from frameworks.views.law import provision_rows
from natoassess.web.access import Access
from natoassess.web.citations.shown import cite_shown

AUTHORITY = ("addressee", "task", "area", "means", "time")


def usage_of_clause(usage: Usage, label: str) -> Usage:
    """What of the catalogue's use of an instrument is of the clause called `label`."""
    return Usage(
        facts=tuple(use for use in usage.facts if label in use.clauses),
        tests=tuple(use for use in usage.tests if label in use.clauses),
        competence=tuple(use for use in usage.competence if label in use.clauses),
        frameworks=(),
    )


def reliance_on_clause(reliance: Reliance, label: str) -> Reliance:
    """What of the reliance on an instrument is on the clause called `label`."""
    return Reliance(
        claims=tuple(claim for claim in reliance.claims if label in claim.clauses),
        answers=tuple(answer for answer in reliance.answers if label in answer.clauses),
        events=tuple(event for event in reliance.events if label in event.clauses),
    )


class ProvisionDetail(LawPage):
    """One clause of an instrument, with who relies on it, and which questions and tests rest on it."""

    access = Access.PUBLIC
    place = "list"
    template_name = "law/provision.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything that cites the clause. Http404 where there is no such clause."""
        instrument = instruments().filter(pk=kwargs["pk"]).first()
        clauses = list(instrument.provisions.all()) if instrument else []
        place = next((n for n, item in enumerate(clauses) if item.slug == kwargs["slug"]), None)
        if instrument is None or place is None:
            raise Http404
        provision: Provision = clauses[place]
        named = references({provision.ended_by or instrument.ended_by} - {""})
        row = provision_rows(instrument, named, self.as_of)[place]
        label = provision.label
        lines = [line for line in relations.relation_lines(instrument) if line.clause == label]
        return super().get_context_data(
            **kwargs,
            instrument=instrument,
            provision=provision,
            row=row,
            name=naming.short_name(instrument),
            full_name=naming.reference_name(provision),
            standing=lawday.provision_standing(provision, instrument, self.as_of) if self.as_of else None,
            authorities=[row] if provision.authority else [],
            lines=lines,
            usage=usage_of_clause(instrument_usage(instrument), label),
            reliance=reliance_on_clause(reliance_on(instrument, self.request.user), label),
            mentions=overviews.mentions({provision.pk}),
            cites=[cite_shown(provision_cited(provision), "api-provision-cite", provision.pk)],
            before=clauses[place - 1] if place else None,
            after=clauses[place + 1] if place + 1 < len(clauses) else None,
        )
