"""The files of a list in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from natoassess.web.list_forms import PAGE, PARAMETER, FileRenderer
from natoassess.web.rows import FORMS

FORMAT = OpenApiParameter(
    PARAMETER,
    OpenApiTypes.STR,
    enum=[PAGE, *FORMS],
    description=(
        "json is the usual page. The others are the whole filtered list as a file, without page and page_size; "
        "Accept asks for them too. parquet only where the site has pyarrow."
    ),
)
MEANT = {
    "csv": "RFC 4180 with a header of dotted names, such as target.name; lists are JSON in a cell.",
    "xlsx": "An Excel workbook of the same columns; 1,048,575 rows at most.",
    "jsonl": "One object a line, as in `results`.",
    "parquet": "The same columns, typed.",
}


def is_of_files(renderer: Any) -> bool:
    """Whether a renderer stands for a form of file."""
    return isinstance(renderer, FileRenderer)


def file_contents() -> dict[str, Any]:
    """The media types of a list's files, each with what it holds."""
    return {form.media_type: {"schema": _schema(form.name)} for form in FORMS.values()}


def _schema(name: str) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": "string", "description": MEANT[name]}
    return plain | ({"format": "binary"} if name in {"xlsx", "parquet"} else {})
