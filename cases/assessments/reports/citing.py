"""How to cite an assessment, where its data are, under which licence, and what it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assessments.models import Assessment
from cases.assessments.presentation.publications import citations
from cases.assessments.reports.matter import Matter
from natoassess.web.formats.document import Block, Bullets, Code, Heading, Note, Paragraph, Run, said

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def citation_blocks(
    matter: Matter, evaluation: Mapping[str, Any], citation: str, site: str
) -> Iterator[Block]:
    """How to cite, where the data are, under which licence, and what it is not."""
    yield Heading(2, _("Citation"), "citation")
    assessment, publication = matter.assessment, matter.publication
    if publication is not None:
        page = f"{site}{reverse('published:detail', args=[publication.number])}"
        for cited in citations(publication, page):
            yield Paragraph((Run(f"{cited.style}:", quiet=True),))
            yield Code(tuple(cited.text.splitlines())) if cited.is_code else Paragraph(said(cited.text))
    else:
        page = f"{site}{reverse('assessments:detail', args=[assessment.pk])}"
        yield Paragraph((Run(citation), Run(" "), Run(page, href=page)))
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
