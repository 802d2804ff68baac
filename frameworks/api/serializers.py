"""How the law and the yardstick are shown: under the names that the library files use."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from frameworks.api import meanings
from frameworks.api.fields import RecordsField, RuleField, StandingField, TextsField, VoteField
from frameworks.api.framework_parts import DoctrineSerializer, OwnDimensionSerializer
from frameworks.api.relations import AuthorityField, HistoryField, RelationSerializer
from frameworks.compile import compiled_parts
from frameworks.models import (
    Criterion,
    Dimension,
    Fact,
    Framework,
    Instrument,
    LegalTest,
    Provision,
    SovereigntyDimension,
)
from frameworks.models.framework import FrameworkKind
from natoassess.web.quick_rows import QuickRows
from natoassess.web.serializers import Described, TextOrNull


class KeyProvisionSerializer(Described, QuickRows, serializers.ModelSerializer[Provision]):
    """A clause within its instrument. Its own period is null where it shares that of the instrument."""

    meanings = meanings.PROVISION

    key_phrase = TextOrNull()
    ended_by = TextOrNull()
    known = TextOrNull(help_text="How far the wording was checked.")
    determines = TextOrNull(
        help_text="What the Security Council determines in it under Charter Art. 39: threat_to_the_peace, "
        "breach_of_the_peace or act_of_aggression."
    )
    authority = AuthorityField(read_only=True)
    starts_on = serializers.DateField(read_only=True, allow_null=True, help_text="First day in force.")
    ends_on = serializers.DateField(
        read_only=True, allow_null=True, help_text="Last day in force; null: none."
    )

    class Meta:
        model = Provision
        fields: tuple[str, ...] = (
            "id",
            "slug",
            "label",
            "effect",
            "summary",
            "key_phrase",
            "in_force_from",
            "in_force_until",
            "ended_by",
            "known",
            "determines",
            "authority",
            "starts_on",
            "ends_on",
            "deprecated",
        )
        read_only_fields = fields


class ProvisionSerializer(KeyProvisionSerializer):
    """A clause, with the instrument it stands in."""

    instrument = serializers.CharField(source="instrument_id", read_only=True)
    instrument_title = serializers.CharField(source="instrument.title", read_only=True)
    binding = serializers.ChoiceField(["binding", "evidence"], source="instrument.binding", read_only=True)

    class Meta(KeyProvisionSerializer.Meta):
        fields = (*KeyProvisionSerializer.Meta.fields, "instrument", "instrument_title", "binding")
        read_only_fields = fields


class InstrumentSerializer(Described, QuickRows, serializers.ModelSerializer[Instrument]):
    """An instrument under the field names of the library file, with all its key provisions."""

    meanings = meanings.INSTRUMENT

    symbol = TextOrNull()
    ended_by = TextOrNull()
    source = TextOrNull()  # type: ignore[assignment]  # DRF has an attribute of that name
    notes = TextOrNull()
    url = TextOrNull()
    vote = VoteField(read_only=True)
    key_provisions = KeyProvisionSerializer(source="provisions_read", many=True, read_only=True)
    verified_fields = TextsField(read_only=True)
    relations = RelationSerializer(source="relations_read", many=True, read_only=True)
    history = HistoryField(read_only=True)
    accessions = RecordsField(
        source="extras.accessions",
        read_only=True,
        allow_null=True,
        help_text="Parties that acceded, each from a day; null where the library does not list them.",
    )
    article_5_invocations = RecordsField(
        source="extras.article_5_invocations",
        read_only=True,
        allow_null=True,
        help_text="Of the North Atlantic Treaty: each invocation of Article 5.",
    )
    article_4_consultations = RecordsField(
        source="extras.article_4_consultations",
        read_only=True,
        allow_null=True,
        help_text="Of the North Atlantic Treaty: consultations under Article 4 that the library records.",
    )
    article_4_note = TextOrNull(
        source="extras.article_4_note",
        help_text="Of the North Atlantic Treaty: what the list of consultations leaves out.",
    )

    class Meta:
        model = Instrument
        fields: tuple[str, ...] = (
            "id",
            "title",
            "kind",
            "body",
            "symbol",
            "adopted_on",
            "in_force_from",
            "in_force_until",
            "ended_by",
            "binding",
            "chapter_vii",
            "vote",
            "summary",
            "key_provisions",
            "confidence",
            "verified_fields",
            "source",
            "notes",
            "url",
            "relations",
            "history",
            "deprecated",
            "accessions",
            "article_5_invocations",
            "article_4_consultations",
            "article_4_note",
        )
        read_only_fields = fields


class CatalogueItemSerializer(Described, QuickRows, serializers.ModelSerializer[Any]):
    """What all items of a catalogue show."""

    catalogue = serializers.IntegerField(source="catalogue.version", read_only=True)


class FactSerializer(CatalogueItemSerializer):
    """A question answered yes, no, contested or unknown."""

    meanings = meanings.FACT

    provisions = TextsField(read_only=True)

    class Meta:
        model = Fact
        fields = ("code", "catalogue", "group", "label", "question", "help", "provisions")
        read_only_fields = fields


class CriterionSerializer(CatalogueItemSerializer):
    """A criterion of legitimacy with its five descriptors; `caps` says at which level it holds the band down."""

    meanings = meanings.CRITERION

    dimension = serializers.SlugRelatedField[Dimension](slug_field="code", read_only=True)
    levels = TextsField(read_only=True, help_text="What levels 0 to 4 mean, in this order.")
    caps = serializers.DictField(read_only=True, allow_null=True)

    class Meta:
        model = Criterion
        fields = (
            "code",
            "catalogue",
            "dimension",
            "label",
            "question",
            "optional",
            "low",
            "mid",
            "high",
            "levels",
            "caps",
        )
        read_only_fields = fields


class SovereigntySerializer(CatalogueItemSerializer):
    """A kind of harm to sovereignty with its five descriptors."""

    meanings = meanings.SOVEREIGNTY

    levels = TextsField(read_only=True, help_text="What levels 0 to 4 mean, in this order.")

    class Meta:
        model = SovereigntyDimension
        fields = ("code", "catalogue", "label", "question", "consent_adjustable", "levels")
        read_only_fields = fields


class LegalTestSerializer(CatalogueItemSerializer):
    """A justification of force, or of measures short of it."""

    meanings = meanings.LEGAL_TEST

    standing = StandingField(read_only=True)
    provisions = TextsField(read_only=True)
    rule = RuleField(read_only=True)
    duties = TextsField(read_only=True)

    class Meta:
        model = LegalTest
        fields = ("code", "catalogue", "title", "justifies", "standing", "provisions", "rule", "duties")
        read_only_fields = fields


class FrameworkSerializer(Described, serializers.ModelSerializer[Framework]):
    """A published version of the yardstick."""

    meanings = meanings.FRAMEWORK

    catalogue = serializers.IntegerField(source="catalogue.version", read_only=True)
    concept = serializers.CharField(source="concept_id", read_only=True)
    doctrine = DoctrineSerializer(source="*", read_only=True, allow_null=True)
    kind = serializers.ChoiceField(
        FrameworkKind.choices,
        read_only=True,
        help_text="doctrine of the Alliance, report (nobody's doctrine), own (a person's, seen by few).",
    )
    dimensions = OwnDimensionSerializer(
        many=True, read_only=True, help_text="Empty: those of the catalogue, with all its criteria."
    )
    owner = serializers.SerializerMethodField(help_text="Of an own framework: the name shown.")
    team = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)
    made_from = serializers.SerializerMethodField(help_text="Of an own framework: what it was made from.")
    elicited = serializers.JSONField(
        read_only=True, help_text="How the weights of an own framework were given."
    )
    source = TextOrNull()  # type: ignore[assignment]  # DRF has an attribute of that name
    notes = TextOrNull()

    class Meta:
        model = Framework
        fields: tuple[str, ...] = (
            "code",
            "version",
            "title",
            "summary",
            "catalogue",
            "concept",
            "doctrine",
            "readings",
            "weights",
            "bands",
            "dimension_floor",
            "minimum_coverage",
            "kappa",
            "competence_provisions",
            "checksum",
            "source",
            "notes",
            "deprecated",
            "kind",
            "dimensions",
            "owner",
            "team",
            "made_from",
            "elicited",
        )
        read_only_fields = fields

    def get_owner(self, row: Framework) -> str | None:
        """The name shown; of the library nobody's."""
        return row.owner.name if row.owner else None

    @extend_schema_field({"type": ["string", "null"], "examples": ["nato-2022"]})
    def get_made_from(self, row: Framework) -> str | None:
        """The code of the published framework."""
        return row.made_from.code if row.made_from else None


