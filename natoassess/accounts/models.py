"""Users, teams, and who does what in a team."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account. `is_demo` marks the accounts that `make run` offers with one click."""

    display_name = models.CharField(_("name shown"), max_length=120, blank=True)
    is_demo = models.BooleanField(_("demo account"), default=False, editable=False)

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
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's role in one team; a person may have several."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        ordering = ["team", "user", "role"]
        constraints = [
            models.UniqueConstraint(fields=["team", "user", "role"], name="one_role_once_in_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} in {self.team}"


class Visibility(models.TextChoices):
    """Who may see a scenario or an assessment besides its author."""

    PRIVATE = "private", _("private: only me")
    TEAM = "team", _("team: the members of my team")
    PUBLIC = "public", _("public: everyone, once it is published")
