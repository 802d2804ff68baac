"""How comments, contributors and the feed are shown and given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.assessments.feed import KINDS, Event
from cases.assessments.limits import COMMENT_LENGTH, NOTE_LENGTH
from cases.assessments.models import Comment
from natoassess.accounts.models import User
from natoassess.web.serializers import StrictSerializer

CHANGED = {
    "type": ["object", "null"],
    "description": "The answer whole: value, why, confidence, provisions, fixed, evidence; null where there was none.",
    "additionalProperties": True,
}


class NamedPersonSerializer(serializers.Serializer[User]):
    """Somebody with an account."""

    username = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)


class LinesField(serializers.CharField):
    """A text of several lines, each end of a line as one character."""

    def to_internal_value(self, data: Any) -> str:
        """The text with plain ends of lines."""
        return super().to_internal_value(data.replace("\r\n", "\n") if isinstance(data, str) else data)


class CommentSerializer(serializers.ModelSerializer[Comment]):
    """A comment on an answer or, where `question` is null, on the whole."""

    question = serializers.SerializerMethodField(help_text="facts-uses_force; null for the whole.")
    author = NamedPersonSerializer(
        read_only=True, allow_null=True, help_text="Null once the account is gone."
    )
    resolved_by = NamedPersonSerializer(read_only=True, allow_null=True)
    reply_to = serializers.PrimaryKeyRelatedField[Comment](
        read_only=True, allow_null=True, help_text="The first comment of its thread; null where it is that."
    )

    class Meta:
        model = Comment
        fields = (
            "id",
            "question",
            "author",
            "text",
            "at",
            "edited_at",
            "reply_to",
            "resolved_at",
            "resolved_by",
        )
        read_only_fields = fields

    def get_question(self, comment: Comment) -> str | None:
        """Where it hangs."""
        return comment.question or None


class CommentChangeSerializer(StrictSerializer):
    """The new text of a comment."""

    text = LinesField(max_length=COMMENT_LENGTH)


class NewCommentSerializer(StrictSerializer):
    """A comment; a reply stands where its thread stands."""

    text = LinesField(max_length=COMMENT_LENGTH)
    question = serializers.CharField(
        required=False, allow_null=True, max_length=80, help_text="facts-uses_force; left out for the whole."
    )
    reply_to = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=2**63 - 1,
        help_text="The comment that it answers.",
    )


class ContributorSerializer(serializers.Serializer[Any]):
    """Somebody who answers beside the author."""

    user = NamedPersonSerializer(read_only=True)
    steps = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="The steps asked for; empty for all."
    )
    note = serializers.CharField(read_only=True)
    added_by = NamedPersonSerializer(read_only=True, allow_null=True)
    added_at = serializers.DateTimeField(read_only=True)


class ContributorGivenSerializer(StrictSerializer):
    """Whom to ask, and for what."""

    user = serializers.CharField(max_length=150, help_text="User name of a member of its team.")
    steps = serializers.ListField(
        child=serializers.SlugField(max_length=80), required=False, max_length=100, help_text="Left out: all."
    )
    note = LinesField(required=False, allow_blank=True, max_length=NOTE_LENGTH)


class HandOverSerializer(StrictSerializer):
    """Who takes it over."""

    to = serializers.CharField(max_length=150, help_text="User name of a member of its team.")


class FeedEventSerializer(serializers.Serializer[Any]):
    """Something that happened. Which of the optional members are there depends on `action`."""

    at = serializers.DateTimeField(read_only=True)
    kind = serializers.ChoiceField([(kind, kind) for kind in KINDS], read_only=True)
    action = serializers.CharField(
        read_only=True, help_text="answer.changed, comment.added, assessment.submitted …"
    )
    by = NamedPersonSerializer(read_only=True, allow_null=True, help_text="Null once the account is gone.")
    question = serializers.SerializerMethodField()
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()
    times = serializers.IntegerField(read_only=True, help_text="Changes of one answer that were joined.")
    is_undo = serializers.BooleanField(read_only=True)
    comment = serializers.SerializerMethodField(help_text="The number of the comment.")
    people = serializers.SerializerMethodField(
        help_text="Whom it concerned, by their part in it: user, from, to."
    )

    def get_question(self, event: Event) -> str | None:
        """facts-uses_force."""
        return event.question or None

    @extend_schema_field(CHANGED)
    def get_before(self, event: Event) -> Mapping[str, Any] | None:
        """The answer before."""
        return event.before

    @extend_schema_field(CHANGED)
    def get_after(self, event: Event) -> Mapping[str, Any] | None:
        """The answer after."""
        return event.after

    def get_comment(self, event: Event) -> int | None:
        """Which comment."""
        if event.comment is not None:
            return event.comment.pk
        number = (event.detail or {}).get("comment")
        return number if isinstance(number, int) else None

    def get_people(self, event: Event) -> dict[str, str]:
        """User names."""
        return {role: person.username for role, person in (event.people or {}).items()}


class FeedSerializer(serializers.Serializer[Any]):
    """A page of the feed."""

    next = serializers.URLField(
        read_only=True, allow_null=True, help_text="The next, older page; null on the last."
    )
    results = FeedEventSerializer(many=True, read_only=True)
