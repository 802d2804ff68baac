"""Examples of the OpenAPI document: what was asked and answered once, kept beside this module and put in its place.

examples/OPERATION.json holds {"address", "method", "request", "status", "body"}; `python -m tests.support.examples`
writes them from the library, shortened, and a test holds each to the schema of its operation.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "examples"
JSON = "application/json"
MEDIA = frozenset({JSON, "application/schema+json"})
"""The kinds of answers that have examples; the others are files."""
PATHS = {
    "id": "Its id.",
    "pk": "Its number.",
    "slug": "The case: kosovo-1999.",
    "code": "The code: nato-2022, uses_force, threat_gravity.",
    "version": "The version, from 1.",
    "number": "The number it was published under: NA-2026-0007.",
    "comment": "The number of the comment.",
    "coding": "The number of the request for a second coding.",
    "source": "The number of the source in the register.",
    "file": "The number of the file.",
    "username": "The user name.",
}
"""What stands in an address, where the view says nothing of its own."""


@cache
def kept() -> dict[str, dict[str, Any]]:
    """The examples by operation, read once."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def add_examples(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Postprocessing hook of drf-spectacular: each operation gets its example, each part of an address its words."""
    for methods in result["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                if parameter.get("in") == "path":
                    parameter.setdefault(
                        "description", PATHS.get(parameter["name"], "Its name in the address.")
                    )
            example = kept().get(operation["operationId"])
            if example is not None:
                _illustrate(operation, example)
    return result


def _illustrate(operation: dict[str, Any], example: dict[str, Any]) -> None:
    asked = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if asked is not None and example["request"] is not None and not asked.get("examples"):
        asked["examples"] = _named(example, example["request"])
    content = operation["responses"].get(str(example["status"]), {}).get("content", {})
    for media in MEDIA & content.keys():
        if example["body"] is not None and not content[media].get("examples"):
            content[media]["examples"] = _named(example, example["body"])


def _named(example: dict[str, Any], value: Any) -> dict[str, Any]:
    return {"Library": {"summary": f"{example['method'].upper()} {example['address']}", "value": value}}
