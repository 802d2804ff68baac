"""What the foot of every page says about the site."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from frameworks.selectors import site_facts


def site(request: HttpRequest) -> dict[str, Any]:
    """{"site": {edition, framework, engine}}, read only where a template asks for it."""
    return {"site": SimpleLazyObject(site_facts)}
