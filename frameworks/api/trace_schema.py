"""The form of a trace, version 1, as a JSON Schema: for the OpenAPI description and for whoever checks a trace.

`TRACE` describes the root for OpenAPI; `TRACE_SCHEMA` describes every node (JSON Schema 2020-12), and is what
docs/trace.schema.json holds.
"""

from __future__ import annotations

from typing import Any

ANSWERS = ["yes", "no", "contested", "unknown"]
ENDS = [0, 0.5, 1]
_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_VALUE: dict[str, Any] = {
    "value": {"enum": ANSWERS, "description": "What it comes to; unknown for any wider interval."},
    "at_least": {"enum": ENDS},
    "at_most": {"enum": ENDS},
}
_HEAD: dict[str, Any] = {
    "code": {"type": "string", "description": "Empty for a joint without a name of its own."},
    **_VALUE,
    "provisions": {**_TEXTS, "description": "What the catalogue says the question or test rests on."},
}
_HEAD_KEYS = ["code", "op", "value", "at_least", "at_most", "provisions", "children"]
_CHILDREN: dict[str, Any] = {"type": "array", "items": {"$ref": "#/$defs/node"}, "minItems": 1}

_LEAF: dict[str, Any] = {
    "type": "object",
    "description": "A fact: the answer, the provisions the finding relies on, and the grades of its evidence.",
    "properties": {
        **_HEAD,
        "op": {"const": "fact"},
        "relied_on": _TEXTS,
        "evidence": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "reliability": {"enum": list("ABCDEF")},
                    "credibility": {"type": "integer", "minimum": 1, "maximum": 6},
                },
                "required": ["reliability", "credibility"],
                "additionalProperties": False,
            },
        },
        "weakest": {"type": "boolean", "description": "Whether it holds its test where it is."},
        "children": {"type": "array", "maxItems": 0},
    },
    "required": [*_HEAD_KEYS, "relied_on", "evidence", "weakest"],
    "additionalProperties": False,
}
_TEST: dict[str, Any] = {
    "type": "object",
    "description": "A legal test: its rule, capped as far as its standing lets it carry.",
    "properties": {
        **_HEAD,
        "op": {"enum": ["all", "any", "none"]},
        "justifies": {"enum": ["force", "measures"]},
        "standing": {"type": "string", "description": "On the day judged."},
        "cap": {"enum": ENDS},
        "uncapped": {"type": "object", "properties": _VALUE, "required": list(_VALUE)},
        "weakest": {**_TEXTS, "description": "The facts that hold it where it is; none where it is met."},
        "children": _CHILDREN,
    },
    "required": [*_HEAD_KEYS, "justifies", "standing", "cap", "uncapped", "weakest"],
    "additionalProperties": False,
}
_JOINT: dict[str, Any] = {
    "type": "object",
    "description": "All, any or none of its children.",
    "properties": {**_HEAD, "op": {"enum": ["all", "any", "none"]}, "children": _CHILDREN},
    "required": _HEAD_KEYS,
    "additionalProperties": False,
}
_REFERENCE: dict[str, Any] = {
    "type": "object",
    "description": "The force tests, which also justify what is short of force and are not repeated there.",
    "properties": {**_HEAD, "op": {"const": "ref"}, "children": {"type": "array", "maxItems": 0}},
    "required": _HEAD_KEYS,
    "additionalProperties": False,
}

TRACE_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Trace of a legal answer, version 1",
    "description": "The derivation of the prevailing verdict: a tree whose leaves are the facts.",
    "type": "object",
    "properties": {
        "schema": {"const": 1},
        **_HEAD,
        "code": {"enum": ["lawful", "scope"]},
        "op": {"enum": ["all", "any"]},
        "children": _CHILDREN,
    },
    "required": ["schema", *_HEAD_KEYS],
    "additionalProperties": False,
    "$defs": {
        "node": {
            "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in ("fact", "test", "joint", "reference")],
        },
        "fact": _LEAF,
        "test": _TEST,
        "joint": _JOINT,
        "reference": _REFERENCE,
    },
}

TRACE: dict[str, Any] = {
    "type": "object",
    "description": (
        "A tree. Every node has code, op (all, any, none, fact, ref), value, at_least and at_most (0, 0.5, 1), "
        "provisions and children. A test adds justifies, standing, cap, uncapped and weakest; a fact adds relied_on, "
        "evidence and weakest. The root has `schema`, the version of this form; docs/trace.schema.json is the JSON "
        "Schema of version 1."
    ),
    "required": ["schema", *_HEAD_KEYS],
    "properties": {
        "schema": {"type": "integer"},
        "code": {"type": "string"},
        "op": {"type": "string"},
        "value": {"type": "string", "enum": ANSWERS},
        "at_least": {"type": "number", "enum": ENDS},
        "at_most": {"type": "number", "enum": ENDS},
        "provisions": _TEXTS,
        "children": {"type": "array", "items": {"type": "object"}},
    },
}