class DatedStandingSerializer(serializers.Serializer[Any]):
    """The standing of a test from a day on; the first entry has no day."""

    standing = serializers.CharField(read_only=True)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is no name that Python lets a class body use."""
        return {"from": serializers.DateField(read_only=True, allow_null=True), **super().get_fields()}


class CompiledTestSerializer(serializers.Serializer[Any]):
    """A legal test as the engine applies it."""

    code = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    justifies = serializers.ChoiceField(["force", "measures"], read_only=True)
    standing = DatedStandingSerializer(many=True, read_only=True)
    provisions = TextsField(read_only=True)
    duties = TextsField(read_only=True)
    rule = RuleField(read_only=True)


class CompetenceSerializer(serializers.Serializer[Any]):
    """A question about the Alliance's own competence."""

    code = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    provisions = TextsField(read_only=True)
    rule = RuleField(read_only=True)


class WeightedDimensionSerializer(serializers.Serializer[Any]):
    """A dimension of legitimacy and its share among them."""

    code = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    weight = serializers.FloatField(read_only=True)


class WeightedCriterionSerializer(serializers.Serializer[Any]):
    """A criterion and its share within its dimension."""

    code = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]  # DRF has an attribute of that name
    dimension = serializers.CharField(read_only=True)
    optional = serializers.BooleanField(read_only=True)
    caps = serializers.DictField(read_only=True, allow_null=True)
    weight = serializers.FloatField(read_only=True)


class CompiledSerializer(serializers.Serializer[Any]):
    """What the engine works with."""

    tests = CompiledTestSerializer(many=True, read_only=True)
    competence = CompetenceSerializer(many=True, read_only=True)
    dimensions = WeightedDimensionSerializer(many=True, read_only=True)
    criteria = WeightedCriterionSerializer(many=True, read_only=True)
    facts = TextsField(read_only=True)
    sovereignty = TextsField(read_only=True)


class FrameworkDetailSerializer(FrameworkSerializer):
    """A framework with what the engine makes of it: tests with their rules, criteria with their weights."""

    versions = serializers.SerializerMethodField(help_text="All published versions of this code.")
    compiled = serializers.SerializerMethodField()

    class Meta(FrameworkSerializer.Meta):
        fields = (*FrameworkSerializer.Meta.fields, "versions", "compiled")
        read_only_fields = fields

    @extend_schema_field({"type": "array", "items": {"type": "integer"}})
    def get_versions(self, row: Framework) -> list[int]:
        """Every version of the code."""
        return list(
            Framework.objects.filter(code=row.code).order_by("version").values_list("version", flat=True)
        )

    @extend_schema_field(CompiledSerializer)
    def get_compiled(self, row: Framework) -> dict[str, Any]:
        """The compiled framework."""
        return compiled_parts(row)
