"""The routes of the API with arguments that fit, for tests that walk them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver, reverse

from tests.web.test_routes import walk

UNSAFE = ("post", "put", "patch", "delete")


@dataclass(frozen=True)
class ApiRoute:
    """A route of the API: its name, the class of its view, and what it takes."""

    name: str
    pattern: str
    view: Any
    actions: dict[str, str]

    @property
    def methods(self) -> frozenset[str]:
        """The methods it answers, in small letters."""
        if self.actions:
            return frozenset(self.actions)
        return frozenset(method for method in ("get", *UNSAFE) if hasattr(self.view, method))

    def address(self, arguments: list[object] | None = None) -> str:
        """Its address, by default with arguments that name nothing."""
        return reverse(self.name, args=arguments if arguments is not None else self.nothing)

    @property
    def nothing(self) -> list[object]:
        """Arguments of the right kind that name nothing there is."""
        kinds = {"int": 999_999, "uuid": "00000000-0000-4000-8000-000000000000"}
        parts = [part.split(">")[0] for part in self.pattern.split("<")[1:]]
        return [kinds.get(part.partition(":")[0], "no-such-thing") for part in parts]


def api_routes() -> list[ApiRoute]:
    """Every route under /api/."""
    return [
        ApiRoute(route.name, route.pattern, route.view, dict(getattr(route.callback, "actions", None) or {}))
        for route in walk(get_resolver().url_patterns)
        if route.pattern.startswith("api/")
    ]
