"""The table to fill in: a CSV whose header names every question of a framework."""

from __future__ import annotations

import csv
import io

from frameworks.compile import compile_framework
from frameworks.models import Framework

OWN_COLUMNS = ("id", "as_of", "standpoint")


def template_csv(framework: Framework) -> str:
    """The header alone. A code that stands in two parts is written with the part before it, as batches read it."""
    asked = compile_framework(framework)
    parts = {
        "facts": list(asked.fact_codes),
        "ratings": [criterion.code for criterion in asked.criteria],
        "sovereignty": [harm.code for harm in asked.sovereignty],
    }
    every = [code for codes in parts.values() for code in codes]
    names = [
        code if every.count(code) == 1 else f"{part}.{code}"
        for part, codes in parts.items()
        for code in codes
    ]
    out = io.StringIO()
    csv.writer(out).writerow([*OWN_COLUMNS, *names])
    return out.getvalue()
