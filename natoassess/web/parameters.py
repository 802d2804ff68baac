"""Query parameters: what a page or endpoint does not understand it refuses, rather than ignores."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _


class UnknownParameters(BadRequest):
    """A request whose address holds names that the page does not know; `names` lists them."""

    def __init__(self, names: list[str], known: Collection[str]) -> None:
        self.names = names
        self.details = {name: self._detail(name, known) for name in names}
        super().__init__(" ".join(self.details.values()))

    @staticmethod
    def _detail(name: str, known: Collection[str]) -> str:
        close = get_close_matches(name, known, n=1)
        if close:
            return _("Unknown parameter %(name)s; did you mean %(close)s?") % {
                "name": name,
                "close": close[0],
            }
        if known:
            return _("Unknown parameter %(name)s; known here: %(known)s.") % {
                "name": name,
                "known": ", ".join(sorted(known)),
            }
        return _("Unknown parameter %(name)s; this address takes none.") % {"name": name}


def refuse_unknown(given: Iterable[str], known: Collection[str]) -> None:
    """Raise UnknownParameters if `given` holds a name that is not in `known`."""
    unknown = [name for name in given if name not in known]
    if unknown:
        raise UnknownParameters(unknown, known)
