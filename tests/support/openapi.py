"""python -m tests.support.openapi [--write]: docs/openapi.yaml is the schema that the code describes."""

from __future__ import annotations

import difflib
import io
import os
import sys
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


def generated() -> str:
    """The schema as the code has it, checked; CommandError where it is invalid or a view is not described."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "natoassess.settings")
    django.setup()
    text = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=text)
    return text.getvalue()


def main(options: list[str]) -> int:
    """Compare, or write; returns the exit code."""
    from django.core.management.base import CommandError

    try:
        schema = generated()
    except CommandError as error:
        print(f"OpenAPI: {error}", file=sys.stderr)
        return 1
    if options == ["--write"]:
        DOCUMENT.write_text(schema, encoding="utf-8")
        print(f"Wrote {DOCUMENT.name}, {len(schema.splitlines())} lines.")
        return 0
    committed = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    if committed == schema:
        print("docs/openapi.yaml is what the code describes.")
        return 0
    sys.stderr.writelines(
        list(
            difflib.unified_diff(
                committed.splitlines(True), schema.splitlines(True), "docs/openapi.yaml", "the code", n=1
            )
        )[:40]
    )
    print("docs/openapi.yaml is not what the code describes; rewrite it: make openapi", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
