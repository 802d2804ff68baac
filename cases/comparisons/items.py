"""What stands in the address of a comparison: an ordered list of 2 to 10 items.

An item is `CASE/PHASE`, which means the reference assessment of that phase, or `assessment:NUMBER`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from cases.assessments.models import Assessment
from cases.assessments.selectors import assessments
from natoassess.accounts.selectors import Person

LEAST, MOST = 2, 10
PHASE = re.compile(r"(?P<case>[a-z0-9-]{1,80})/(?P<phase>[a-z0-9-]{1,80})")
ASSESSMENT = re.compile(r"assessment:(?P<pk>[0-9]{1,15})")


class ItemsInvalid(Exception):
    """The address names something that cannot be compared; `details` says what and why, item by item."""

    def __init__(self, details: Sequence[str]) -> None:
        self.details = list(details)
        super().__init__(" ".join(self.details))


def too_few() -> str:
    """What to say where fewer than two different assessments are named."""
    return _(
        "A comparison takes %(least)d to %(most)d phases. Each counts once, however often it is named."
    ) % {"least": LEAST, "most": MOST}


def resolve(user: Person, items: Iterable[str], most: int = MOST) -> list[Assessment]:
    """The assessments that `items` name, in their order, each once.

    Raises ItemsInvalid for what does not exist, what `user` may not see (told apart from nothing by nobody), and
    more than `most`. Fewer than two are allowed here: the page then offers more.
    """
    wanted = list(dict.fromkeys(items))
    faults: list[str] = []
    if len(wanted) > most:
        faults.append(_("At most %(most)d phases stand side by side; leave some out.") % {"most": most})
        raise ItemsInvalid(faults)
    by_phase, by_pk = _candidates(user, wanted)
    found: list[Assessment] = []
    for item in wanted:
        number = ASSESSMENT.fullmatch(item)
        assessment = by_pk.get(int(number["pk"])) if number else by_phase.get(item)
        if assessment is None:
            faults.append(
                _(
                    "There is no %(item)s to compare, or none that you may see. Name a phase as CASE/PHASE or an "
                    "assessment as assessment:NUMBER."
                )
                % {"item": item[:100]}
            )
        elif assessment not in found:
            found.append(assessment)
    if faults:
        raise ItemsInvalid(faults)
    return found


def _candidates(user: Person, items: Iterable[str]) -> tuple[dict[str, Assessment], dict[int, Assessment]]:
    """The visible assessments that the items may name, in two queries however many there are."""
    slugs, numbers = set(), set()
    for item in items:
        if phase := PHASE.fullmatch(item):
            slugs.add(phase["case"])
        elif number := ASSESSMENT.fullmatch(item):
            numbers.add(int(number["pk"]))
    visible = assessments(user)
    references = visible.filter(reference__isnull=False, phase__case__slug__in=slugs)
    return (
        {f"{row.phase.case.slug}/{row.phase.slug}": row for row in references},
        {row.pk: row for row in visible.filter(pk__in=numbers)},
    )
