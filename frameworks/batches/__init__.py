"""Scoring of many rows from a file: lines of bytes in, lines of results and faults out. Made for cases.research."""

from frameworks.batches.columns import ResultColumn, result_columns, results_csv
from frameworks.batches.plan import FORMS, Plan, PlanInvalid, plan_from, plan_make, plan_members
from frameworks.batches.reading import MOST_LINE
from frameworks.batches.rows import ROWS_AT_ONCE, Scored, rows_score
from frameworks.scoring import FindingsInvalid

__all__ = [
    "FORMS",
    "MOST_LINE",
    "ROWS_AT_ONCE",
    "FindingsInvalid",
    "Plan",
    "PlanInvalid",
    "ResultColumn",
    "Scored",
    "plan_from",
    "plan_make",
    "plan_members",
    "result_columns",
    "results_csv",
    "rows_score",
]
