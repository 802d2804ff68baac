"""The own frameworks of a person, as a part of the account (natoassess.accounts.holdings)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frameworks.models import Framework
from frameworks.own import is_used
from natoassess.accounts.holdings import Fate, File, Holding, as_json
from natoassess.accounts.holdings import register as register_holding
from natoassess.accounts.models import User


def register() -> None:
    """Add the part."""
    register_holding(Holding("frameworks", files, fate, leave))


def files(user: User) -> Iterator[File]:
    """Each version of each framework, with its weights."""
    for row in Framework.objects.filter(owner=user).select_related("made_from").order_by("code", "version"):
        yield (
            f"{row.code}-{row.version}.json",
            as_json(
                {
                    "code": row.code,
                    "version": row.version,
                    "title": row.title,
                    "note": row.summary,
                    "made_from": row.made_from.code if row.made_from else "",
                    "elicited": row.elicited,
                    "weights": row.weights,
                    "checksum": row.checksum,
                }
            ),
        )


def fate(user: User) -> list[Fate]:
    """Frameworks that nothing relies on go; the others stay with those who use them."""
    codes = set(Framework.objects.filter(owner=user).values_list("code", flat=True))
    if not codes:
        return []
    going = len(codes) - len(_relied_on(user))
    words = ngettext("%(n)d framework of your own", "%(n)d frameworks of your own", going) % {"n": going}
    return [
        Fate(
            goes=_("%(what)s that neither a team nor an assessment uses.") % {"what": words} if going else "",
            stays=_("Frameworks of your own that are shared with a team or that a result was reached with.")
            if going < len(codes)
            else "",
        )
    ]


def leave(user: User) -> None:
    """Delete those that nothing relies on. Called once the assessments of `user` have left."""
    kept = _relied_on(user)
    rows = Framework.objects.filter(owner=user).exclude(code__in=kept)
    for row in rows.order_by("-version"):
        row.delete()


def _relied_on(user: User) -> set[str]:
    rows = Framework.objects.filter(owner=user)
    return {row.code for row in rows if row.team_id is not None or is_used(row)}
