"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from natoassess.accounts import sign_in_limits
from natoassess.accounts.models import User
from natoassess.accounts.tokens import LIFETIMES
from natoassess.web.scopes import BATCH, READ, SCOPES, WRITE

MOST_CODE = 40
"""Characters of a code, with all spaces and dashes that people may type."""


SCOPE_WORDS = {
    READ: _("read: what you may read, and scoring without storing"),
    WRITE: _("write: file, change, submit and delete what is yours"),
    BATCH: _("batch: score files of many rows, and fetch the results"),
}


class TokenForm(forms.Form):
    """What a new API token is called, what it may be used for, and how long it shall live."""

    name = forms.CharField(
        label=_("For what"),
        max_length=60,
        required=False,
        help_text=_("For yourself: the program or machine."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("May be used to"),
        choices=[(scope, SCOPE_WORDS[scope]) for scope in SCOPES],
        initial=[READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "No more than the program needs. It cannot be changed later; make another token instead."
        ),
        error_messages={"required": _("Choose at least one; a token for nothing opens nothing.")},
    )
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


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=MOST_CODE,
        help_text=_("Six digits from your app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class PasswordAgainForm(forms.Form):
    """A step that asks for the password once more; attempts are counted as those to sign in are.

    `wait` is the number of seconds to wait where there were too many: the password was not looked at then.
    """

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.address = address
        self.wait = 0

    def clean_password(self) -> str:
        """The password, if it is that of the account."""
        typed: str = self.cleaned_data["password"]
        self.wait = sign_in_limits.attempt(username=self.user.username, address=self.address)
        if self.wait:
            raise ValidationError(waiting(self.wait))
        if not self.user.check_password(typed):
            raise ValidationError(_("This is not the password of your account."), code="wrong")
        sign_in_limits.succeeded(username=self.user.username, address=self.address)
        return typed

    @property
    def status(self) -> int:
        """How a page with this form, refused, is answered."""
        return 429 if self.wait else 422


class NameForm(forms.Form):
    """The name that others see."""

    display_name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("What others see beside your work."), required=True
    )


class MailForm(PasswordAgainForm):
    """Another mail address. Whether another account has it is not told before it is confirmed."""

    email = forms.EmailField(label=_("New mail address"), max_length=254)
    field_order = ["email", "password"]

    def clean_email(self) -> str:
        """The address, if it is not the present one."""
        given: str = self.cleaned_data["email"]
        if given.casefold() == self.user.email.casefold():
            raise ValidationError(_("This is the address of your account already."))
        return given


class NewPasswordFields(forms.Form):
    """A new password, typed twice; `person` is whom it must not resemble."""

    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Eight characters or more, not only digits, no common password, nothing like your name."),
    )
    again = forms.CharField(
        label=_("New password, again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def new_password_check(self, person: User) -> None:
        """Add what is wrong with the new password to its field."""
        given, again = self.cleaned_data.get("new_password"), self.cleaned_data.get("again")
        if given and again and given != again:
            self.add_error("again", _("The two new passwords differ."))
        if given:
            try:
                validate_password(given, person)
            except ValidationError as error:
                self.add_error("new_password", error)


class NewPasswordForm(NewPasswordFields):
    """A new password for somebody who cannot type the old one."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any] | None:
        """The two must be the same, and good enough."""
        cleaned = super().clean()
        self.new_password_check(self.user)
        return cleaned


class PasswordChangeForm(NewPasswordFields, PasswordAgainForm):
    """The old password and a new one, typed twice."""

    field_order = ["password", "new_password", "again"]

    def clean(self) -> dict[str, Any] | None:
        """The two must be the same, and good enough."""
        cleaned = super().clean()
        self.new_password_check(self.user)
        return cleaned


class ResetForm(forms.Form):
    """To which address the way to a new password is sent."""

    email = forms.EmailField(
        label=_("Mail address of your account"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class TurnOnForm(PasswordAgainForm):
    """A code that shows that the app works, and the password."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=MOST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ["code", "password"]


class DeletionForm(PasswordAgainForm):
    """The end of an account: its username, typed, and the password."""

    username = forms.CharField(
        label=_("Your username"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    field_order = ["username", "password"]

    def clean_username(self) -> str:
        """The username, if it is that of the account."""
        typed: str = self.cleaned_data["username"]
        if typed != self.user.username:
            raise ValidationError(
                _("Type %(name)s, to show that you mean this account."),
                params={"name": self.user.username},
            )
        return typed


def waiting(seconds: int) -> str:
    """How long somebody who tried too often has to wait, in words."""
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many attempts to sign in from here. Wait %(n)d minute, then try again; nobody else is locked out.",
        "Too many attempts to sign in from here. Wait %(n)d minutes, then try again; nobody else is locked out.",
        minutes,
    ) % {"n": minutes}
