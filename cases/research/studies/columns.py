"""The columns of a study's table, and what each means: its codebook."""

from __future__ import annotations

from typing import NamedTuple


class StudyColumn(NamedTuple):
    """One column: its name, the type of its values, and what it means."""

    name: str
    type: str
    meaning: str


COLUMNS = tuple(
    StudyColumn(*column)
    for column in (
        (
            "item",
            "text",
            "The phase: CASE/PHASE for its reference assessment, assessment:NUMBER for another.",
        ),
        ("framework", "text", "The framework: its code."),
        ("version", "integer", "The framework's version."),
        ("reading", "text", "The reading of the law: strict, prevailing or permissive."),
        ("weighting", "text", "The weights: published, or the name under which they stand in study.json."),
        ("as_of", "date", "The day by whose law the phase is judged."),
        ("own_day", "boolean", "Whether that is the day for which the phase was answered."),
        ("baseline", "boolean", "Whether this is the row that the others of its phase are set against."),
        (
            "verdict",
            "text",
            "lawful, arguable, unlawful, undetermined or not_applicable, under this reading.",
        ),
        ("at_least", "text", "The least favourable verdict that the unknown facts leave."),
        ("at_most", "text", "The most favourable verdict that the unknown facts leave."),
        (
            "lapsed",
            "texts",
            "Facts that count as no on this day, because no clause they rest on is in force.",
        ),
        ("index", "number", "The index of legitimacy over what is rated, 0 to 100; empty where nothing is."),
        ("low", "number", "The index with everything unknown at its least."),
        ("high", "number", "The index with everything unknown at its most."),
        ("coverage", "number", "The share of weight that is rated, 0 to 1."),
        ("band", "text", "The band of legitimacy: low, mixed or high; empty where too little is rated."),
        ("band_at_least", "text", "The band at the lower bound."),
        ("band_at_most", "text", "The band at the upper bound."),
        (
            "rank",
            "integer",
            "The phase's place by index among the phases of the study, all else the same; 1 highest.",
        ),
        ("ranked", "integer", "How many phases have a place."),
        ("gross", "number", "The impact on sovereignty over what is rated, 0 to 100."),
        ("gross_low", "number", "The gross impact with everything unknown at its least."),
        ("gross_high", "number", "The gross impact with everything unknown at its most."),
        ("adjusted", "number", "The impact less what consent cures; empty where that is not determined."),
        ("adjusted_low", "number", "The least that the adjusted impact can be."),
        ("adjusted_high", "number", "The most that the adjusted impact can be."),
        ("verdict_changed", "boolean", "Whether the verdict is another than in the baseline."),
        ("band_changed", "boolean", "Whether the band is another than in the baseline."),
        ("index_change", "number", "The index less that of the baseline; empty where either has none."),
        (
            "rank_change",
            "integer",
            "The rank less that of the baseline: above 0 it fell; empty where either has none.",
        ),
    )
)
