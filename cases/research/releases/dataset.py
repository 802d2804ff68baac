"""All tables of a release, in the order in which its README lists them."""

from __future__ import annotations

from cases.research.releases import judged, law, record
from cases.research.releases.tables import Table


def tables() -> list[Table]:
    """Law, yardstick, cases, assessments: what everybody may read, and nothing else."""
    return [*law.tables(), *record.tables(), *judged.tables()]
