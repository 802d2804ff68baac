"""Users, teams, and who does what in a team."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account. `is_demo` marks the accounts that `make run` offers with one click."""

    display_name = models.CharField(_("name shown"), max_length=120, blank=True)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="one_account_a_mail_address",
                violation_error_message=_("Another account has this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name others see."""
        return self.display_name or self.get_full_name() or self.username

    @property
    def browser_key(self) -> str:
        """What a browser may file this person's unsent work under: 16 hex digits that say nothing of who it is."""
        return salted_hmac("natoassess.browser", str(self.pk), algorithm="sha256").hexdigest()[:16]


class TwoStep(models.Model):
    """The second step of a person's sign-in: a secret shared with an app that shows codes (RFC 6238).

    `secret` is encrypted (accounts/two_step.py). `last_step` is the time step of the last code that was taken: no code
    of that step or an earlier one is taken again.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="two_step")
    secret = models.TextField()
    last_step = models.BigIntegerField(default=0)
    turned_on_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user}, since {self.turned_on_at:%Y-%m-%d}"


class RecoveryCode(models.Model):
    """A code that stands in for the app, once; kept as a hash."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user}: {'used' if self.used_at else 'unused'}"


class BrowserSession(models.Model):
    """A browser in which a person is signed in; it counts only as long as its row in django_session is there."""

    in_backup: ClassVar[bool] = False
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="browser_sessions")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    browser = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=60)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        ordering = ["-last_seen", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}, {self.address}"


class TokenDetails(models.Model):
    """What the owner of an API token calls it, what it may be used for (web/scopes.py), and about when it last was."""

    token = models.OneToOneField("knox.AuthToken", on_delete=models.CASCADE, related_name="details")
    name = models.CharField(max_length=60, blank=True)
    scopes = models.JSONField(default=list)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member does in a team."""

    ANALYST = "analyst", _("analyst")
    REVIEWER = "reviewer", _("reviewer")
    RESEARCHER = "researcher", _("researcher")
    INSTRUCTOR = "instructor", _("instructor")
    MANAGER = "manager", _("team manager")


class Team(models.Model):
    """People who share work: what is visible to a team is visible to its members."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(
        User, through="Membership", through_fields=("team", "user"), related_name="teams"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's role in one team; a person may have several."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(_("given"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["team", "user", "role"]
        constraints = [
            models.UniqueConstraint(fields=["team", "user", "role"], name="one_role_once_in_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} in {self.team}"


class Invitation(models.Model):
    """An offer of roles in a team to whoever holds its link. The link's token is kept as a hash alone.

    It ends once: accepted, revoked, or run out at `expires_at`; a new link for it can be made until it ends by one of
    the first two. `roles` is a list of values of Role.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("mail address"))
    roles = models.JSONField(default=list)
    words = models.TextField(_("words to the invited"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "email"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.team}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted, now or after a new link was made."""
        return self.accepted_at is None and self.revoked_at is None

    @property
    def is_expired(self) -> bool:
        """Whether its link has run out."""
        return self.expires_at <= timezone.now()

    @property
    def role_names(self) -> list[str]:
        """The roles in words, in the order of the table of roles."""
        return [str(role.label) for role in Role if role.value in self.roles]


class NoticeKind(models.TextChoices):
    """What a person is told about."""

    REVIEW_REQUESTED = "review_requested", _("an assessment waits for my review")
    RETURNED = "returned", _("an assessment of mine was returned")
    PUBLISHED = "published", _("an assessment of mine was published")
    RETRACTED = "retracted", _("an assessment of mine or of my team was retracted")
    COMMENT = "comment", _("somebody comments on my work, or answers me")
    ASSIGNED = "assigned", _("I am asked to work on an assessment")
    SECOND_CODING = "second_coding", _("I am asked for a second coding")
    INVITED = "invited", _("I am invited to a team, or my roles change")
    JOINED = "joined", _("somebody accepts my invitation")


class Notice(models.Model):
    """Something that a person is told: on their overview, and by mail where they want it so.

    `by_mail` is what their preference was when it was made. `mailed_at` is set before the mail leaves, by compare and
    swap, so that it leaves once however often its task runs; `tries` counts the attempts.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(_("address on this site"), max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)
    by_mail = models.BooleanField(default=False, editable=False)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notice_unread"),
            models.Index(
                fields=["made_at"],
                condition=models.Q(by_mail=True, mailed_at__isnull=True),
                name="notice_unmailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.subject}"


class NoticePreference(models.Model):
    """Whether a person wants one kind of notice by mail; without a row the kind's default holds (notices.py)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    by_mail = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_a_kind")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_kind_display()}: {'mail' if self.by_mail else 'no mail'}"


class Visibility(models.TextChoices):
    """Who may see a scenario or an assessment besides its author."""

    PRIVATE = "private", _("private: only me")
    TEAM = "team", _("team: the members of my team")
    PUBLIC = "public", _("public: everyone, once it is published")
