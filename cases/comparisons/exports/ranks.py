"""Who is ahead on legitimacy, for files: figures for CSV, words and shares for paper; the numbers of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.comparisons.comparison import Comparison
from frameworks.comparing import Ranking
from natoassess.web.presentation import words

Row = tuple[str, str, list[Any]]


def ranking_rows(comparison: Comparison) -> list[Row]:
    """(code, label, one value a column): ranks, pairs, central weights, confidence; None for a column left out."""
    ranking = comparison.ranking
    if ranking is None or ranking.numbers is None:
        return []
    numbers = ranking.numbers
    places = {place["position"]: place for place in numbers["places"]}
    among = list(places)
    columns = range(len(ranking.labels))

    def each(value: Any) -> list[Any]:
        return [value(places[i]) if i in places else None for i in columns]

    rows: list[Row] = [
        ("framework", _("Ranked under"), [str(ranking.framework)] * len(columns)),
        ("draws", _("Draws"), [numbers["draws"]] * len(columns)),
        ("seed", _("Seed"), [numbers["seed"]] * len(columns)),
        ("error", _("Largest Monte Carlo error of a share"), [numbers["error"]] * len(columns)),
    ]
    for rank in range(len(among)):
        label = _("Share of the draws at rank %(rank)d") % {"rank": rank + 1}
        rows.append((f"rank.{rank + 1}", label, each(lambda place, rank=rank: place["acceptability"][rank])))
    for j, other in enumerate(among):
        label = _("Share of the draws with a higher index than %(other)s") % {"other": ranking.labels[other]}
        shares = {position: numbers["ahead"][i][j] for i, position in enumerate(among)}
        rows.append((f"ahead.{other + 1}", label, [shares.get(i) for i in columns]))
    for code in numbers["weights"]:
        label = _("Central weight of %(dimension)s") % {"dimension": ranking.dimensions[code]}
        values = each(lambda place, code=code: (place["central_weights"] or {}).get(code))
        rows.append((f"central.{code}", label, values))
    label = _("Share of the draws in which it comes first, central weights held")
    rows.append(("confidence", label, each(lambda place: place["confidence"])))
    return rows + [_sentences(ranking)]


def _sentences(ranking: Ranking) -> Row:
    """What is said of each column, in one cell."""
    said = [" ".join(s.text for s in ranking.about.get(i, ())) for i in range(len(ranking.labels))]
    return "in_words", _("In words"), said


def ranking_payload(comparison: Comparison) -> dict[str, Any] | None:
    """What the printed page shows: sentences on pairs, the table of ranks, words on each column."""
    ranking = comparison.ranking
    if ranking is None:
        return None
    neighbours, others = ranking.neighbours_first()
    return {
        "heading": _("Which is ahead on legitimacy, and how surely"),
        "about": _about(ranking),
        "left_out": _left_out(ranking),
        "pairs": [pair.sentence for pair in (*neighbours, *others)],
        "ranks": [_("Rank %(rank)s") % {"rank": rank + 1} for rank in range(len(ranking.order))],
        "rows": [_row(ranking, place) for place in ranking.order] if len(ranking.order) > 1 else [],
        "words": [
            {"label": ranking.labels[place["position"]], "said": _said(ranking, place)}
            for place in ranking.order
        ],
        "alike_heading": _("What would make %(first)s like the others in law") % {"first": ranking.labels[0]},
        "alike": [
            {"label": ranking.labels[found.other], "said": " ".join(s.text for s in found.sentences)}
            for found in ranking.alike
        ],
    }


def _about(ranking: Ranking) -> str:
    """Under which framework, by how many draws, and what is not ranked."""
    numbers = ranking.numbers
    drawn = (
        _("%(draws)s draws, seed %(seed)s; Monte Carlo error of a share %(error)s percentage points.")
        % {
            "draws": f"{numbers['draws']:,}",
            "seed": numbers["seed"],
            "error": words.points_at_most(numbers["error"]),
        }
        if numbers
        else ""
    )
    under = _(
        "All columns are scored here under one framework, %(framework)s. Sovereignty impact has no draws and is not "
        "ranked."
    ) % {"framework": ranking.framework}
    aside = _("Criteria rated that it does not ask, set aside: %(n)d.") % {"n": len(ranking.set_aside)}
    return " ".join(filter(None, (under, aside if ranking.set_aside else "", drawn)))


def _left_out(ranking: Ranking) -> list[str]:
    refused = _("%(label)s cannot be scored under this framework and is left out: %(why)s.")
    unrated = _("Nothing is rated in %(label)s, so it is not ranked.")
    return [
        *(refused % {"label": ranking.labels[i], "why": why} for i, why in ranking.refused.items()),
        *(unrated % {"label": label} for label in ranking.unrated),
    ]


def _row(ranking: Ranking, place: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": ranking.labels[place["position"]],
        "cells": [
            {"text": words.percent(share), "share": share, "bold": share == max(place["acceptability"])}
            for share in place["acceptability"]
        ],
    }


def _said(ranking: Ranking, place: Mapping[str, Any]) -> str:
    return " ".join(sentence.text for sentence in ranking.about[place["position"]])
