"""How cases and phases are shown: under the names that the library files use."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.studies.api import meanings
from cases.studies.models import (
    Case,
    CaseActor,
    Claim,
    Criticism,
    Event,
    Figure,
    Holding,
    LedgerEntry,
    Phase,
    Source,
)
from cases.studies.models.record import LedgerKind
from frameworks.models import Actor
from natoassess.web.serializers import Described, TextOrNull


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class TextsField(serializers.JSONField):
    """A list of texts or identifiers."""


class ActorSerializer(Described, serializers.ModelSerializer[Actor]):
    """A State, an organisation or another actor. Its name never enters a score."""

    meanings = meanings.ACTOR

    class Meta:
        model = Actor
        fields = ("id", "name", "kind", "iso")
        read_only_fields = fields


class PhaseSerializer(Described, serializers.ModelSerializer[Phase]):
    """One interval of a case with one character; `id` is case/phase."""

    meanings = meanings.PHASE

    id = serializers.SerializerMethodField()
    case = serializers.CharField(source="case.slug", read_only=True)
    operation = TextOrNull()
    type_of_force = TextOrNull()
    acting = ActorSerializer(many=True, read_only=True)
    acting_names = TextOrNull()
    instruments = serializers.PrimaryKeyRelatedField[Any](many=True, read_only=True)

    class Meta:
        model = Phase
        fields = (
            "id",
            "case",
            "title",
            "label",
            "starts_on",
            "ends_on",
            "as_of",
            "summary",
            "operation",
            "type_of_force",
            "acting",
            "acting_names",
            "nato_operation",
            "reference",
            "instruments",
        )
        read_only_fields = fields

    def get_id(self, phase: Phase) -> str:
        """The case and the phase."""
        return f"{phase.case.slug}/{phase.slug}"


class RecordSerializer(serializers.ModelSerializer[Any]):
    """What all entries of the record share: the phase they belong to and their source."""

    phase = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)
    source = serializers.SlugRelatedField[Any](  # type: ignore[assignment]  # DRF has an attribute of that name
        slug_field="slug", read_only=True, allow_null=True
    )


class SourceSerializer(serializers.ModelSerializer[Source]):
    """A citable document and its letter in the Admiralty code."""

    id = serializers.CharField(source="slug", read_only=True)
    url = TextOrNull()
    known = TextOrNull()

    class Meta:
        model = Source
        fields = ("id", "citation", "url", "kind", "reliability", "known")
        read_only_fields = fields


class CaseActorSerializer(serializers.ModelSerializer[CaseActor]):
    """What an actor did in the case."""

    actor = ActorSerializer(read_only=True)
    note = TextOrNull()

    class Meta:
        model = CaseActor
        fields = ("actor", "role", "note")
        read_only_fields = fields


class EventSerializer(RecordSerializer):
    """A dated event."""

    provision = TextOrNull(source="reference", help_text="The instrument or provision it is about.")
    known = TextOrNull()

    class Meta:
        model = Event
        fields = ("on", "text", "turn", "phase", "provision", "source", "known")
        read_only_fields = fields


class ClaimSerializer(RecordSerializer):
    """An actor's reliance on law, or its objection."""

    id = serializers.CharField(source="slug", read_only=True)
    actor = serializers.CharField(source="actor_id", read_only=True, allow_null=True)
    by = TextOrNull()
    stance = serializers.ChoiceField(["claim", "objection"], read_only=True)
    provisions = TextsField(read_only=True)
    objected_by = TextsField(read_only=True)
    answers = TextsField(read_only=True, help_text="The claims that an objection meets.")

    class Meta:
        model = Claim
        fields = (
            "id",
            "phase",
            "actor",
            "by",
            "stance",
            "text",
            "provisions",
            "objected_by",
            "answers",
            "source",
        )
        read_only_fields = fields


