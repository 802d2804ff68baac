"""What was published before there were numbers gets its number by the migration, and the document it would have had."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from cases.assessments.evidence_rows import evidence_write
from cases.assessments.models import Assessment, Publication, PublicationYear, Snapshot
from natoassess.accounts.models import Visibility
from tests.result.conftest import Filing, fact

pytestmark = pytest.mark.once


def test_numbers_follow_the_day_of_publication(file_draft: Filing, submit: Filing, decide: Filing) -> None:
    for title in ("First", "Second"):
        draft = file_draft(fact("uses_force", "yes", "Struck."), title=title, visibility=Visibility.PUBLIC)
        cited = {"citation": "A log", "reliability": "B", "credibility": 2, "note": "p. 4"}
        evidence_write(assessment=draft, given=[(draft.findings.get(), [cited])])
        decide(submit(draft), publish=True)
    made = Publication.objects.order_by("serial")
    before = list(made.values_list("number", "title", "authors", "reviewer_name", "content_sha256"))
    kept = dict(Snapshot.objects.filter(publication__in=made).values_list("pk", "record"))

    Publication._base_manager.all().delete()
    PublicationYear.objects.all().delete()
    Snapshot._base_manager.filter(pk__in=kept).update(record={})
    import_module("cases.assessments.migrations.0007_publications").number_published(apps, None)

    assert list(made.values_list("number", "title", "authors", "reviewer_name", "content_sha256")) == before
    assert dict(Snapshot.objects.filter(pk__in=kept).values_list("pk", "record")) == kept
    assert PublicationYear.objects.get().last == 2
    references = Assessment.objects.filter(reference__isnull=False)
    assert references.exists() and not references.filter(publication__isnull=False).exists()
