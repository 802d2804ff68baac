"""Forms of the account pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from natoassess.accounts.tokens import LIFETIMES


class TokenForm(forms.Form):
    """How long a new API token shall live."""

    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(days, _("%(days)d days") % {"days": days}) for days in LIFETIMES],
        initial=90,
    )
