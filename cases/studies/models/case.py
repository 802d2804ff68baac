"""A situation under study and the phases it is judged by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from frameworks.models import Actor, Instrument
from natoassess.accounts.models import Team, User, Visibility


class CaseKind(models.TextChoices):
    """Whether a case belongs to the library or to a person's own work."""

    HISTORICAL = "historical", _("historical case")
    SCENARIO = "scenario", _("scenario")


class Case(models.Model):
    """A situation: a historical case of the library, or a scenario that a person has described.

    `narrative` is a list of paragraphs in Markdown; links of the form `instrument:ID` and `provision:ID` point
    into the law library. Library cases have no owner and are changed by the library files alone.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    deck = models.TextField(_("summary"), blank=True)
    kind = models.CharField(max_length=12, choices=CaseKind)
    target = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="cases_as_target"
    )
    target_name = models.CharField(_("State concerned"), max_length=160, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    narrative = models.JSONField(default=list, blank=True)
    questions = models.JSONField(default=list, blank=True)
    opens_with = models.SlugField(_("phase that its page opens with"), max_length=80, blank=True)
    known = models.TextField(blank=True)
    unknowns = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    deprecated = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["starts_on", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def target_label(self) -> str:
        """The State concerned, in words."""
        return self.target.name if self.target else self.target_name


class CaseActor(models.Model):
    """What an actor did in a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="actor_rows")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="case_rows")
    role = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "actor", "role"], name="actor_role_once_in_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.role}"


class Phase(models.Model):
    """One interval of a case with one character: the unit that is assessed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="phases")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=160)
    label = models.CharField(_("short name"), max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    as_of = models.DateField(_("law as of"))
    summary = models.TextField(blank=True)
    operation = models.CharField(max_length=200, blank=True)
    type_of_force = models.CharField(max_length=200, blank=True)
    acting = models.ManyToManyField(Actor, blank=True, related_name="phases_as_acting")
    acting_names = models.CharField(_("acting States or organisations"), max_length=300, blank=True)
    nato_operation = models.BooleanField(default=False)
    reference = models.BooleanField(_("has a reference assessment"), default=False)
    instruments = models.ManyToManyField(Instrument, blank=True, related_name="phases")

    class Meta:
        ordering = ["case", "position"]
        constraints = [models.UniqueConstraint(fields=["case", "slug"], name="phase_slug_once_in_a_case")]

    def __str__(self) -> str:
        return f"{self.case}: {self.title}"
