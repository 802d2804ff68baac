"""Rows that are written once: nothing in the program changes or deletes them."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models


class Frozen(Exception):
    """Something tried to change or delete what was frozen."""

    def __init__(self) -> None:
        super().__init__("what was submitted or published is frozen: nothing changes or deletes it")


class FrozenRows(models.QuerySet[Any]):
    """Rows, without the ways to change them."""

    def update(self, **kwargs: Any) -> int:
        """Raises Frozen."""
        raise Frozen

    def delete(self) -> NoReturn:
        """Raises Frozen."""
        raise Frozen

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> NoReturn:
        """Raises Frozen."""
        raise Frozen

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises Frozen."""
        raise Frozen


class FrozenModel(models.Model):
    """A row that is made and read. Whatever holds on to it with PROTECT keeps it from going with its parent."""

    objects: ClassVar[Any] = FrozenRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row. Raises Frozen for one that was written before."""
        if not self._state.adding:
            raise Frozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises Frozen."""
        raise Frozen
