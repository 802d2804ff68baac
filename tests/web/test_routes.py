"""Every route says who may open it, and what it says is what happens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from rest_framework.views import APIView

from natoassess.accounts.models import User
from natoassess.web.access import Access
from natoassess.web.permissions import DenyAll

#: The administration declares nothing of its own: admin.site asks each visitor whether they are staff.
EXCEPTIONS = frozenset({admin.site.urls[1]})


@dataclass(frozen=True)
class Route:
    """One address pattern, and the view behind it."""

    pattern: str
    name: str
    namespaces: tuple[str, ...]
    callback: Callable[..., Any]

    @property
    def view(self) -> Any:
        """The class of the view, or its function."""
        for attribute in ("view_class", "cls"):
            if hasattr(self.callback, attribute):
                return getattr(self.callback, attribute)
        return self.callback

    @property
    def takes_arguments(self) -> bool:
        """Whether the address holds anything but fixed words."""
        return "<" in self.pattern or "(" in self.pattern


def walk(patterns: list[Any], prefix: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for entry in patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from walk(entry.url_patterns, here, inner)
        elif isinstance(entry, URLPattern) and entry.callback is not None:
            yield Route(here, entry.name or "", namespaces, entry.callback)


def routes() -> list[Route]:
    return [
        route for route in walk(get_resolver().url_patterns) if not EXCEPTIONS.intersection(route.namespaces)
    ]


ROUTES = routes()
PAGES = [
    route
    for route in ROUTES
    if not route.takes_arguments and not (isinstance(route.view, type) and issubclass(route.view, APIView))
]


def test_the_walk_finds_what_the_site_has() -> None:
    patterns = {route.pattern for route in ROUTES}
    assert {"healthz", "readyz", "accounts/login/", "accounts/demo/"} <= patterns


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.pattern)
def test_every_route_declares_its_access(route: Route) -> None:
    assert isinstance(getattr(route.view, "access", None), Access), (
        f"/{route.pattern}: {route.view.__module__}.{route.view.__name__} declares no access; "
        "set `access` (PageMixin, an API view) or use @page (natoassess/web/access.py)"
    )


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.pattern)
def test_every_api_view_has_permissions_of_its_own(route: Route) -> None:
    if not (isinstance(route.view, type) and issubclass(route.view, APIView)):
        return
    classes = route.view.permission_classes
    assert classes, f"/{route.pattern} lets everyone do everything"
    assert DenyAll not in classes, f"/{route.pattern} has no permission class of its own and refuses everyone"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route",
    [route for route in PAGES if route.view.access is Access.SIGNED_IN],
    ids=lambda route: route.pattern,
)
def test_a_stranger_is_sent_to_sign_in(route: Route, client: Client) -> None:
    answer = client.get(f"/{route.pattern}")
    if answer.status_code == 405:
        answer = client.post(f"/{route.pattern}")
        if answer.status_code == 403:  # a form: what was typed is carried through the sign-in
            assert answer.templates[0].name == "accounts/signed_out.html"
            return
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:login"))


@pytest.mark.django_db
@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.pattern)
def test_every_page_refuses_parameters_that_it_does_not_know(
    route: Route, client_as: Callable[[User], Client], administrator: User
) -> None:
    answer = client_as(administrator).get(f"/{route.pattern}", {"no-such-parameter": "1"})
    assert answer.status_code in {400, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_number_longer_than_any_id_names_nothing(
    verb: str, client_as: Callable[[User], Client], administrator: User
) -> None:
    client = client_as(administrator)
    client.raise_request_exception = False
    numbered = [route.pattern for route in ROUTES if set(re.findall("<(int)?", route.pattern)) == {"int"}]
    assert len(numbered) > 50
    for pattern in numbered:
        address = "/" + re.sub(r"<int:\w+>", "9" * 20, pattern)
        status = getattr(client, verb)(address).status_code
        assert 400 <= status < 500, f"{verb} {address}: {status}"


@pytest.mark.django_db
def test_an_address_that_only_takes_forms_says_so(client_as: Callable[[User], Client], analyst: User) -> None:
    answer = client_as(analyst).get(reverse("accounts:demo"))
    assert answer.status_code == 405
    assert answer["Allow"]
    assert b"A form is sent to this address" in answer.content


@pytest.mark.django_db
def test_the_administration_is_for_staff(
    client: Client, client_as: Callable[[User], Client], analyst: User, administrator: User
) -> None:
    address = reverse("admin:index")
    assert client.get(address).status_code == 302
    assert client_as(analyst).get(address).status_code == 302
    assert client_as(administrator).get(address).status_code == 200
