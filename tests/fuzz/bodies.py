"""Bodies that are nearly right: what a service takes, with one thing changed."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from tests.api.conftest import SCENARIO
from tests.fuzz.world import EXPORT

SCORED = {
    "as_of": "2011-03-19",
    "draws": 50,
    "seed": 1,
    "standpoint": "ex_post",
    "facts": {"state_conduct": "yes", "uses_force": {"value": "yes", "confidence": "high", "why": "Seen."}},
    "ratings": {"threat_gravity": {"level": 4, "evidence": [{"reliability": "A", "credibility": 1}]}},
    "sovereignty": {"territory": {"level": 1}},
    "weights": {"dimensions": {"cause": 2}, "criteria": {"threat_gravity": 0.5}},
}
SCENE = {name: value for name, value in SCORED.items() if name not in {"draws", "seed", "weights"}}
OWN = {
    "from": "hlp-2004",
    "title": "Of my own",
    "dimensions": {"by": "weights", "values": {"cause": 2}},
}
BODIES: dict[str, Any] = {
    "POST /assessments/": SCENARIO,
    "POST /assessments/import/": {name: SCENARIO[name] for name in SCENARIO if name != "visibility"},
    "PATCH /assessments/{id}/": {"title": "Another", "facts": {"uses_force": None, "state_conduct": "yes"}},
    "POST /assessments/{id}/comments/": {"question": "facts-uses_force", "text": "Why?", "reply_to": 1},
    "PATCH /assessments/{id}/comments/{comment}/": {"text": "Because."},
    "POST /assessments/{id}/contributors/": {
        "user": "aspen-colleague",
        "steps": ["facts-action"],
        "note": "",
    },
    "POST /assessments/{id}/hand-over/": {"to": "aspen-colleague"},
    "POST /assessments/{id}/phases/": {"title": "Next", "starts_on": "2026-07-01", "answers_from": 1},
    "POST /assessments/{id}/second-codings/": {"coder": "aspen-colleague", "note": ""},
    "POST /assessments/{id}/sources/": {"title": "A report", "reliability": "B"},
    "PATCH /assessments/{id}/sources/{source}/": {"title": "A report", "reliability": "C"},
    "POST /citations/": {"ids": ["un-charter#art-51", "kosovo-1999", "NA-2026-0001"], "style": "ris"},
    "POST /citations/lookup/": {
        "texts": ["S/RES/1973 (2011) para. 4", "Article 51 of the Charter", "art 5 NAT"]
    },
    "POST /frameworks/": OWN,
    "PATCH /frameworks/{code}/": {"title": "Renamed", "dimensions": OWN["dimensions"], "team": None},
    "POST /jobs/": {"kind": "comparison-export", "parameters": EXPORT},
    "POST /score/": SCORED,
    "POST /score/memorandum/": SCORED,
    "POST /score/doctrines/": SCENE | {"draws": 50, "frameworks": ["nato-1991", "hlp-2004"]},
    "POST /score/comparison/": {"draws": 50, "scenarios": [SCENE | {"label": label} for label in "AB"]},
}
"""By method and address, what is taken."""

EDGES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    2**63,
    10**400,
    1e308,
    "",
    " ",
    "0",
    "\x00",
    "🌍" * 3,
    "é" * 300,
    "<b>&amp;",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    [],
    [[]],
    {},
    {"a": {"b": []}},
]
"""Values at the edge of what a field may hold."""


def nearly(body: Any, words: list[Any]) -> st.SearchStrategy[Any]:
    """`body` as it is, or with up to three of its parts left out, put elsewhere, or turned into something else.

    `words` are values that name something: ids, codes and addresses, of whoever they are.
    """
    values = st.one_of(
        st.sampled_from(EDGES),
        st.sampled_from(words),
        st.text(max_size=20),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
    )
    return st.lists(st.tuples(st.integers(0, 999), st.sampled_from("drrra"), values), max_size=3).map(
        lambda changes: _changed(body, changes)
    )


def _changed(body: Any, changes: list[tuple[int, str, Any]]) -> Any:
    """`body` with each change made at the place that its number falls on."""
    made = copy.deepcopy(body)
    for number, act, value in changes:
        spots = list(_spots(made))
        if not spots:
            return made
        holder, key = spots[number % len(spots)]
        if act == "d":
            del holder[key]
        elif act == "r":
            holder[key] = value
        elif isinstance(holder, dict):
            holder[str(value)] = holder[key]
        else:
            holder.append(value)
    return made


def _spots(value: Any) -> Any:
    """Every container in `value` with each of its keys or positions."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _spots(value[key])
