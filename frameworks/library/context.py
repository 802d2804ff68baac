"""What a loading knows while it checks: the documents read, the ids they define, the faults found."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from frameworks.library.reading import Document, UnreadableFile, read

SCHEMAS = Path(__file__).parent / "schemas"
LAW = ("provision", "instrument")
"""What a reference to the law may name."""


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong in a library file: where, what, and how to mend it."""

    path: Path
    line: int
    pointer: str
    detail: str

    def __str__(self) -> str:
        where = f" at {self.pointer}" if self.pointer else ""
        return f"{self.path.name}:{self.line}: {self.detail}{where}"


class LibraryInvalid(Exception):
    """The library has faults; nothing was written."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@cache
def _validator(schema: str) -> Draft202012Validator:
    rules = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    return Draft202012Validator(rules, format_checker=FormatChecker())


def read_checked(path: Path, schema: str) -> tuple[Document, list[tuple[str, str]]]:
    """One file, and where (JSON pointer) and how it violates `schema`. Raises UnreadableFile."""
    document = read(path)
    violations = [
        ("".join(f"/{part}" for part in violation.absolute_path), violation.message[:300])
        for violation in _validator(schema).iter_errors(document.data)
    ]
    return document, violations


@dataclass
class Context:
    """The state of one checking: documents by kind, ids by kind, faults."""

    documents: dict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    faults: list[Fault] = field(default_factory=list)
    noticed: list[tuple[Document, str, str]] = field(default_factory=list)
    against_rows: bool = True
    """Whether published rows are there to be compared with; not so where the database has no tables."""
    unusable: int = 0
    """How many documents could not be used: their ids are not known, so missing references are not reported."""

    def fault(self, document: Document, pointer: str, detail: str) -> None:
        """Note a fault at `pointer` of `document`."""
        self.faults.append(Fault(document.path, document.line(pointer), pointer, detail))

    def notice(self, document: Document, pointer: str, detail: str) -> None:
        """Note something at `pointer` that should be looked at; it does not keep the library from loading."""
        self.noticed.append((document, pointer, detail))

    @property
    def notices(self) -> list[Fault]:
        """What was noticed, with its lines, which cost a second reading of the files."""
        return sorted(
            Fault(document.path, document.line(pointer), pointer, detail)
            for document, pointer, detail in self.noticed
        )

    def read(self, kind: str, paths: list[Path], schema: str) -> list[Document]:
        """Read and check `paths` against `schema`; what cannot be used is left out and noted as a fault."""
        for path in paths:
            try:
                document, violations = read_checked(path, schema)
            except UnreadableFile as error:
                self.faults.append(Fault(path, error.line, "", error.detail))
                self.unusable += 1
                continue
            for pointer, detail in violations:
                self.fault(document, pointer, detail)
            if violations:
                self.unusable += 1
            else:
                self.documents[kind].append(document)
        return self.documents[kind]

    def define(self, kind: str, identity: str, document: Document, pointer: str = "/id") -> None:
        """Note that `document` defines `identity`; a fault if something else does already."""
        if identity in self.ids[kind]:
            self.fault(document, pointer, f"{kind} {identity} is defined twice; give one of them another id")
        self.ids[kind].add(identity)

    def expect(self, kinds: tuple[str, ...], identity: str, document: Document, pointer: str) -> None:
        """Note a fault unless one of `kinds` defines `identity`, or may define it in a document that is unusable."""
        if self.unusable:
            return
        if not any(identity in self.ids[kind] for kind in kinds):
            known = set().union(*(self.ids[kind] for kind in kinds))
            close = get_close_matches(identity, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            self.fault(document, pointer, f"no {' or '.join(kinds)} has the id {identity}{hint}")

    def expect_all(self, kinds: tuple[str, ...], identities: Any, document: Document, pointer: str) -> None:
        """`expect` for each member of a list that stands at `pointer`."""
        for index, identity in enumerate(identities or []):
            self.expect(kinds, identity, document, f"{pointer}/{index}")
