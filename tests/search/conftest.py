"""An index of a small library of its own, so that what is found does not change with the shipped one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from frameworks.search import registry
from frameworks.search.indexing import index_rebuild
from frameworks.search.registry import Document, Registered

CORPUS: dict[str, Any] = YAML(typ="safe").load(
    (Path(__file__).parent / "corpus.yaml").read_text(encoding="utf-8")
)


def corpus_documents() -> Iterator[Document]:
    """The documents of corpus.yaml."""
    for entry in CORPUS["documents"]:
        yield Document(address=f"/{entry['kind']}/{entry['key']}", **entry)


@pytest.fixture
def corpus(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index holds corpus.yaml and nothing else, until the test ends."""
    kinds = tuple(registry.kinds())
    monkeypatch.setattr(registry, "_registered", {"corpus": Registered("corpus", 0, kinds, corpus_documents)})
    index_rebuild()
