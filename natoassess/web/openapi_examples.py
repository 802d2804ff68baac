"""Examples of the OpenAPI document: what was asked and answered once, kept beside this module and put in its place.

examples/OPERATION.json holds {"address", "method", "request", "status", "media", "body"}; `python -m
tests.support.examples` writes them from the library, shortened, and a test holds each to the schema of its operation. A
text is what is sent as it stands; "media" and "body" are null where the answer is empty or a file.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "examples"
JSON, CSV = "application/json", "text/csv"
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


def is_shown(content: dict[str, Any]) -> bool:
    """Whether what a request or an answer may hold is shown by examples; a file is not."""
    return bool(content.get("schema", {}).get("format") != "binary")


def sent_as(request: Any) -> str:
    """The media type of the request of an example: text is a file of rows."""
    return CSV if isinstance(request, str) else JSON


def _illustrate(operation: dict[str, Any], example: dict[str, Any]) -> None:
    request, body = example["request"], example["body"]
    asked = operation.get("requestBody", {}).get("content", {}).get(sent_as(request))
    if asked is not None and request is not None and not asked.get("examples"):
        asked["examples"] = _named(example, request)
    answers = operation["responses"].get(str(example["status"]), {}).get("content", {})
    content = answers.get(example["media"])
    if content is not None and not content.get("examples"):
        content["examples"] = _named(example, body)


def _named(example: dict[str, Any], value: Any) -> dict[str, Any]:
    return {"Library": {"summary": f"{example['method'].upper()} {example['address']}", "value": value}}