class LedgerEntrySerializer(RecordSerializer):
    """An entry of the authorisation ledger that is not an instrument: a letter, a consent, a decision."""

    id = serializers.CharField(source="slug", read_only=True)
    kind = serializers.ChoiceField(LedgerKind.choices, read_only=True)
    until = serializers.DateField(
        read_only=True, allow_null=True, help_text="Its last day; null: it never ended."
    )
    ended_by = TextOrNull()
    by = TextsField(read_only=True, help_text="The actors it comes from.")
    by_name = TextOrNull(help_text="Whom it comes from, in words.")
    terms = TextOrNull(help_text="Its limits.")
    cite = TextOrNull()
    provision = TextOrNull(source="reference", help_text="The instrument or provision it is about.")
    known = TextOrNull()

    class Meta:
        model = LedgerEntry
        fields = (
            "id",
            "kind",
            "on",
            "until",
            "ended_by",
            "phase",
            "by",
            "by_name",
            "text",
            "terms",
            "cite",
            "provision",
            "source",
            "known",
        )
        read_only_fields = fields


class FigureSerializer(RecordSerializer):
    """A number that somebody counted, with its range where one is known."""

    id = serializers.CharField(source="slug", read_only=True)
    unit = TextOrNull()
    note = TextOrNull()
    known = TextOrNull()

    class Meta:
        model = Figure
        fields = (
            "id",
            "phase",
            "what",
            "unit",
            "low",
            "best",
            "high",
            "counted_by",
            "source",
            "credibility",
            "note",
            "known",
        )
        read_only_fields = fields


class HoldingSerializer(RecordSerializer):
    """What an authority found; kept apart from what natoassess computes."""

    kind = TextOrNull()
    cite = TextOrNull()
    legality = TextOrNull()
    legitimacy = TextOrNull()

    class Meta:
        model = Holding
        fields = ("who", "on", "phase", "kind", "text", "cite", "legality", "legitimacy", "source")
        read_only_fields = fields


class CriticismSerializer(RecordSerializer):
    """What is held against the action."""

    by = TextOrNull()

    class Meta:
        model = Criticism
        fields = ("text", "by", "phase", "source")
        read_only_fields = fields


class CaseSerializer(Described, serializers.ModelSerializer[Case]):
    """A situation under study."""

    meanings = meanings.CASE

    id = serializers.CharField(source="slug", read_only=True)
    target = ActorSerializer(read_only=True, allow_null=True)
    target_name = serializers.CharField(source="target_label", read_only=True)
    phases = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields: tuple[str, ...] = (
            "id",
            "title",
            "deck",
            "kind",
            "target",
            "target_name",
            "starts_on",
            "ends_on",
            "phases",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_phases(self, case: Case) -> list[str]:
        """case/phase for each."""
        return [f"{case.slug}/{phase.slug}" for phase in case.phases.all()]


class CaseDetailSerializer(CaseSerializer):
    """A case with its whole record."""

    meanings = {**meanings.CASE, "phases": "Its phases, in order."}

    phases = PhaseSerializer(many=True, read_only=True)  # type: ignore[assignment]  # the list shows ids
    narrative = TextsField(
        read_only=True, help_text="Paragraphs in Markdown; instrument:ID and provision:ID are links."
    )
    questions = TextsField(read_only=True)
    known = TextOrNull()
    unknowns = TextsField(read_only=True)
    actors = CaseActorSerializer(source="actor_rows", many=True, read_only=True)
    events = EventSerializer(many=True, read_only=True)
    claims = ClaimSerializer(many=True, read_only=True)
    ledger = LedgerEntrySerializer(
        many=True,
        read_only=True,
        help_text="What bears on the authority of the action beside the instruments of the phases.",
    )
    figures = FigureSerializer(many=True, read_only=True)
    holdings = HoldingSerializer(many=True, read_only=True)
    criticisms = CriticismSerializer(many=True, read_only=True)
    sources = SourceSerializer(many=True, read_only=True)

    class Meta(CaseSerializer.Meta):
        fields = (
            *CaseSerializer.Meta.fields,
            "narrative",
            "actors",
            "events",
            "claims",
            "ledger",
            "figures",
            "holdings",
            "criticisms",
            "questions",
            "known",
            "unknowns",
            "sources",
        )
        read_only_fields = fields
