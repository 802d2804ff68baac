"""What of the law and the catalogue can be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from frameworks import naming
from frameworks.models import Catalogue, Instrument, Provision
from frameworks.search import registry
from frameworks.search.registry import Document, Kind, Registered
from frameworks.selectors import instruments
from natoassess.web.presentation.words import capitalise

KINDS = (
    Kind("instrument", _("instrument"), _("Instruments"), 1.5),
    Kind("provision", _("provision"), _("Provisions"), 1.25),
    Kind("fact", _("fact"), _("Facts")),
    Kind("test", _("legal test"), _("Legal tests")),
    Kind("criterion", _("criterion"), _("Criteria")),
    Kind("sovereignty", _("dimension of sovereignty"), _("Dimensions of sovereignty")),
)


def documents() -> Iterator[Document]:
    """Every instrument with its provisions, and every question of the newest catalogue."""
    for instrument in instruments():
        yield _instrument(instrument)
        for provision in instrument.provisions.all():
            provision.instrument = instrument
            yield _provision(provision)
    catalogue = Catalogue.objects.order_by("-version").first()
    if catalogue is not None:
        yield from _catalogue(catalogue)


def _instrument(instrument: Instrument) -> Document:
    name = naming.short_name(instrument)
    other = instrument.title if name != instrument.title else instrument.symbol
    return Document(
        kind="instrument",
        key=instrument.pk,
        title=f"{name}: {other}" if other and name != instrument.title else name,
        context=f"{capitalise(naming.kind_label(instrument.kind))} · {instrument.body}",
        label=f"{instrument.pk} {instrument.symbol} {instrument.adopted_on or ''}",
        body=_sentences(instrument.summary, instrument.notes),
        address=naming.law_address(instrument),
    )


def _provision(provision: Provision) -> Document:
    instrument = provision.instrument
    context = instrument.title if naming.short_name(instrument) != instrument.title else ""
    return Document(
        kind="provision",
        key=provision.pk,
        title=naming.reference_name(provision),
        context=" · ".join(part for part in (context, str(provision.get_effect_display())) if part),
        label=provision.pk,
        body=_sentences(provision.summary, provision.key_phrase and f"“{provision.key_phrase}”"),
        address=naming.law_address(provision),
    )


def _catalogue(catalogue: Catalogue) -> Iterator[Document]:
    groups = {group["code"]: group["title"] for group in catalogue.groups}
    facts = {fact.code: fact for fact in catalogue.facts.all()}
    for fact in facts.values():
        context, body = str(groups.get(fact.group, "")), _sentences(fact.question, fact.help)
        yield _question("fact", fact.code, fact.label, body, context)
    for test in catalogue.tests.all():
        asked = [facts[code].label for code in _codes(test.rule) if code in facts]
        yield _question("test", test.code, test.title, _sentences(*dict.fromkeys(asked)))
    for criterion in catalogue.criteria.select_related("dimension"):
        body = _sentences(criterion.question, *criterion.levels)
        yield _question("criterion", criterion.code, criterion.label, body, criterion.dimension.title)
    for harm in catalogue.sovereignty.all():
        yield _question("sovereignty", harm.code, harm.label, _sentences(harm.question, *harm.levels))


def _question(kind: str, code: str, title: str, body: str, context: str = "") -> Document:
    address = f"{reverse('method')}#{kind}-{code}"
    return Document(kind, code, title, address, body, context, label=code)


def _codes(rule: Any) -> Iterator[str]:
    """The codes of facts that a rule names, in order."""
    if isinstance(rule, str):
        yield rule
    elif isinstance(rule, dict):
        for part in rule.values():
            yield from _codes(part)
    elif isinstance(rule, list):
        for part in rule:
            yield from _codes(part)


def _sentences(*texts: str) -> str:
    """The texts one after the other, each ended by a full stop."""
    kept = (text.strip() for text in texts if text and text.strip())
    return " ".join(text if text[-1] in ".!?" else f"{text}." for text in kept)


def register() -> None:
    """Let the law and the catalogue be found."""
    registry.register(Registered("law", 10, KINDS, documents))
