"""Writing evidence: each item points to a source of the case or to one in the register of its assessment.

A service module beside services.py, for those services that save answers. Sources are known by their text: what is
cited in the same words, at the same address, is the same source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cases.assessments.models import Assessment, CitedSource, Evidence, Finding
from natoassess.accounts.models import User

Item = Mapping[str, Any]
"""{"reliability", "credibility", "note"} with {"citation", "url"} or the "source_id" of a source of the case."""


def evidence_write(
    *, assessment: Assessment, given: Iterable[tuple[Finding, Sequence[Item]]], by: User | None = None
) -> None:
    """Put the items given for each finding in the place of its evidence, in the transaction of the caller.

    A source cited for the first time enters the register; one that was made in passing leaves it with its last use.
    """
    told = list(given)
    items = [(finding, position, item) for finding, found in told for position, item in enumerate(found)]
    replaced, _by_model = Evidence.objects.filter(finding__in=[finding for finding, _found in told]).delete()
    register = _Register(assessment, by)
    for _finding, _position, item in items:
        register.enter(item)
    register.save()
    Evidence.objects.bulk_create(_row(finding, position, item, register) for finding, position, item in items)
    if replaced:
        sources_prune(assessment=assessment)


def sources_prune(*, assessment: Assessment) -> None:
    """Take out of the register what was made in passing, is used nowhere any more and has no file."""
    unused = assessment.cited_sources.filter(is_kept=False, uses=None, attachments=None)
    unused.delete()


def one_line(text: str) -> str:
    """A citation as it is compared: without regard to line ends and double spaces."""
    return " ".join(text.split())


def _row(finding: Finding, position: int, item: Item, register: _Register) -> Evidence:
    source_id = item.get("source_id")
    cited = None if source_id else register.source(item)
    return Evidence(
        finding=finding,
        position=position,
        source_id=source_id,
        cited=cited,
        reliability=item["reliability"],
        credibility=item["credibility"],
        note=item.get("note") or "",
    )


class _Register:
    """The sources of an assessment by their text, with those that are about to be added."""

    def __init__(self, assessment: Assessment, by: User | None) -> None:
        self.assessment, self.by = assessment, by
        self.known: dict[str, list[CitedSource]] = {}
        self.new: list[CitedSource] = []
        self.addressed: list[CitedSource] = []
        for source in assessment.cited_sources.all():
            self.known.setdefault(one_line(source.citation), []).append(source)

    def source(self, item: Item) -> CitedSource | None:
        """The source that an item names; None where it names none."""
        citation, url = _named(item)
        alike = self.known.get(one_line(citation), [])
        exact = [source for source in alike if source.url == url]
        # Cited again without its address, or now with one, it is still the same document.
        return next(iter(exact or [source for source in alike if not (url and source.url)]), None)

    def enter(self, item: Item) -> None:
        """See to it that the source of an item is known."""
        citation, url = _named(item)
        if not citation or item.get("source_id"):
            return
        found = self.source(item)
        if found is None:
            found = CitedSource(
                assessment=self.assessment,
                citation=citation,
                url=url,
                reliability=item["reliability"],
                added_by=self.by,
            )
            self.known.setdefault(one_line(citation), []).append(found)
            self.new.append(found)
        elif url and not found.url:
            found.url = url
            if found.pk:
                self.addressed.append(found)

    def save(self) -> None:
        """Write what is new."""
        CitedSource.objects.bulk_create(self.new)
        if self.addressed:
            CitedSource.objects.bulk_update(self.addressed, ["url"])


def _named(item: Item) -> tuple[str, str]:
    """Citation and address; a source that is given by its address alone is cited by it."""
    url = item.get("url") or ""
    return item.get("citation") or url, url
