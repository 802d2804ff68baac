"""The house style as template tags: words with their marks, answers, bars, charts, votes and the trace.

The tags hold no judgement: words and shapes are worked out in natoassess.web.presentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from natoassess.web.presentation import answers as answering
from natoassess.web.presentation import bars, charts, scatter, traces, words
from natoassess.web.presentation import profile as profiling
from natoassess.web.presentation import votes as voting

register = template.Library()


# Words with their marks -------------------------------------------------------------------------------------


@register.simple_tag
def verdict(code: str | None, capitalised: bool = False) -> SafeString:
    """A verdict: shape, then word, then colour. None or an empty text reads "not assessed"."""
    text = words.word(words.VERDICTS, code)
    mark = words.VERDICT_MARKS.get(code or "none", "none")
    return format_html(
        '<span class="verdict"><svg class="mark {}" aria-hidden="true"><use href="#m-{}"/></svg>{}</span>',
        mark,
        mark,
        words.capitalise(text) if capitalised else text,
    )


@register.simple_tag
def fact_value(value: str | None) -> SafeString:
    """The value of a fact: a disc in ink and the word; None is "not known"."""
    code = value if value in words.FACT_VALUES else "unknown"
    return format_html(
        '<span class="val {}"><svg class="mark" aria-hidden="true"><use href="#v-{}"/></svg>{}</span>',
        code,
        code,
        words.word(words.FACT_VALUES, code),
    )


@register.simple_tag
def pips(level: int | str | None, sov: bool = False) -> SafeString:
    """A level 0–4 as four discs; "na" reads "does not apply", None and "unknown" read "not known"."""
    if level == "na":
        return format_html('<span class="quiet">{}</span>', _("does not apply"))
    if level in (None, "", "unknown"):
        return format_html('<span class="val unknown">{}</span>', _("not known"))
    filled = int(level or 0)
    discs = format_html_join(
        "",
        '<circle{} cx="{}" cy="6.5" r="5"/>',
        ((SafeString(' class="on"') if place < filled else "", 8 + 16 * place) for place in range(4)),
    )
    return format_html(
        '<svg class="pips{}" role="img" aria-label="{}">{}</svg>',
        " sov-pips" if sov else "",
        _("%(level)d of 4") % {"level": filled},
        discs,
    )


@register.simple_tag
def grade(reliability: str, credibility: int | str) -> SafeString:
    """An Admiralty grade such as B2, spelled out in its title and for a screen reader."""
    spelled = words.grade_title(reliability, credibility)
    return format_html(
        '<abbr class="grade{}" title="{}">{}{}<span class="unseen"> ({})</span></abbr>',
        " weak" if words.grade_is_weak(reliability, credibility) else "",
        spelled,
        str(reliability).upper(),
        credibility,
        spelled,
    )


@register.simple_tag
def grade_words(reliability: str, credibility: int | str) -> str:
    """An Admiralty grade in words: "Usually reliable; probably true"."""
    return words.grade_title(reliability, credibility)


# Numbers and dates ------------------------------------------------------------------------------------------


@register.filter
def number(value: float | None, places: int = 1) -> str:
    """A number with one decimal (or as many as given); "not known" for None."""
    return words.number(value, places)


@register.filter
def percent(share: float | None) -> str:
    """A share of 1 as "70 %"."""
    return words.percent(share)


@register.filter
def portion(share: float | None) -> str:
    """A measured share of 1, such as a coverage, as "96 %"."""
    return words.portion(share)


@register.filter
def percent_words(share: float | None) -> str:
    """A share of 1 as "70 per cent"."""
    return words.percent_words(share)


@register.filter
def likelihood(share: float | None) -> str:
    """A probability in ICD 203 words."""
    return words.likelihood(share)


@register.filter
def band(code: str | None) -> str:
    """The word of a band; "not enough answered" for None."""
    return words.word(words.BANDS, code) if code else _("not enough answered")


@register.filter
def confidence(code: str | None) -> str:
    """The word of a confidence; moderate where none is given (docs/scoring.md, section 2)."""
    return words.word(words.CONFIDENCES, code or "moderate")


@register.filter
def long_date(value: date | datetime | str | None) -> str:
    """24 March 1999; "March 1999" and "1999" where no more is known."""
    return words.long_date(value)


@register.simple_tag
def date_range(start: date | datetime | str | None, end: date | datetime | str | None = None) -> str:
    """24 March to 10 June 1999."""
    return words.date_range(start, end)


@register.simple_tag
def span(low: float | None, high: float | None, places: int = 1) -> str:
    """63.1–74.2."""
    return words.span(low, high, places)


@register.filter
def lookup(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """The entry of a mapping under a key held in a variable; an empty text where there is none."""
    return (mapping or {}).get(key, "")


# Bars -------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/bar.html")
def legitimacy_bar(legitimacy: Mapping[str, Any] | None, slim: bool = False) -> dict[str, Any]:
    """The legitimacy bar: bands, index, bounds, interval. ``slim`` is for cells whose row says the
    numbers.
    """
    return {"bar": bars.legitimacy_bar(legitimacy or {}), "slim": slim}


@register.inclusion_tag("components/bar.html")
def sovereignty_bar(sovereignty: Mapping[str, Any] | None, slim: bool = False) -> dict[str, Any]:
    """The sovereignty bar: gross outlined, adjusted filled, the range of the adjusted hatched."""
    return {"bar": bars.sovereignty_bar(sovereignty or {}), "slim": slim}


# Answers ----------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/readings.html")
def readings(legality: Mapping[str, Any] | None, wide: bool = False) -> dict[str, Any]:
    """The verdict under the three readings; ``wide`` adds what each reading admits."""
    return {"readings": answering.readings(legality or {}), "wide": wide}


@register.inclusion_tag("components/answers.html")
def answers(
    evaluation: Mapping[str, Any] | None,
    whys: Mapping[str, str] | None = None,
    level: int = 2,
    titles: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The three answers side by side.

    ``whys`` may hold a sentence for each of legality, legitimacy and sovereignty; a sentence drawn from the
    numbers stands where one is left out. ``level`` is the level of the headings, ``titles`` names sovereignty
    dimensions.
    """
    parts = evaluation or {}
    legality, legitimacy = parts.get("legality") or {}, parts.get("legitimacy") or {}
    sovereignty = parts.get("sovereignty") or {}
    given = whys or {}
    return {
        "level": level,
        "legality": legality,
        "legitimacy": legitimacy,
        "sovereignty": sovereignty,
        "legitimacy_small": answering.legitimacy_small(legitimacy),
        "sovereignty_small": answering.sovereignty_small(sovereignty),
        "why_legality": given.get("legality") or answering.legality_note(legality),
        "why_legitimacy": given.get("legitimacy") or answering.legitimacy_note(legitimacy, titles),
        "why_sovereignty": given.get("sovereignty") or answering.sovereignty_note(sovereignty, titles),
    }


