"""Instruments and clauses in templates: what they are called, and links to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frameworks.models import Instrument, Provision
from frameworks.naming import confidence_label, law_address, reference_name

register = template.Library()


@register.filter
def law_link(item: Instrument | Provision | str | None) -> SafeString:
    """A link to an instrument or clause under its short name; text that names none stays text."""
    if isinstance(item, Instrument | Provision):
        return format_html('<a href="{}">{}</a>', law_address(item), reference_name(item))
    return format_html("{}", item or "")


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
