"""What those who work on an assessment say to each other about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.assessments.models.assessment import Assessment
from natoassess.accounts.models import User


class Comment(models.Model):
    """A remark on one answer, or on the whole: the first of a thread, or a reply to it.

    `question` is the place of the answer in the body of POST /score/ ("facts-uses_force"), empty for the whole. Only
    the first comment of a thread is resolved; replies have `reply_to` and go one level deep. The text is plain.
    `author` is empty once the account is gone.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=80, blank=True)
    author = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    reply_to = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="replies"
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["assessment", "pk"]
        indexes = [models.Index(fields=["assessment", "question"], name="comment_question")]

    def __str__(self) -> str:
        return f"{self.question or '–'}: {self.text[:40]}"

    @property
    def is_open(self) -> bool:
        """Whether it begins a thread that nobody has resolved."""
        return self.reply_to_id is None and self.resolved_at is None
