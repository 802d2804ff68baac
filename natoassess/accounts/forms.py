"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
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


class SignInForm(AuthenticationForm):
    """Django's form, without its autofocus: a keyboard begins at the skip link, a screen reader at the title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.pop("autofocus", None)
