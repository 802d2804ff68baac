"""python -m tests.client.notebook: execute docs/client/balance_map.ipynb against a served site, keep its outputs."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "client"
NOTEBOOK = FOLDER / "balance_map.ipynb"
SECONDS_A_CELL = 120
TABLE = "text/markdown"
"""In which form the notebook shows its tables."""


def executed(api: str) -> Any:
    """The notebook as it comes out when its cells are run anew against the API at `api`.

    Raises nbclient.exceptions.CellExecutionError where a cell fails.
    """
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]  # nbformat does not type it
    with patch.dict(os.environ, {"NATOASSESS_API": api, "PYTHONPATH": str(FOLDER)}):
        NotebookClient(
            notebook,
            timeout=SECONDS_A_CELL,
            record_timing=False,
            resources={"metadata": {"path": str(FOLDER)}},
        ).execute()
    return notebook


def shown(notebook: Any, media_type: str) -> list[str]:
    """Everything that the cells show in that form, in order."""
    return [
        "".join(output["data"][media_type])
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if media_type in output.get("data", {})
    ]


def main() -> int:
    """Serve a site, execute, write."""
    from tests.support.server import served

    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        notebook = executed(f"{server.url}/api/v1")
    nbformat.write(notebook, NOTEBOOK)  # type: ignore[no-untyped-call]  # nbformat does not type it
    print(f"Wrote {NOTEBOOK.name}: {len(shown(notebook, TABLE))} tables.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
