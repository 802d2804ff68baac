"""How the answers were made, and how to make them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assessments.models import Assessment
from natoassess.web.formats.document import (
    Block,
    Code,
    Column,
    Heading,
    Paragraph,
    Run,
    Table,
    Terms,
    cell,
    said,
)
from natoassess.web.presentation import words
from natoassess.web.presentation.answers import READING_ORDER


def method_blocks(assessment: Assessment, evaluation: Mapping[str, Any], site: str) -> Iterator[Block]:
    """The yardstick, the three readings, the engine, and the commands that give the same evaluation."""
    yield Heading(2, _("Method"), "method")
    yield Paragraph(
        (
            Run(
                _(
                    "Facts are put to legal tests, which give the legal answer under three readings of the law; "
                    "ratings give the index of legitimacy; levels of harm give the impact on sovereignty. What is "
                    "not known stays not known. "
                )
            ),
            Run(_("The method in full"), href=f"{site}{reverse('method')}"),
            Run("."),
        )
    )
    yield _yardstick(assessment, evaluation)
    columns = (Column(_("Reading"), 1), Column(_("What it makes of contested and minority doctrine"), 4))
    rows = tuple(
        (cell(words.word(words.READINGS, code)), cell(words.word(words.READING_RULES, code)))
        for code in READING_ORDER
    )
    yield Table(_("The three readings; the prevailing one gives the headline"), columns, rows)
    yield from _again(assessment, site)


def _yardstick(assessment: Assessment, evaluation: Mapping[str, Any]) -> Terms:
    framework = assessment.framework
    drawn = evaluation["legitimacy"].get("distribution") or {}
    draws = (
        _("%(draws)s, seed %(seed)s") % {"draws": f"{drawn['draws']:,}", "seed": drawn["seed"]}
        if drawn
        else ""
    )
    pairs = [
        (_("Framework"), f"{framework.title}, {framework}"),
        (_("Checksum"), framework.checksum),
        (_("Catalogue"), str(framework.catalogue)),
        (_("Law as of"), words.long_date(evaluation["as_of"])),
        (_("Standpoint"), assessment.get_standpoint_display()),
        (_("Engine"), evaluation["engine"]),
        (_("Draws"), draws),
        (_("Evaluation"), evaluation["evaluation_id"]),
    ]
    return Terms(tuple((name, said(text)) for name, text in pairs if text))


def _again(assessment: Assessment, site: str) -> Iterator[Block]:
    yield Heading(3, _("To make it again"))
    api = f"{site}{reverse('api-assessment-detail', args=[assessment.pk])}"
    score = f"{site}{reverse('api-score')}"
    yield Paragraph(said(_("The same answers give the same evaluation, whose identifier is the one above:")))
    yield Code(
        (
            f"curl -s {api} | jq .findings > answers.json",
            f"curl -s -H 'Content-Type: application/json' -d @answers.json {score} | jq -r .evaluation_id",
        )
    )
    if assessment.is_editable:
        yield Paragraph(
            said(_("A draft is read with its author’s token, and changes with every answer.")), quiet=True
        )
