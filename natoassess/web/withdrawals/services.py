"""Writing the log of what was withdrawn, in the transaction that withdraws it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet

from natoassess.web.withdrawals.models import How, Withdrawal

Standing = Mapping[str, Mapping[str, bool]]
"""By kind and key, everything that readers find: True what is current, False what is deprecated."""
AT_ONCE = 500


def withdrawal_record(
    *, kind: str, key: str, how: How, reason: str = "", replaced_by: str = ""
) -> Withdrawal:
    """Write that the thing of this `kind` and `key` is no longer public, or how else it stands."""
    return Withdrawal.objects.create(kind=kind, key=key, how=how, reason=reason, replaced_by=replaced_by)


def withdrawals_record(*, before: Standing, after: Standing) -> list[Withdrawal]:
    """Write the difference between what readers found before a change and what they find after it.

    What is gone was removed, what is kept and no longer current was deprecated; what was withdrawn at some time and
    is current again returned. Nothing is written of what is new.
    """
    made = [
        Withdrawal(kind=kind, key=key, how=how)
        for kind in sorted(before.keys() | after.keys())
        for key, how in _differences(before.get(kind, {}), after.get(kind, {}))
    ]
    withdrawn = set(withdrawals().values_list("kind", "key"))
    kept = [row for row in made if row.how != How.RETURNED or (row.kind, row.key) in withdrawn]
    Withdrawal.objects.bulk_create(kept, batch_size=AT_ONCE)
    return kept


def _differences(before: Mapping[str, bool], after: Mapping[str, bool]) -> Iterable[tuple[str, How]]:
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        if now is None:
            yield key, How.REMOVED
        elif now:
            yield key, How.RETURNED
        elif was:
            yield key, How.DEPRECATED


def withdrawals() -> QuerySet[Withdrawal]:
    """What is withdrawn today, each once, the oldest withdrawal first."""
    rows: QuerySet[Withdrawal] = Withdrawal.objects.all()
    later = rows.filter(kind=OuterRef("kind"), key=OuterRef("key"), pk__gt=OuterRef("pk"))
    return rows.filter(~Exists(later)).exclude(how=How.RETURNED).order_by("at", "pk")
