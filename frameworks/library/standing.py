"""What of the library readers find, by the names that the API gives it: read before and after a loading.

Rows go in many ways: their file is gone, their parent is gone, a file says that they are deprecated. The difference
between two states sees them all. An app registers its kinds in its AppConfig, as it does its sections.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Max

from frameworks.models import (
    Actor,
    Catalogue,
    Criterion,
    Fact,
    Framework,
    Instrument,
    LegalTest,
    Provision,
    SovereigntyDimension,
)
from frameworks.models.framework import FrameworkKind
from natoassess.web.withdrawals.services import Standing

Kinds = Callable[[], dict[str, dict[str, bool]]]
_readers: dict[str, Kinds] = {}


def register(name: str, reader: Kinds) -> None:
    """Add what one app holds; registering a name again replaces it."""
    _readers[name] = reader


def standing() -> Standing:
    """Everything of the library that readers find, by kind and key: True current, False deprecated."""
    return {kind: keys for reader in _readers.values() for kind, keys in reader().items()}


def law_and_yardstick() -> dict[str, dict[str, bool]]:
    """Actors, instruments and provisions; questions and tests, current in the newest catalogue; frameworks."""
    newest = Catalogue.objects.aggregate(newest=Max("version"))["newest"]
    found = {
        "actor": dict.fromkeys(Actor.objects.values_list("pk", flat=True), True),
        "instrument": {key: not old for key, old in Instrument.objects.values_list("pk", "deprecated")},
        "provision": {
            key: not (old or whole)
            for key, old, whole in Provision.objects.values_list("pk", "deprecated", "instrument__deprecated")
        },
        "framework": {
            f"{code}/{version}": not old
            for code, version, old in Framework.objects.exclude(kind=FrameworkKind.OWN).values_list(
                "code", "version", "deprecated"
            )
        },
    }
    for kind, model in (
        ("fact", Fact),
        ("criterion", Criterion),
        ("sovereignty", SovereigntyDimension),
        ("test", LegalTest),
    ):
        rows = model._default_manager.order_by("catalogue__version").values_list("code", "catalogue__version")
        found[kind] = {code: version == newest for code, version in rows}
    return found
