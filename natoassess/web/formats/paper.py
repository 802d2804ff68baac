"""PDF/UA by Typst: what every document on paper is made with.

Data go in as JSON, so that no text of a user can become markup; equal data give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from natoassess.web.formats.glyphs import STAND_IN, covered, printable, without_controls

PICTURE = Path(__file__).parent / "picture.typ"
DOTS_AN_INCH = 200
FONT_PACKAGES = ("font_source_serif_pro", "font_source_sans_pro")


def pdf_of(template: Path, data: Mapping[str, Any]) -> bytes:
    """The template, filled with `data` (sys.inputs.data), as a tagged PDF (PDF/UA-1)."""
    return bytes(
        typst.compile(
            str(template),
            root=str(template.parent),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
            font_paths=font_paths(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    )


def pictures_of(drawings: Sequence[str]) -> list[bytes]:
    """Each drawing (Typst code, as `typst_charts.bar` returns it) as a PNG of 162 mm; equal drawings, equal bytes."""
    if not drawings:
        return []
    safe = printable({"drawings": list(drawings)}, covered(tuple(font_paths())))
    made = typst.compile(
        str(PICTURE),
        root=str(PICTURE.parent),
        sys_inputs={"data": json.dumps(safe, ensure_ascii=False)},
        font_paths=font_paths(),
        ignore_system_fonts=True,
        format="png",
        ppi=DOTS_AN_INCH,
    )
    return [bytes(made)] if len(drawings) == 1 else [bytes(page) for page in made]


def shown(given: dict[str, Any], *, document: str, missing: str = "") -> dict[str, Any]:
    """`given` in characters that the fonts hold, with the file's title and a notice where some are missing."""
    made: dict[str, Any] = printable(given, covered(tuple(font_paths())))
    notice = missing or _(
        "The fonts of this file do not hold every character written here; a box stands for each that is missing. "
        "The page holds them all."
    )
    is_short = STAND_IN in json.dumps(made, ensure_ascii=False)
    return made | {"document": without_controls(document), "missing": notice if is_short else ""}


@cache
def font_paths() -> list[str]:
    """The folders of Source Serif Pro and Source Sans Pro (SIL OFL 1.1)."""
    folders = []
    for package in FONT_PACKAGES:
        spec = find_spec(package)
        if spec is not None and spec.origin:
            folders.append(str(Path(spec.origin).parent / "files"))
    return folders
