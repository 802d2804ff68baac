"""Which state of the library an answer was made from: what lets an unchanged answer end before it is begun."""

from __future__ import annotations

from rest_framework.request import Request

from frameworks.models import LibraryEdition
from frameworks.services import ENGINE_VERSION
from natoassess.web.conditional import ConditionalReads


def library_state() -> str:
    """The last loading that changed a row, and the engine. One query.

    The loader alone writes the library, and each of its runs that changes a row makes an edition.
    """
    edition = LibraryEdition.objects.values_list("pk", "digest", "loaded_at").first()
    return f"{edition} {ENGINE_VERSION}"


class OfTheLibrary(ConditionalReads):
    """For views of which every row and every filter is of the library alone: nothing that people make may enter."""

    def freshness(self, request: Request) -> str | None:
        """The state of the library."""
        return library_state()
