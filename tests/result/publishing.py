"""What the tests of publishing share: a publication of the analyst's, and a look at its pages."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from cases.assessments.models import (
    Publication,
)
from natoassess.accounts.models import User

Publishing = Callable[..., Publication]
ClientAs = Callable[[User], Client]
REASON = "The strike on the port was attributed to the wrong battery."
CITED = (
    {"citation": "Report of the port authority", "url": "", "reliability": "B", "credibility": 2, "note": ""},
)


def page(client: Client, publication: Publication, name: str = "detail", status: int = 200) -> str:
    """One of its pages."""
    response = client.get(reverse(f"published:{name}", args=[publication.number]))
    assert response.status_code == status, response.content[:400]
    return response.content.decode()
