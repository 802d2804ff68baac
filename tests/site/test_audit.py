"""The audit log is added to and read; the program has no way to change it."""

from __future__ import annotations

import pytest

from natoassess.accounts.models import Team, User
from natoassess.web.audit.models import AppendOnly, AuditEntry
from natoassess.web.audit.services import entries_about, record

pytestmark = pytest.mark.django_db


def test_an_entry_outlives_who_acted_and_what_was_acted_on() -> None:
    """Numbers and words are kept, no foreign keys: nothing that is deleted takes the log with it."""
    actor = User.objects.create(username="manager")
    team = Team.objects.create(slug="north", name="North")
    entry = record(actor=actor, action="team.renamed", subject=team, detail={"name": "North"})
    kept = (actor.pk, "team", str(team.pk))
    team.delete()
    actor.delete()
    found = AuditEntry.objects.get(pk=entry.pk)
    assert (found.actor_id, found.subject_type, found.subject_id) == kept
    assert found.detail == {"name": "North"}


def test_entries_about_one_thing_are_newest_first() -> None:
    """Entries about others do not mix in."""
    team, other = (Team.objects.create(slug=slug, name=slug) for slug in ("a", "b"))
    for action, subject in (("team.made", team), ("team.made", other), ("team.renamed", team)):
        record(actor=None, action=action, subject=subject)
    assert [entry.action for entry in entries_about(team)] == ["team.renamed", "team.made"]


def test_no_way_to_change_an_entry() -> None:
    """Neither one by one nor many at once."""
    entry = record(actor=None, action="site.started")
    entry.action = "site.stopped"
    for change in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(action="x"),
        lambda: AuditEntry.objects.bulk_update([entry], ["action"]),
        lambda: AuditEntry.objects.update_or_create(action="x"),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert AuditEntry.objects.get().action == "site.started"
