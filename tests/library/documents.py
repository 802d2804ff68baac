"""Library files made up for the tests of single rules: written as JSON, which is YAML, one value a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from frameworks.library.context import Context
from frameworks.library.reading import Document, read

EVIDENCE = [{"source": "report", "credibility": 2}]


def document(folder: Path, name: str, data: Mapping[str, Any]) -> Document:
    """`data` as a file of the library."""
    path = folder / f"{name}.yaml"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return read(path)


def context() -> Context:
    """A checking in which the law, the actors and the case of `case()` are known."""
    made = Context(against_rows=False)
    made.ids["actor"] |= {"freedonia", "sylvania"}
    made.ids["instrument"] |= {"res-1", "charter"}
    made.ids["provision"] |= {"res-1#op1", "charter#art-51"}
    return made


def told(made: Context) -> list[str]:
    """Every fault as pointer and words, in the order of the file."""
    return [f"{fault.pointer}: {fault.detail}" for fault in sorted(made.faults)]


def noticed(made: Context) -> list[str]:
    """Every notice as pointer and words."""
    return [f"{notice.pointer}: {notice.detail}" for notice in made.notices]


def case(**changed: Any) -> dict[str, Any]:
    """A whole case of two phases; nothing is wrong with it."""
    phase = {
        "id": "landing",
        "label": "Sylvania, landing",
        "starts_on": "2001-02-01",
        "ends_on": "2001-02-28",
        "as_of": "2001-02-01",
        "acting": ["freedonia"],
        "operation": "Operation Duck",
        "instruments": ["res-1"],
        "reference": True,
    }
    later = {
        **phase,
        "id": "stay",
        "label": "Sylvania, stay",
        "starts_on": "2001-03-01",
        "ends_on": None,
        "as_of": "2001-03-01",
    }
    return {
        "id": "sylvania-2001",
        "target": "sylvania",
        "starts_on": "2001-02-01",
        "ends_on": None,
        "narrative": ["See [OP1](provision:res-1#op1)."],
        "actors": [{"actor": "freedonia", "role": "acting"}],
        "sources": [{"id": "report", "reliability": "B"}],
        "phases": [phase, later],
        "events": [{"on": "2001-02-02", "text": "Landing", "phase": "landing", "source": "report"}],
        "claims": [
            {"id": "c1", "stance": "claim", "phase": "landing", "actor": "freedonia", "source": "report"},
            {
                "id": "c2",
                "stance": "objection",
                "phase": "landing",
                "actor": "sylvania",
                "source": "report",
                "answers": ["c1"],
            },
        ],
        "ledger": [
            {"id": "l1", "kind": "request", "on": "2001-01-30", "by": ["sylvania"], "source": "report"},
        ],
        "figures": [{"id": "f1", "best": 12, "low": 10, "counted_by": "the inquiry", "source": "report"}],
        "holdings": [],
        "criticisms": [],
        "questions": ["One?", "Two?", "Three?"],
        **changed,
    }


def assessment(**changed: Any) -> dict[str, Any]:
    """A whole reference assessment of the first phase under a catalogue of three questions (see `CATALOGUE`)."""
    return {
        "id": "ref-sylvania",
        "case": "sylvania-2001",
        "phase": "landing",
        "as_of": "2001-02-01",
        "facts": {"uses_force": {"value": "yes", "why": "Shots.", "evidence": EVIDENCE}},
        "ratings": {"restraint": {"level": 3, "confidence": "high", "why": "Few.", "evidence": EVIDENCE}},
        "sovereignty": {"territory": {"level": 1, "why": "A beach.", "evidence": EVIDENCE}},
        **changed,
    }


CATALOGUE = {
    "facts": [{"code": "uses_force"}],
    "criteria": [{"code": "restraint"}],
    "sovereignty": [{"code": "territory"}],
}


def instrument(**changed: Any) -> dict[str, Any]:
    """A resolution in force from 15 January to 30 June 2001, with one clause."""
    return {
        "id": "res-1",
        "kind": "UNSC resolution",
        "body": "UN Security Council",
        "adopted_on": "2001-01-15",
        "in_force_from": "2001-01-15",
        "in_force_until": "2001-06-30",
        "vote": {"for": 15},
        "key_provisions": [{"slug": "op1", "effect": "authorises", "determines": "threat_to_the_peace"}],
        **changed,
    }
