"""The index of the full-text search. Made from other rows: it may be emptied and made again at any time."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """One thing that can be found, with its words as the search compares them, in order and separated by spaces.

    Beside this table stands what finds words fast: in PostgreSQL a generated `tsvector` with a GIN index, in SQLite
    an FTS5 table kept by triggers (migration 0003). Holds only what everyone may read.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    title = models.TextField()
    context = models.TextField(blank=True)
    body = models.TextField(blank=True)
    address = models.CharField(max_length=400)
    title_tokens = models.TextField(blank=True)
    label_tokens = models.TextField(blank=True)
    body_tokens = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchTerm(models.Model):
    """A word of the index, and how many entries hold it."""

    token = models.CharField(primary_key=True, max_length=120)
    entries = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.token


class SearchState(models.Model):
    """One row: what the index was made by, how many entries it has and how many words they hold together."""

    fingerprint = models.CharField(max_length=71)
    entries = models.PositiveIntegerField()
    words = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.entries} entries"
