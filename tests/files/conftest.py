"""A reference assessment, and a draft of the analyst's that uses all that a file can hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cases.assessments.importing import scenario_import
from cases.assessments.models import Assessment
from natoassess.accounts.models import User

FILE = """\
title: "Strikes on Ardania: day one"
summary: |
  An alliance strikes the air defences
  of a State that expels a minority.
target_name: Ardania
acting_names: An alliance of nine States
starts_on: 2026-05-02
ends_on: 2026-05-09
as_of: 2026-05-02
standpoint: ex_ante
framework: nato-2022
facts:
  uses_force: yes
  state_conduct: yes
  council_authorises_force:
    value: no
    provisions: [un-charter#art-42, unsc-1203]
    fixed: true
    why: "It could not agree: 08 votes.\\r\\nSee the record."
    evidence:
      - {reliability: A, credibility: 1, citation: Records, url: "https://example.org/records", note: page 4}
      - {reliability: C, credibility: 3}
ratings:
  threat_gravity: {level: 4, confidence: high, why: Expulsions.}
  minimum_force: {level: unknown}
sovereignty:
  territory: {level: 1, confidence: low, why: "08"}
"""


@pytest.fixture
def draft(analyst: User) -> Assessment:
    """The analyst's draft, made from FILE."""
    return scenario_import(author=analyst, content=FILE.encode())


@pytest.fixture
def reference(library: None) -> Assessment:
    """Kosovo's air campaign as the library answers it."""
    return Assessment.objects.get(
        reference__isnull=False, phase__case__slug="kosovo-1999", phase__slug="allied-force"
    )


@pytest.fixture
def filer(analyst: User, client_as: Callable[[User], Client]) -> Client:
    """The analyst's browser."""
    return client_as(analyst)


@pytest.fixture
def author(analyst: User, api_client_as: Callable[[User], APIClient]) -> APIClient:
    """A client with a token of the analyst."""
    return api_client_as(analyst)
