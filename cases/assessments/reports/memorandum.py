"""The memorandum within a report: its numbered paragraphs, and the law that they cite."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.assessments.memoranda import Memo
from natoassess.web.formats.document import Block, Bullets, Heading, Paragraph, Run


def memorandum_blocks(memo: Memo, site: str) -> Iterator[Block]:
    """Every section, and the law cited, which the notes in the text lead to."""
    yield Heading(2, _("Memorandum"), "memorandum")
    for part in memo.written.sections:
        if part.code == "dissent" and not part.part:  # what people hold against it has a section of its own
            continue
        yield Heading(3, part.heading)
        for paragraph in part.paragraphs:
            runs = [Run(paragraph.text)]
            for place, cited in enumerate(paragraph.notes):
                runs.append(Run("\u00a0" if place == 0 else ", ", is_note=place > 0))
                runs.append(Run(str(cited.number), href=f"#law-{cited.number}", is_note=True))
            yield Paragraph(tuple(runs), number=paragraph.number)
    if memo.written.law:
        yield Heading(3, _("Law cited"))
        yield Bullets(
            tuple(
                (Run(cited.citation, href=f"{site}{cited.url}" if cited.url else ""),)
                for cited in memo.written.law
            ),
            numbered=True,
            anchors=tuple(f"law-{cited.number}" for cited in memo.written.law),
        )
