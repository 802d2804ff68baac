"""Rows of any list in any form: the flat columns of a serializer, and one module for each form of file."""

from natoassess.web.rows.columns import Column, Columns, Kind, columns_of
from natoassess.web.rows.forms import FORMS, Form, FormMissing, TooManyRows, forms_available

__all__ = [
    "FORMS",
    "Column",
    "Columns",
    "Form",
    "FormMissing",
    "Kind",
    "TooManyRows",
    "columns_of",
    "forms_available",
]
