"""The sources of a report: numbered as they are first used, each with the grades it was used with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from natoassess.web.formats.document import Block, Cell, Column, Heading, Paragraph, Run, Table, cell, said


@dataclass(frozen=True)
class Used:
    """A piece of evidence: the document, what was made of it, and its Admiralty grade."""

    citation: str
    url: str
    note: str
    reliability: str
    credibility: int

    @property
    def grade(self) -> str:
        """The letter of the source and the digit of the item: B2."""
        return f"{self.reliability}{self.credibility}"


@dataclass
class Sources:
    """The documents used so far, by citation and address, with the grades of their uses."""

    grades: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def number(self, used: Used) -> int:
        """The number of the document, which counts this use."""
        key = used.citation, used.url
        self.grades.setdefault(key, []).append(used.grade)
        return list(self.grades).index(key) + 1

    def blocks(self) -> Iterator[Block]:
        """The table of sources."""
        yield Heading(2, _("Sources"), "sources")
        if not self.grades:
            yield Paragraph(said(_("No answer carries evidence.")))
            return
        columns = (
            Column(_("No."), 0.4, is_number=True),
            Column(_("Source"), 4),
            Column(_("Graded"), 0.8),
            Column(_("Uses"), 0.5, is_number=True),
        )
        rows = tuple(
            (
                cell(number, anchor=f"source-{number}"),
                Cell(((Run(citation or _("no citation given"), href=url),),)),
                cell(", ".join(dict.fromkeys(sorted(grades)))),
                cell(len(grades)),
            )
            for number, ((citation, url), grades) in enumerate(self.grades.items(), start=1)
        )
        yield Table(_("Every document used as evidence, in the order of its first use"), columns, rows)
