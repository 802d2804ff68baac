"""Who may open a route: said on the view itself, checked before it runs, walked by a test.

Every page view and API view carries an `access` attribute. Deny by default: an API view without permission
classes of its own answers 403, and `tests/web/test_routes.py` fails on any route that declares nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from functools import wraps
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponsePermanentRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import View

from natoassess.web.deprecation import both_given, renamed
from natoassess.web.kept import signed_out
from natoassess.web.parameters import refuse_unknown


class Access(Enum):
    """How a route decides who may come in."""

    PUBLIC = "public"
    """Anyone; what is listed is narrowed by `visible_to(user)`."""

    SIGNED_IN = "signed in"
    """Anyone with an account; what is reached is narrowed by `visible_to(user)` and object rules."""

    DEMO = "demo"
    """Only where demo accounts exist; elsewhere the route answers 404."""

    STAFF = "staff"
    """Site administrators."""


def check_access(request: HttpRequest, access: Access) -> HttpResponseBase | None:
    """None where the request may go on; the way to sign-in for a stranger; PermissionDenied otherwise."""
    if access is Access.SIGNED_IN and not request.user.is_authenticated:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return redirect_to_login(request.get_full_path())
        return signed_out(request)
    if access is Access.STAFF and not (request.user.is_authenticated and request.user.is_staff):
        raise PermissionDenied(_("This page is for site administrators."))
    return None


class PageMixin(View):
    """The base of every page view: declares access and the query parameters it understands.

    Set `access`, and `parameters` to the names that may stand in the address; any other is refused with 400.
    `old_names` are earlier names of some of them: an address with one leads to the same under today's names.
    """

    access: ClassVar[Access]
    parameters: ClassVar[frozenset[str]] = frozenset()
    old_names: ClassVar[Mapping[str, str]] = {}
    section: ClassVar[str] = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Name the section of the site, so that the masthead can mark it."""
        super().setup(request, *args, **kwargs)
        given = getattr(self, "extra_context", None) or {}
        vars(self)["extra_context"] = {**given, "section": self.section}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check who asks and how before the view runs."""
        refusal = check_access(request, self.access)
        if refusal is not None:
            return refusal
        refuse_unknown(request.GET, self.known_parameters())
        if any(name in request.GET for name in self.old_names) and not both_given(
            request.GET, self.old_names
        ):
            today = QueryDict(mutable=True)
            today.update(renamed(request.GET, self.old_names))
            return HttpResponsePermanentRedirect(f"{request.path}?{today.urlencode()}")
        return super().dispatch(request, *args, **kwargs)

    def known_parameters(self) -> frozenset[str]:
        """The names that may stand in the address of this page."""
        return self.parameters


PageFunction = Callable[..., HttpResponseBase]


def page(
    access: Access, *, parameters: frozenset[str] = frozenset()
) -> Callable[[PageFunction], PageFunction]:
    """The same declaration for a view that is a function."""

    def decorate(view: PageFunction) -> PageFunction:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refusal = check_access(request, access)
            if refusal is not None:
                return refusal
            refuse_unknown(request.GET, parameters)
            return view(request, *args, **kwargs)

        checked.access = access  # type: ignore[attr-defined]  # read by the test that walks the routes
        return checked

    return decorate
