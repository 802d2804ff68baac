"""The forms of file that any list can be had in: one registry, one module for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from natoassess.web.rows.columns import Columns

Rows = Iterable[Mapping[str, Any]]
Writer = Callable[[Columns, Rows], Iterator[bytes]]


class FormMissing(Exception):
    """A form whose package is not installed here; the message says which, and the other forms."""


class TooManyRows(Exception):
    """More rows than the form of file holds; the message says how many, and the cure."""


@dataclass(frozen=True)
class Form:
    """One form of file: how it is asked for, and the module that writes it."""

    name: str
    """As `format=` names it."""
    label: str | Promise
    media_type: str
    extension: str
    module: str
    also: tuple[str, ...] = ()
    """Other media types by which Accept may ask for it."""
    needs: str = ""
    """The package without which it cannot be had."""
    most_rows: int | None = None

    def available(self) -> bool:
        """Whether it can be had here."""
        return not self.needs or find_spec(self.needs) is not None

    def check(self) -> None:
        """Raise FormMissing where it cannot be had here."""
        if not self.available():
            raise FormMissing(
                _(
                    "%(form)s needs the package %(package)s, which is not installed here. There are: %(others)s."
                )
                % {"form": self.label, "package": self.needs, "others": ", ".join(forms_available())}
            )

    def write(self, columns: Columns, rows: Rows) -> Iterator[bytes]:
        """The bytes of a file of `rows`, as the API's `results` has them, in memory that does not grow with them.

        The same columns and rows give the same bytes. Raises FormMissing, TooManyRows.
        """
        self.check()
        writer: Writer = import_module(f"natoassess.web.rows.{self.module}").write
        yield from writer(columns, self._counted(rows))

    def refuse_more(self, count: int) -> None:
        """Raise TooManyRows where a file of this form does not hold `count` rows."""
        if self.most_rows is not None and count > self.most_rows:
            raise TooManyRows(
                _("%(form)s holds %(most)s rows at most. Narrow the list, or ask for csv or jsonl.")
                % {"form": self.label, "most": f"{self.most_rows:,}"}
            )

    def _counted(self, rows: Rows) -> Rows:
        if self.most_rows is None:
            return rows
        return self._no_more(rows)

    def _no_more(self, rows: Rows) -> Iterator[Mapping[str, Any]]:
        for count, row in enumerate(rows, start=1):
            self.refuse_more(count)
            yield row


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("csv", "CSV", "text/csv", "csv", "delimited"),
        Form(
            "xlsx",
            gettext_lazy("Excel workbook (XLSX)"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            "xlsx",
            most_rows=1_048_575,
        ),
        Form("jsonl", "JSON Lines", "application/jsonl", "jsonl", "jsonl", also=("application/x-ndjson",)),
        Form("parquet", "Parquet", "application/vnd.apache.parquet", "parquet", "parquet", needs="pyarrow"),
    )
}
"""By name, in the order in which pages offer them. Not all may be available: see `forms_available`."""


def forms_available() -> dict[str, Form]:
    """The forms that can be had here."""
    return {name: form for name, form in FORMS.items() if form.available()}
