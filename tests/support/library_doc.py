"""The parts of docs/library.md that follow from the library: `python -m tests.support.library_doc` compares them with
the rows, `--write` brings them up to date. Needs a loaded library."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "library.md"
MARKS = re.compile(r"(<!-- begin (?P<name>[a-z]+) -->\n)(?P<body>.*?)(<!-- end (?P=name) -->)", re.DOTALL)


def generated() -> dict[str, str]:
    """Each generated part by its name, as Markdown."""
    from cases.assessments.backtest import library_backtest
    from cases.assessments.management.commands.backtest import as_markdown

    return {
        "backtest": "\n".join(as_markdown(library_backtest())),
        "agreement": "\n".join(agreement()),
        "unknown": "\n".join(unknown()),
    }


def agreement() -> Iterator[str]:
    """Alpha by part, pooled and phase by phase."""
    from cases.assessments.codings import library_codings

    found = library_codings()
    if found.pooled is None:
        yield "No phase was coded twice."
        return
    yield (
        f"{len(found.phases)} phases were coded twice: {found.answers:,} answers, of which {found.parted:,} differ "
        f"between the codings. {found.followed(0):,} of these were settled as the first coding has them, "
        f"{found.followed(1):,} as the second, {found.followed_none:,} as neither; {found.overruled:,} more were "
        "changed although the codings agree, to hold like cases to one rule or to mend a mistake."
    )
    yield ""
    yield "| | Facts | Criteria of legitimacy | Sovereignty | Not alike |"
    yield "|---|---|---|---|---|"
    pooled = [_alpha(row.alpha, row.low, row.high) for row in found.pooled.reliability.values()]
    yield f"| All phases, alpha (95 % interval) | {' | '.join(pooled)} | {found.parted:,} |"
    for phase in found.phases:
        cells = [_alpha(row.alpha, None, None) for row in phase.reliability.values()]
        yield f"| {phase.phase} | {' | '.join(cells)} | {len(phase.settled)} |"


def _alpha(alpha: float | None, low: float | None, high: float | None) -> str:
    if alpha is None:
        return "–"
    return f"{alpha:.2f}" if low is None or high is None else f"{alpha:.3f} ({low:.2f} to {high:.2f})"


def unknown() -> Iterator[str]:
    """Every answer that stays unknown, with the reason given for it."""
    from cases.assessments.models import Finding

    rows = (
        Finding.objects.filter(assessment__reference__isnull=False, value="unknown")
        .select_related("assessment__phase__case")
        .order_by("assessment__phase__starts_on", "assessment__reference", "kind", "code")
    )
    for row in rows:
        yield f"- {row.assessment.phase}, `{row.code}`: {row.why}"


def rewritten(text: str) -> str:
    """`text` with each generated part as the rows have it now. Raises ValueError where a mark is missing."""
    parts = generated()
    missing = set(parts) - {found["name"] for found in MARKS.finditer(text)}
    if missing:
        raise ValueError(f"{DOCUMENT.name} lacks the marks of {', '.join(sorted(missing))}")
    return MARKS.sub(
        lambda found: f"{found[1]}{parts.get(found['name'], found['body'].rstrip())}\n{found[4]}", text
    )


def main(arguments: list[str]) -> int:
    """Compare, or write with --write; 1 where the document lags behind."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "natoassess.settings")
    django.setup()
    text = DOCUMENT.read_text(encoding="utf-8")
    wanted = rewritten(text)
    if "--write" in arguments:
        DOCUMENT.write_text(wanted, encoding="utf-8")
        return 0
    if text != wanted:
        print("docs/library.md lags behind the library: python -m tests.support.library_doc --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
