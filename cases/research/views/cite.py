"""Find a citation: a text pasted in, every mention of law in it with what it is in the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from frameworks.cited import law_cited
from frameworks.citing import Match, Mention, Reading, Reason, Status, texts_read
from frameworks.models import Provision
from frameworks.naming import law_address, reference_name
from natoassess.web.access import Access, PageMixin
from natoassess.web.citations.shown import CiteShown, cite_shown

MOST_PASTED = 2000
"""How long a text may be, in characters: it stands in the address, so that what was found can be sent to others."""
EXAMPLE = "S/RES/1973 (2011), paras 4 and 8; Article 51 of the Charter; Nicaragua case [195]; Article 5; UNSC Res 1974."

STATUSES: dict[Status, Promise] = {
    Status.FOUND: gettext_lazy("found"),
    Status.AMBIGUOUS: gettext_lazy("ambiguous"),
    Status.UNKNOWN: gettext_lazy("unknown"),
}
REASONS: dict[Reason, Promise] = {
    Reason.WIDER: gettext_lazy("the library keeps it whole"),
    Reason.PART: gettext_lazy("a part of it"),
    Reason.INSTRUMENT: gettext_lazy("without that clause"),
}


class PastedForm(forms.Form):
    """The text."""

    q = forms.CharField(
        label=gettext_lazy("A citation, a footnote or a paragraph"),
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "aria-describedby": "id_q_helptext"}),
    )


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; `numbers` of the mentions that it is the words of."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class MatchShown:
    """A row of the library beside a mention."""

    name: str
    url: str
    reason: str
    cite: CiteShown


@dataclass(frozen=True)
class MentionShown:
    """A mention under its number."""

    number: int
    text: str
    mention: Mention
    status: str
    matches: tuple[MatchShown, ...]
    left_out: int


def pieces(reading: Reading) -> list[Piece]:
    """The text in stretches, so that each mention can be marked where it stands; lists share their words."""
    found: list[Piece] = []
    at = 0
    for number, mention in enumerate(reading.mentions, 1):
        if not mention.understood:
            continue
        if mention.start < at:
            last = found[-1]
            found[-1] = Piece(last.text, (*last.numbers, number))
            continue
        found += [
            Piece(reading.text[at : mention.start]),
            Piece(reading.text[mention.start : mention.end], (number,)),
        ]
        at = mention.end
    return [piece for piece in (*found, Piece(reading.text[at:])) if piece.text]


def match_shown(match: Match) -> MatchShown:
    """Its name, page and citation."""
    kind = "provision" if isinstance(match.row, Provision) else "instrument"
    return MatchShown(
        reference_name(match.row),
        law_address(match.row),
        str(REASONS.get(match.reason, "")),
        cite_shown(law_cited(match.row), f"api-{kind}-cite", match.row.pk),
    )


def mentions_shown(reading: Reading) -> list[MentionShown]:
    """The mentions under their numbers."""
    return [
        MentionShown(
            number,
            reading.text[mention.start : mention.end],
            mention,
            str(STATUSES[mention.status]),
            tuple(match_shown(match) for match in mention.matches),
            mention.total - len(mention.matches),
        )
        for number, mention in enumerate(reading.mentions, 1)
    ]


class CiteView(PageMixin, TemplateView):
    """A form, and beneath it what the text in the address cites."""

    access = Access.PUBLIC
    parameters = frozenset({"q"})
    section = "research"
    template_name = "research/cite.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was found; 400 with the reason at the field for a text that cannot be read."""
        form = PastedForm(request.GET or None)
        valid = not form.is_bound or form.is_valid()
        context = self.get_context_data(form=form, valid=valid, example=EXAMPLE, most=MOST_PASTED)
        if form.is_bound and valid:
            reading = texts_read([form.cleaned_data["q"]])[0]
            shown = mentions_shown(reading)
            context |= {
                "pieces": pieces(reading),
                "mentions": shown,
                "counts": [
                    (_("%(number)d %(status)s") % {"number": number, "status": words})
                    for status, words in STATUSES.items()
                    if (number := sum(item.mention.status is status for item in shown))
                ],
            }
        return self.render_to_response(context, status=200 if valid else 400)
