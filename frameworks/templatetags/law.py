"""Instruments and clauses in templates: what they are called, and links to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frameworks.lawday import Standing, instrument_standing, provision_standing
from frameworks.models import Instrument, Provision
from frameworks.naming import confidence_label, law_address, reference_name, with_day

register = template.Library()


@register.filter
def law_link(item: Instrument | Provision | str | None) -> SafeString:
    """A link to an instrument or clause under its short name; text that names none stays text."""
    if isinstance(item, Instrument | Provision):
        return format_html('<a href="{}">{}</a>', law_address(item), reference_name(item))
    return format_html("{}", item or "")


@register.filter
def law_href(item: Instrument | Provision) -> str:
    """The address of an instrument or clause, for links under another name than its own."""
    return law_address(item)


@register.simple_tag(takes_context=True)
def law_url(context: Context, name: str, *arguments: Any) -> str:
    """The address of a page of the law, `law:NAME`, with the day that the page is read as of."""
    return with_day(reverse(f"law:{name}", args=arguments), context.get("as_of"))


@register.simple_tag(takes_context=True)
def keep_day(context: Context, url: str) -> str:
    """`url` with the day that the page is read as of."""
    return with_day(url, context.get("as_of"))


@register.simple_tag(takes_context=True)
def law_anchor(context: Context, item: Instrument | Provision | str | None) -> SafeString:
    """`law_link` that keeps the day, and says of law that did not stand on that day how it stood."""
    if not isinstance(item, Instrument | Provision):
        return law_link(item)
    day = context.get("as_of")
    link = format_html('<a href="{}">{}</a>', with_day(law_address(item), day), reference_name(item))
    if day is None:
        return link
    standing = (
        provision_standing(item, item.instrument, day)
        if isinstance(item, Provision)
        else instrument_standing(item, day)
    )
    if standing in {Standing.IN_FORCE, Standing.EVIDENCE}:
        return link
    return format_html('{} <span class="quiet">({})</span>', link, standing.words)


@register.simple_tag(takes_context=True)
def law_anchors(
    context: Context,
    ids: Iterable[str],
    references: Mapping[str, Instrument | Provision],
    own: str = "",
) -> SafeString:
    """`law_anchor` for all of `ids`, in their order, through `references`.

    Clauses of the instrument `own`, which is named beside them, go by their label; `own` itself is left out.
    """
    links = []
    for item in ids:
        law = references.get(item, item)
        if own and item == own:
            continue
        if isinstance(law, Provision) and law.instrument_id == own:
            address = with_day(law_address(law), context.get("as_of"))
            links.append(format_html('<a href="{}">{}</a>', address, law.label))
        else:
            links.append(law_anchor(context, law))
    return format_html_join(", ", "{}", ((link,) for link in links))


@register.simple_tag
def standing_tag(standing: Standing | None) -> SafeString:
    """How something stood on the day, in words; colour adds nothing to them."""
    if standing is None:
        return SafeString("")
    strong = " strong" if standing is Standing.IN_FORCE else ""
    return format_html('<span class="tag{}">{}</span>', strong, standing.words)


@register.simple_tag
def law_links(
    ids: Iterable[str] | None, references: Mapping[str, Instrument | Provision], separator: str = ", "
) -> SafeString:
    """Links to all of `ids`, in their order, through `references`; an id that is not there is shown as it is."""
    return format_html_join(separator, "{}", ((law_link(references.get(item, item)),) for item in ids or ()))


@register.filter
def short_day(value: str) -> str:
    """A day in the form of the library ("2001-09-12") as a time line prints it: "12 Sep 2001"."""
    day = parse_date(str(value))
    return date_format(day, "j M Y") if day else str(value)


@register.filter
def known_label(code: str) -> str:
    """How a single value is known: nothing to say where it was checked."""
    return "" if code in {"", "verified"} else _("from %(knowledge)s") % {"knowledge": code.replace("-", " ")}


@register.filter
def confidence_words(code: str) -> str:
    """How far an entry was checked against a source."""
    return confidence_label(code)
