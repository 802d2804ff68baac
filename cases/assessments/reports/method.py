"""How the answers were made, how to make them again, and how to cite them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assessments.models import Assessment
from natoassess.web.formats.document import (
    Block,
    Bullets,
    Code,
    Column,
    Heading,
    Note,
    Paragraph,
    Run,
    Table,
    Terms,
    cell,
    said,
)
from natoassess.web.presentation import words
from natoassess.web.presentation.answers import READING_ORDER

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


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


def citation_blocks(
    assessment: Assessment, evaluation: Mapping[str, Any], citation: str, site: str, number: str
) -> Iterator[Block]:
    """How to cite, where the data are, under which licence, and what it is not."""
    yield Heading(2, _("Citation"), "citation")
    page = f"{site}{reverse('assessments:detail', args=[assessment.pk])}"
    cited = f"{number}: {citation}" if number else citation
    yield Paragraph((Run(cited), Run(" "), Run(page, href=page)))
    yield Paragraph(said(evaluation["evaluation_id"]), quiet=True)
    files = (
        ("result-json", _("The evaluation as JSON")),
        ("scenario-yaml", _("The answers as YAML")),
        ("scenario-json", _("The answers as JSON")),
        ("memorandum", _("The memorandum as a page")),
    )
    yield Bullets(
        tuple(
            (Run(label, href=f"{site}{reverse(f'assessments:{name}', args=[assessment.pk])}"),)
            for name, label in files
        )
    )
    yield Paragraph(tuple(_licence(assessment)))
    yield Note(
        said(
            _(
                "Not legal advice. Not affiliated with NATO or the United Nations. Contains no classified material."
            )
        )
    )


def _licence(assessment: Assessment) -> Iterator[Run]:
    if assessment.reference is not None:
        yield Run(_("The texts of the library, this assessment among them, are under "))
    else:
        yield Run(_("The answers and their reasons are their author’s. The texts of the library are under "))
    yield Run("CC BY 4.0", href=LICENCE)
    yield Run(_("; the program is under the MIT licence."))
