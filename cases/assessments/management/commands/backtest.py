"""manage.py backtest: the library's phases as computed, beside what authorities held of them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from cases.assessments.backtest import AGREES, DIFFERS, WITHIN, LibraryTested, PhaseTested, library_backtest
from frameworks.precedents import Backtest

HEADS = ("phase", "legality", "legitimacy", "sovereignty", "authorities", "")
ALONE, APART = "Nearest precedent, leave one out", "Nearest precedent of another case"
EMPTY = "The library is empty: run load_library first."
RELATIONS = {
    AGREES: "agrees",
    WITHIN: "within what divided authorities held",
    DIFFERS: "differs",
    "none": "-",
}


class Command(BaseCommand):
    help = (
        "Evaluate every phase of the library anew beside what authorities held of it, and see how well the nearest "
        "precedents predict that. Changes nothing; differences are no error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--format text for narrow columns in a terminal, json for programs."""
        parser.add_argument("--format", choices=("markdown", "text", "json"), default="markdown")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table that docs/library.md holds, with the rates; or the same as text or JSON."""
        tested = library_backtest()
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_json(tested), indent=2, ensure_ascii=False))
        elif options["format"] == "text":
            self.stdout.write("\n".join(as_text(tested)))
        else:
            self.stdout.write("\n".join(as_markdown(tested)))


def as_json(tested: LibraryTested) -> dict[str, Any]:
    """Everything that the table shows, with the sources."""
    return {
        "phases": [_phase_json(row) for row in tested.phases],
        "agreement": {
            "n": tested.judged,
            "agrees": tested.count(AGREES),
            "within": tested.count(WITHIN),
            "differs": tested.count(DIFFERS),
            "rate": tested.rate,
        },
        "leave_one_out": _backtest_json(tested.predicted),
        "leave_one_case_out": _backtest_json(tested.predicted_apart),
    }


def _phase_json(row: PhaseTested) -> dict[str, Any]:
    found = row.evaluation
    return {
        "case": row.phase.case.slug,
        "phase": row.phase.slug,
        "verdict": found["legality"]["verdict"] if found else None,
        "legitimacy": {name: found["legitimacy"][name] for name in ("index", "band")} if found else None,
        "sovereignty": {name: found["sovereignty"][name] for name in ("gross", "adjusted")}
        if found
        else None,
        "authorities": row.authorities.hold,
        "relation": row.relation,
        "why": row.why,
        "holdings": [
            {
                "who": holding.who,
                "on": holding.on.isoformat() if holding.on else None,
                "legality": holding.legality,
                "text": holding.text,
                "cite": holding.cite,
            }
            for holding in row.authorities.holdings
        ],
    }


def _backtest_json(found: Backtest | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "n": found.n,
        "rate": found.rate,
        "majority": found.majority,
        "majority_rate": found.majority_rate,
        "predictions": [
            {
                "phase": prediction.id,
                "held": prediction.found,
                "predicted": prediction.predicted,
                "nearest": prediction.nearest,
            }
            for prediction in found.predictions
        ],
    }


def as_text(tested: LibraryTested) -> Iterator[str]:
    """The table, then what divides the two, then the rates."""
    if not tested.phases:
        yield EMPTY
        return
    rows = [HEADS, *(_cells(row) for row in tested.phases)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    for phase in tested.phases:
        if phase.relation in (WITHIN, DIFFERS):
            yield f"\n{phase.identity}: {RELATIONS[phase.relation]}"
            for holding in phase.authorities.holdings:
                yield f"  {holding.who}: {holding.legality}. {holding.text} ({holding.cite})"
            yield f"  Why: {phase.why or 'not recorded'}"
    yield ""
    yield rates(tested)
    yield from _prediction(ALONE, tested.predicted)
    yield from _prediction(APART, tested.predicted_apart)
    yield "A check of consistency, not a proof: so few phases measure nothing precisely."


def rates(tested: LibraryTested) -> str:
    """How often the two agree, in a sentence."""
    return (
        f"Of {tested.judged} phases that were judged by both, {tested.count(AGREES)} agree, {tested.count(WITHIN)} "
        f"lie within what divided authorities held, {tested.count(DIFFERS)} differ"
        + ("." if tested.rate is None else f": agreement {tested.rate:.0%}.")
    )


def as_markdown(tested: LibraryTested) -> Iterator[str]:
    """The table of docs/library.md: case, phase, three answers, what authorities said, and why the two part."""
    if not tested.phases:
        yield EMPTY
        return
    yield "| Case | Phase | Legality | Legitimacy | Sovereignty | Authorities | Relation, and why the two part |"
    yield "|---|---|---|---|---|---|---|"
    for row in tested.phases:
        _identity, verdict, index, gross, _held, relation = _cells(row)
        said = "; ".join(f"{holding.who}: {holding.legality}" for holding in row.authorities.holdings)
        reason = f"{relation}. {row.why}" if row.relation in (WITHIN, DIFFERS) else relation
        cells = (row.phase.case.title, row.phase.title, verdict, index, gross, said or "no ruling", reason)
        yield "| " + " | ".join(cell.replace("|", "/").replace("\n", " ").strip() for cell in cells) + " |"
    yield ""
    yield rates(tested)
    for title, found in ((ALONE, tested.predicted), (APART, tested.predicted_apart)):
        yield ""
        yield next(_prediction(title, found))


def _cells(row: PhaseTested) -> tuple[str, ...]:
    found = row.evaluation
    held = row.authorities.hold.replace("none", "-")
    if found is None:
        return row.identity, "-", "-", "-", held, "no reference assessment"
    legitimacy, gross = found["legitimacy"], found["sovereignty"]["gross"]
    index = "-" if legitimacy["index"] is None else f"{legitimacy['index']:.1f} {legitimacy['band'] or ''}"
    return (
        row.identity,
        found["legality"]["verdict"],
        index.strip(),
        "-" if gross is None else f"{gross:.1f}",
        held,
        RELATIONS[row.relation],
    )


def _prediction(title: str, found: Backtest | None) -> Iterator[str]:
    if found is None or found.rate is None or found.majority_rate is None:
        yield f"{title}: nothing to predict."
        return
    yield (
        f"{title}: {found.rate:.0%} right; always saying “{found.majority}”: {found.majority_rate:.0%}; n = {found.n}."
    )
    for prediction in found.predictions:
        expected = prediction.predicted or "nothing"
        yield f"  {prediction.id}: held {prediction.found}, predicted {expected} from {prediction.nearest or 'nobody'}"