# Charts: each is a table, or stands above one ---------------------------------------------------------------


@register.inclusion_tag("components/dimension_bars.html")
def dimension_bars(
    legitimacy: Mapping[str, Any] | None, framework: object = None, criteria: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The dimensions of legitimacy as bars with their indices.

    ``framework`` names them: a mapping code → title, a catalogue, or an object with ``dimensions``.
    ``criteria`` maps criteria to dimensions and adds the column of points.
    """
    titles = charts.titles_of(framework, "dimensions")
    rows = charts.dimension_rows(legitimacy or {}, titles, criteria)
    return {
        "rows": rows,
        "legitimacy": legitimacy or {},
        "small": answering.legitimacy_small(legitimacy or {}),
        "with_points": any(row.points is not None for row in rows),
    }


@register.inclusion_tag("components/contributions.html")
def contributions_table(legitimacy: Mapping[str, Any] | None, titles: object = None) -> dict[str, Any]:
    """The points each criterion adds to the index, most first; they add up to it."""
    given = legitimacy or {}
    named = charts.titles_of(titles, "criteria")
    return {"rows": charts.contribution_rows(given.get("contributions"), named), "legitimacy": given}


@register.inclusion_tag("components/distribution.html")
def distribution_chart(evaluation: Mapping[str, Any] | None) -> dict[str, Any]:
    """The draws of an evaluation (or of its legitimacy part): three quantiles on the bands, the chance of
    each band.
    """
    given = evaluation or {}
    return {"draws": charts.distribution(given.get("legitimacy", given) or {})}


@register.inclusion_tag("components/tornado.html")
def tornado(
    legitimacy: Mapping[str, Any] | None, titles: object = None, limit: int | None = None
) -> dict[str, Any]:
    """How far each rating moves the index between its 5 % and 95 % level, widest first."""
    return {"tornado": charts.tornado(legitimacy or {}, charts.titles_of(titles, "criteria"), limit)}


@register.inclusion_tag("components/profile.html")
def dimension_profile(
    phases: list[tuple[str, Mapping[str, Any]]] | None, framework: object = None
) -> dict[str, Any]:
    """The dimensions of legitimacy of several phases on one scale, with their table.

    Each phase is a name and its legitimacy result; ``framework`` names the dimensions as in ``dimension_bars``.
    """
    titles = charts.titles_of(framework, "dimensions")
    return {"profile": profiling.dimension_profile(phases or [], titles)}


@register.inclusion_tag("components/balance_map.html")
def balance_map(
    points: list[Mapping[str, Any]] | None, source: str = "", opened: bool = False
) -> dict[str, Any]:
    """The balance map of any number of phases, with its table.

    Each point is ``{label, url, verdict, legitimacy, low, high, sovereignty}`` and may add ``band``,
    ``sovereignty_low`` and ``sovereignty_high``. ``source`` is the line that says who coded it.
    """
    return {"map": scatter.balance_map(points), "source": source, "opened": opened}


@register.inclusion_tag("components/votes.html")
def votes(vote: Mapping[str, Any] | None, body: str = "") -> dict[str, Any]:
    """A vote as seats, names and arithmetic. ``body`` is the voting body; only the Council has permanent
    members.
    """
    shown = voting.vote_view(vote, body)
    return {"vote": shown, "sentence": voting.vote_sentence(shown)}


@register.inclusion_tag("components/trace_tree.html")
def trace_tree(
    node: Mapping[str, Any] | None,
    titles: Mapping[str, str] | None = None,
    whys: Mapping[str, str] | None = None,
    laws: Mapping[str, traces.Law] | None = None,
) -> dict[str, Any]:
    """The legality trace as an outline that opens; works without script. ``laws`` links provisions."""
    return {"node": traces.trace_node(node, titles or {}, whys or {}, laws) if node else None}


@register.inclusion_tag("components/flips.html")
def flips_list(
    flips: list[Mapping[str, Any]] | None, labels: Mapping[str, str] | None = None, try_at: str = ""
) -> dict[str, Any]:
    """The smallest sets of facts that would change the verdict.

    ``try_at`` is the address of a page that takes changes as fact.<code>=<value>; with it, each set leads there.
    """
    return {"flips": traces.flips(flips, labels or {}), "try_at": try_at}


# What must not fail -----------------------------------------------------------------------------------------


@register.simple_tag
def steady_static(path: str) -> str:
    """The address of a static file, also where the manifest is missing: for the page that reports a
    failure.
    """
    try:
        return static(path)
    except ValueError:
        return f"/static/{path}"
