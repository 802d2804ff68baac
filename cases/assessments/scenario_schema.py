"""The form of a scenario file, version 1, as a JSON Schema (2020-12): what is evaluated, exported and imported.

docs/scenario.schema.json holds SCENARIO_SCHEMA as a file; imports are checked by it.
"""

from __future__ import annotations

from typing import Any

from cases.assessments.limits import (
    CITATION_LENGTH,
    MOST_SOURCES,
    NOTE_LENGTH,
    REASON_LENGTH,
    SUMMARY_LENGTH,
    URL_LENGTH,
)
from cases.assessments.models.assessment import Standpoint

VERSION = 1
"""Rises when files of the version before could no longer be read."""

NAME_LENGTH = 160
ACTING_LENGTH = 300
NEEDED = ("title", "target_name", "starts_on", "as_of")
FACT_VALUES = ("yes", "no", "contested", "unknown")
CONFIDENCES = ("high", "moderate", "low")
MOST_PROVISIONS = 50


def _text(most: int, description: str = "") -> dict[str, Any]:
    told = {"description": description} if description else {}
    return {"type": "string", "maxLength": most, **told}


def _name(most: int, description: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": most, "description": description}


def _day(description: str) -> dict[str, Any]:
    return {"type": "string", "format": "date", "description": description}


def _level(*words: str) -> dict[str, Any]:
    return {"enum": [0, 1, 2, 3, 4, *words], "description": "0 to 4. Unknown is never 0."}


def _by_code(answer: str, what: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": f"{what} What is left out is unknown.",
        "additionalProperties": {"$ref": f"#/$defs/{answer}"},
    }


def _answer(required: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            **properties,
            "why": _text(REASON_LENGTH, "The reason, in your own words."),
            "evidence": {"type": "array", "items": {"$ref": "#/$defs/evidence"}, "maxItems": MOST_SOURCES},
        },
        "required": [required],
        "additionalProperties": False,
    }


_CONFIDENCE = {"enum": list(CONFIDENCES), "description": "No higher than the best of the evidence allows."}
_EVIDENCE: dict[str, Any] = {
    "type": "object",
    "description": "A use of a source, graded by the Admiralty code.",
    "properties": {
        "reliability": {"enum": list("ABCDEF"), "description": "Of the source, A to F."},
        "credibility": {"type": "integer", "minimum": 1, "maximum": 6, "description": "Of the item."},
        "citation": _text(CITATION_LENGTH, "The document, in full."),
        "url": {**_text(URL_LENGTH), "format": "uri", "pattern": "^https?://"},
        "note": _text(NOTE_LENGTH, "Where in the document, or what it says."),
    },
    "required": ["reliability", "credibility"],
    "additionalProperties": False,
}
_VALUE = {"enum": list(FACT_VALUES)}
_FACT = {
    "oneOf": [
        _VALUE,
        _answer(
            "value",
            {
                "value": _VALUE,
                "provisions": {
                    "type": "array",
                    "items": {"type": "string"},
                    "maxItems": MOST_PROVISIONS,
                    "description": "Identifiers of provisions or instruments of the library relied on.",
                },
                "fixed": {"type": "boolean", "description": "Never changed by what-if."},
            },
        ),
    ]
}

SCENARIO_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Scenario, version 1",
    "description": (
        "A situation under study and the answers given for it. Written by the export of an assessment, read by the "
        "import, and evaluated by `manage.py evaluate`, which needs as_of alone. Codes of facts, ratings and "
        "sovereignty are those of the framework."
    ),
    "type": "object",
    "properties": {
        "schema": {"const": VERSION, "description": "The version of this form."},
        "title": _name(NAME_LENGTH, "How it is listed and cited."),
        "label": _text(NAME_LENGTH, "One line below the title; on import the summary, where there is none."),
        "summary": _text(SUMMARY_LENGTH, "What happens: the harm, the action, its declared aim."),
        "target_name": _name(NAME_LENGTH, "The State concerned."),
        "acting_names": _text(ACTING_LENGTH, "The acting States or organisations."),
        "starts_on": _day("The first day of the action."),
        "ends_on": _day("Its last day; left out while it lasts."),
        "as_of": _day("The day by whose law the act is judged."),
        "standpoint": {
            "enum": list(Standpoint.values),
            "description": "It never scores; ex_post by default.",
        },
        "framework": _name(60, "A code; left out: the doctrine in force at as_of."),
        "facts": _by_code("fact", "Answers to the questions of fact."),
        "ratings": _by_code("rating", "Levels of the criteria of legitimacy."),
        "sovereignty": _by_code("harm", "Levels of harm to sovereignty."),
        "draws": {
            "type": "integer",
            "minimum": 0,
            "description": "For manage.py evaluate: the size of the simulation. Not kept on import.",
        },
        "seed": {
            "type": "integer",
            "minimum": 0,
            "description": "For manage.py evaluate: of the simulation. Not kept on import.",
        },
    },
    "required": list(NEEDED),
    "additionalProperties": False,
    "$defs": {
        "fact": _FACT,
        "rating": _answer("level", {"level": _level("na", "unknown"), "confidence": _CONFIDENCE}),
        "harm": _answer("level", {"level": _level("unknown"), "confidence": _CONFIDENCE}),
        "evidence": _EVIDENCE,
    },
}
"""JSON Schema 2020-12."""
