"""Whether every weighting of a study fits every framework that it is swept under."""

from __future__ import annotations

from cases.research.studies.plan import Study
from frameworks.batches.sweep import weighting_faults


def weights_check(study: Study) -> list[str]:
    """What is wrong with the named weightings, in words; nothing where all fit."""
    return [
        f"{weighting.name}, {framework.code}: {fault}"
        for framework in study.frameworks
        for weighting in study.weightings[framework.pk]
        if weighting.named
        for fault in weighting_faults(framework, weighting)
    ]
