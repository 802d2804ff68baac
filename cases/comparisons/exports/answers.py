"""The three answers of each column as rows of figures, in the order in which every export gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

Getter = Callable[[Mapping[str, Any]], Any]


def answer_rows() -> list[tuple[str, str, Getter]]:
    """(code, label, value of an evaluation): verdicts first, then the indices with their ranges."""
    rows: list[tuple[str, str, Getter]] = [
        ("legality.verdict", _("Legality, prevailing reading"), lambda e: e["legality"]["verdict"]),
        ("legality.at_least", _("Legality, at least"), lambda e: e["legality"]["at_least"]),
        ("legality.at_most", _("Legality, at most"), lambda e: e["legality"]["at_most"]),
        ("legality.strict", _("Strict reading"), lambda e: e["legality"]["readings"]["strict"]["verdict"]),
        (
            "legality.permissive",
            _("Permissive reading"),
            lambda e: e["legality"]["readings"]["permissive"]["verdict"],
        ),
        ("legitimacy.index", _("Legitimacy, 0 to 100"), lambda e: e["legitimacy"]["index"]),
        ("legitimacy.low", _("Legitimacy, lower bound"), lambda e: e["legitimacy"]["low"]),
        ("legitimacy.high", _("Legitimacy, upper bound"), lambda e: e["legitimacy"]["high"]),
        ("legitimacy.p05", _("Legitimacy, 5 % of draws below"), lambda e: _draws(e, "p05")),
        ("legitimacy.p95", _("Legitimacy, 95 % of draws below"), lambda e: _draws(e, "p95")),
        ("legitimacy.band", _("Legitimacy, band"), lambda e: e["legitimacy"]["band"]),
        (
            "legitimacy.coverage",
            _("Legitimacy, share of weight rated"),
            lambda e: e["legitimacy"]["coverage"],
        ),
    ]
    for code, label in (
        ("gross", _("Sovereignty impact, gross")),
        ("gross_low", _("Sovereignty impact, gross, lower bound")),
        ("gross_high", _("Sovereignty impact, gross, upper bound")),
        ("adjusted_low", _("Sovereignty impact, adjusted for consent, from")),
        ("adjusted_high", _("Sovereignty impact, adjusted for consent, to")),
    ):
        rows.append((f"sovereignty.{code}", label, _sovereignty(code)))
    return rows


def _draws(evaluation: Mapping[str, Any], name: str) -> Any:
    distribution = evaluation["legitimacy"]["distribution"]
    return distribution[name] if distribution else None


def _sovereignty(code: str) -> Getter:
    return lambda evaluation: evaluation["sovereignty"][code]
