"""Forms of teams, invitations and notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from natoassess.accounts.models import NoticeKind, Role, User
from natoassess.accounts.notices import preferences_of

ROLE_WORDS = {
    Role.ANALYST: _("analyst: files assessments, and works on those of others when asked"),
    Role.REVIEWER: _("reviewer: returns or publishes what the team’s members submit, never their own"),
    Role.RESEARCHER: _("researcher: reads, and queries the API"),
    Role.INSTRUCTOR: _("instructor: compares cases and hands them out"),
    Role.MANAGER: _("team manager: invites people, gives and takes roles"),
}


class RolesField(forms.TypedMultipleChoiceField):
    """One or more roles of a team; every one with what it may do."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Roles"),
            choices=[(role.value, ROLE_WORDS[role]) for role in Role],
            coerce=Role,
            error_messages={"required": _("Choose at least one role.")},
            **kwargs,
        )


class TeamNameForm(forms.Form):
    """What a team is called."""

    name = forms.CharField(label=_("Name of the team"), max_length=120)


class TeamForm(TeamNameForm):
    """A new team, and who manages it first."""

    manager = forms.CharField(
        label=_("First manager"),
        help_text=_("The username or the mail address of somebody with an account."),
        max_length=254,
    )

    def clean_manager(self) -> User:
        """The account that is meant. Raises ValidationError where there is none, or more than one."""
        given = self.cleaned_data["manager"].strip()
        people = User.objects.filter(is_active=True)
        found = list(people.filter(username=given) or people.filter(email__iexact=given)[:2])
        if not found:
            raise ValidationError(
                _("Nobody with an account is called that. Name yourself, and invite the person.")
            )
        if len(found) > 1:
            raise ValidationError(_("Several accounts have that mail address: give the username."))
        return found[0]


class MemberForm(forms.Form):
    """What a member does. `was`: the roles as the form was opened, so that no manager overwrites another."""

    roles = RolesField()
    was = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_was(self) -> frozenset[Role]:
        """The roles named in the hidden field; those that are none are left out, and then do not match."""
        named = self.cleaned_data["was"].split()
        return frozenset(Role(name) for name in named if name in Role.values)


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _("Give one mail address, such as name@example.org.")},
    )
    roles = RolesField(initial=[Role.ANALYST.value])
    words = forms.CharField(
        label=_("A few words to them"),
        help_text=_("They stand in the mail. At most 1000 characters."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RegisterForm(forms.Form):
    """The account of an invited person. `email` is the invited address; it is not asked for."""

    username = forms.CharField(
        label=_("Username"),
        help_text=_("You sign in with it. Letters, digits and @ . + - _; it cannot be changed later."),
        max_length=150,
        validators=[User.username_validator],
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label=_("Name that others see"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """The password is strong enough, unlike the name, and typed alike twice."""
        given = super().clean() or {}
        password = given.get("password")
        if password and "again" in given and password != given["again"]:
            self.add_error("again", _("The two passwords differ."))
        if password:
            person = User(
                username=given.get("username", ""), display_name=given.get("name", ""), email=self.email
            )
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return given


class PreferencesForm(forms.Form):
    """Which notices also come by mail."""

    kinds = forms.TypedMultipleChoiceField(
        label=_("Tell me by mail, at once, when"),
        choices=NoticeKind.choices,
        coerce=NoticeKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, user: User) -> PreferencesForm:
        """The form as the person left it."""
        wanted = [kind.value for kind, by_mail in preferences_of(user).items() if by_mail]
        return cls(initial={"kinds": wanted})
