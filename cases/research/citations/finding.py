"""Records of several things at once, by their ids. A number of queries that does not grow with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from cases.assessments.cited import assessment_cited, publication_address, publication_cited
from cases.assessments.publications import publications
from cases.assessments.selectors import assessments
from cases.studies.cited import case_cited, phase_cited
from cases.studies.selectors import cases, phases
from frameworks.cited import framework_address, framework_cited, instrument_cited, provision_cited
from frameworks.selectors import frameworks_visible, instruments, provisions
from natoassess.accounts.selectors import Person
from natoassess.web.citations import Citation

MOST_NAMED = 200
"""How many things are cited at once."""

_PUBLICATION = re.compile(r"NA-\d{4}-\d{4,}")
_FRAMEWORK = re.compile(r"(?P<code>[\w-]+)-v(?P<version>\d{1,4})")
_ASSESSMENT = re.compile(r"assessment-(?P<pk>\d{1,9})")

Found = Mapping[str, Citation]
Finder = Callable[[Person, Sequence[str], str], Found]


class Unciteable(Exception):
    """Ids that name nothing which the person may see; `positions` says where they stand in the list."""

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__(positions)
        self.positions = list(positions)


def citations_named(user: Person, names: Sequence[str], site: str) -> list[Citation]:
    """The records of `names` in their order, at `site`. Raises Unciteable for those that `user` sees nothing of.

    Names are the keys of records: unsc-1973, unsc-1973#op4, kosovo-1999, kosovo-1999/allied-force, NA-2026-0007,
    assessment-12 or the id of a reference assessment, nato-1999-v1.
    """
    found: dict[str, Citation] = {}
    for finder in FINDERS:
        left = [name for name in dict.fromkeys(names) if name not in found]
        if left:
            found.update(finder(user, left, site))
    missing = [position for position, name in enumerate(names) if name not in found]
    if missing:
        raise Unciteable(missing)
    return [found[name] for name in names]


def _keyed(records: Iterable[Citation]) -> Found:
    return {record.key: record for record in records}


def _provisions(_user: Person, names: Sequence[str], _site: str) -> Found:
    return _keyed(map(provision_cited, provisions().filter(pk__in=[name for name in names if "#" in name])))


def _instruments(_user: Person, names: Sequence[str], _site: str) -> Found:
    return _keyed(map(instrument_cited, instruments().prefetch_related(None).filter(pk__in=names)))


def _publications(user: Person, names: Sequence[str], site: str) -> Found:
    numbers = [name for name in names if _PUBLICATION.fullmatch(name)]
    if not numbers:
        return {}
    rows = publications(user).defer(None).filter(number__in=numbers, retracted_at__isnull=True)
    return _keyed(publication_cited(row, publication_address(row, site)) for row in rows)


def _cases(user: Person, names: Sequence[str], site: str) -> Found:
    rows = cases(user).prefetch_related(None).filter(slug__in=names)
    return _keyed(case_cited(row, site) for row in rows)


def _phases(user: Person, names: Sequence[str], site: str) -> Found:
    pairs = [name.split("/") for name in names if name.count("/") == 1]
    if not pairs:
        return {}
    wanted = reduce(or_, (Q(case__slug=case, slug=phase) for case, phase in pairs))
    rows = phases(user).filter(wanted).select_related("case__owner").prefetch_related(None)
    return _keyed(phase_cited(row, site) for row in rows)


def _assessments(user: Person, names: Sequence[str], site: str) -> Found:
    keys = [int(found["pk"]) for name in names if (found := _ASSESSMENT.fullmatch(name))]
    rows = assessments(user).filter(Q(reference__in=names) | Q(pk__in=keys))
    records = [(row, assessment_cited(row, site)) for row in rows]
    return {
        **_keyed(record for _row, record in records),
        **{f"assessment-{row.pk}": record for row, record in records},
    }


def _frameworks(user: Person, names: Sequence[str], site: str) -> Found:
    codes = [found["code"] for name in names if (found := _FRAMEWORK.fullmatch(name))]
    rows = frameworks_visible(user).filter(code__in=codes)
    return _keyed(framework_cited(row, framework_address(row, site)) for row in rows)


FINDERS: tuple[Finder, ...] = (
    _provisions,
    _publications,
    _phases,
    _instruments,
    _cases,
    _frameworks,
    _assessments,
)
"""Tried in this order; what is found by one is not looked for by the next."""
