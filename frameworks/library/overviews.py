"""The tables of the library that set law side by side: Strategic Concepts, other organisations, the hybrid ladder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frameworks.library.context import LAW, Context
from frameworks.library.reading import Document
from frameworks.library.writing import Changes, remove, upsert
from frameworks.models import Overview

LIBRARY = Path(__file__).parent
TABLES = ("concepts", "organisations")
LADDER = "ladder"


class OverviewSection:
    """concepts.yaml, organisations.yaml, ladder.yaml."""

    name, order = "overviews", 45

    def paths(self) -> list[Path]:
        """One file an overview."""
        return [LIBRARY / f"{code}.yaml" for code in (*TABLES, LADDER)]

    def check(self, context: Context) -> None:
        """Every cell has its column, every citation leads somewhere, the instruments stand in order of time."""
        tables = [LIBRARY / f"{code}.yaml" for code in TABLES]
        for document in context.read("tables", tables, "table.json"):
            _check_table(context, document)
        for document in context.read("ladders", [LIBRARY / f"{LADDER}.yaml"], "ladder.json"):
            _check_ladder(context, document)

    def write(self, context: Context, changes: Changes) -> None:
        """Upsert the overviews as the files have them."""
        documents = [*context.documents["tables"], *context.documents["ladders"]]
        for document in documents:
            upsert(Overview, {"code": document.path.stem}, {"content": document.data}, changes)
        for stale in Overview.objects.exclude(pk__in=[document.path.stem for document in documents]):
            remove(stale, changes)


def _check_table(context: Context, document: Document) -> None:
    columns = [column["id"] for column in document.data["columns"]]
    seen: set[str] = set()
    for index, row in enumerate(document.data["rows"]):
        where = f"/rows/{index}"
        if row["id"] in seen:
            context.fault(document, f"{where}/id", f"{row['id']} stands here twice")
        seen.add(row["id"])
        context.expect(("instrument",), row["instrument"], document, f"{where}/instrument")
        if row.get("actor"):
            context.expect(("actor",), row["actor"], document, f"{where}/actor")
        for missing in [column for column in columns if column not in row["cells"]]:
            context.fault(
                document, f"{where}/cells", f"no cell {missing}; write null if the text is silent on it"
            )
        for name, cell in row["cells"].items():
            if name not in columns:
                context.fault(document, f"{where}/cells/{name}", f"there is no column {name}")
            if cell and "text" in cell:
                _check_said(context, document, f"{where}/cells/{name}", cell)


def _check_said(context: Context, document: Document, where: str, said: dict[str, Any]) -> None:
    context.expect_all(LAW, said["provisions"], document, f"{where}/provisions")
    if said["known"] == "verified" and not said.get("source"):
        context.fault(document, f"{where}/known", "verified, but no source is named; add source")


def _check_ladder(context: Context, document: Document) -> None:
    codes = {
        part: {item["code"] for found in context.documents["catalogue"] for item in found.data[part]}
        for part in ("facts", "tests", "competence")
    }
    codes["tests"] |= codes["competence"]
    for index, rung in enumerate(document.data["rungs"]):
        where = f"/rungs/{index}"
        _check_said(context, document, f"{where}/threshold", rung["threshold"])
        for number, answer in enumerate(rung["answers"]):
            _check_said(context, document, f"{where}/answers/{number}", answer)
        for part in ("facts", "tests"):
            for number, code in enumerate(rung[part]):
                if code not in codes[part] and not context.unusable:
                    context.fault(
                        document, f"{where}/{part}/{number}", f"the catalogue has no {part[:-1]} {code}"
                    )
