"""The yardstick as rows: a catalogue of questions and tests, and the frameworks that weigh them.

Rules, standings and readings are kept as the library writes them (JSON); `frameworks.scoring.framework_from`
gives them their meaning and refuses what has none.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frameworks.models.instrument import Instrument
from natoassess.accounts.models import Team, User


class Catalogue(models.Model):
    """Every question natoassess asks and how the answers combine, in one version."""

    version = models.PositiveSmallIntegerField(unique=True)
    checksum = models.CharField(max_length=71)
    groups = models.JSONField(default=list)
    scales = models.JSONField(default=dict)

    class Meta:
        ordering = ["version"]

    def __str__(self) -> str:
        return f"catalogue {self.version}"


class CatalogueItem(models.Model):
    """What all questions of a catalogue share: a code that is a key of the API, and a place in the order."""

    code = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.code


class Fact(CatalogueItem):
    """A question answered yes, no, contested or unknown."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="facts")
    group = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    question = models.TextField()
    help = models.TextField(blank=True)
    provisions = models.JSONField(default=list)

    class Meta(CatalogueItem.Meta):
        constraints = [models.UniqueConstraint(fields=["catalogue", "code"], name="fact_code_once")]


class LegalTest(CatalogueItem):
    """A justification of force, or of measures short of it: a rule over facts with a dated standing."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="tests")
    title = models.CharField(max_length=120)
    justifies = models.CharField(max_length=10, choices=[("force", _("force")), ("measures", _("measures"))])
    standing = models.JSONField()
    provisions = models.JSONField(default=list)
    rule = models.JSONField()
    duties = models.JSONField(default=list)

    class Meta(CatalogueItem.Meta):
        constraints = [models.UniqueConstraint(fields=["catalogue", "code"], name="test_code_once")]


class CompetenceRule(CatalogueItem):
    """The Alliance's own competence: reported beside the verdict, never part of it."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="competence")
    title = models.CharField(max_length=120)
    provisions = models.JSONField(default=list)
    rule = models.JSONField()

    class Meta(CatalogueItem.Meta):
        constraints = [models.UniqueConstraint(fields=["catalogue", "code"], name="competence_code_once")]


class Dimension(CatalogueItem):
    """One of the seven dimensions of legitimacy."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="dimensions")
    title = models.CharField(max_length=120)
    question = models.TextField(blank=True)

    class Meta(CatalogueItem.Meta):
        constraints = [models.UniqueConstraint(fields=["catalogue", "code"], name="dimension_code_once")]


class Criterion(CatalogueItem):
    """A question of legitimacy, rated 0 to 4 by five descriptors."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="criteria")
    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="criteria")
    label = models.CharField(max_length=120)
    question = models.TextField()
    optional = models.BooleanField(default=False)
    low = models.CharField(max_length=200)
    mid = models.CharField(max_length=200)
    high = models.CharField(max_length=200)
    levels = models.JSONField(default=list)
    caps = models.JSONField(null=True, blank=True)

    class Meta(CatalogueItem.Meta):
        constraints = [models.UniqueConstraint(fields=["catalogue", "code"], name="criterion_code_once")]


class SovereigntyDimension(CatalogueItem):
    """One kind of harm to the sovereignty of the State concerned, from 0 none to 4 extinguishing."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="sovereignty")
    label = models.CharField(max_length=120)
    question = models.TextField()
    consent_adjustable = models.BooleanField()
    levels = models.JSONField(default=list)

    class Meta(CatalogueItem.Meta):
        constraints = [models.UniqueConstraint(fields=["catalogue", "code"], name="sovereignty_code_once")]


OWN_PREFIX = "own-"
"""How the code of a person's own framework begins; no code of the library may."""


class FrameworkKind(models.TextChoices):
    """Whose yardstick it is. Only a doctrine of the Alliance is ever the doctrine of a day."""

    DOCTRINE = "doctrine", _("doctrine of the Alliance")
    REPORT = "report", _("criteria of a report")
    OWN = "own", _("somebody’s own")


class Framework(models.Model):
    """A version of the yardstick, with the period of doctrine it stands for.

    Those of the library are published and immutable. A person's own (`kind` own) has an `owner`, is seen by its owner
    and by `team`, and differs in its weights alone from the one it was made from; `elicited` keeps how the weights
    were given. A version that an assessment uses, or used when it was frozen (`is_cited`), never changes.
    `dimensions` is empty where the framework takes those of the catalogue; otherwise {code, title, question,
    criteria} in order, and a criterion that none of them lists is not asked. `lock_version` rises with every change
    of an own framework, over all its versions, and is its ETag.
    """

    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    summary = models.TextField()
    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="frameworks")
    concept = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="frameworks")
    kind = models.CharField(max_length=10, choices=FrameworkKind, default=FrameworkKind.DOCTRINE)
    dimensions = models.JSONField(default=list, blank=True)
    doctrine_from = models.DateField()
    doctrine_until = models.DateField(_("day on which the next doctrine begins"), null=True, blank=True)
    earliest_doctrine = models.BooleanField(
        _("first of its line: stands in for the time before it"), default=False
    )
    readings = models.JSONField()
    weights = models.JSONField()
    bands = models.JSONField()
    dimension_floor = models.JSONField()
    minimum_coverage = models.FloatField()
    kappa = models.FloatField()
    competence_provisions = models.JSONField(default=dict)
    checksum = models.CharField(max_length=71)
    source = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    deprecated = models.BooleanField(default=False)
    owner = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="frameworks"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="frameworks"
    )
    made_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="made_of_it"
    )
    elicited = models.JSONField(_("how the weights were given"), default=dict, blank=True)
    lock_version = models.PositiveIntegerField(default=1)
    is_cited = models.BooleanField(_("a frozen evaluation was made with it"), default=False)

    class Meta:
        ordering = ["doctrine_from", "code", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="framework_version_once")]

    def __str__(self) -> str:
        name = f"{self.code}, version {self.version}"
        return gettext("%(name)s (own framework)") % {"name": name} if self.is_own else name

    @property
    def is_own(self) -> bool:
        """Whether a person made it, and the library did not publish it."""
        return self.kind == FrameworkKind.OWN

    @property
    def is_doctrine(self) -> bool:
        """Whether it stands for a doctrine of the Alliance."""
        return self.kind == FrameworkKind.DOCTRINE
