"""Rate limits of the API: one for strangers, one for people with an account; `none` switches a limit off."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

log = logging.getLogger(__name__)


class RoleThrottle(SimpleRateThrottle):
    """API_RATE_USER for whoever is signed in, API_RATE_ANONYMOUS by address for all others."""

    scope = "anonymous"

    def __init__(self) -> None:
        """The rate depends on the request, so it is read in allow_request."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this request is within its limit."""
        self.scope = "user" if request.user and request.user.is_authenticated else "anonymous"
        rates: dict[str, str | None] = api_settings.DEFAULT_THROTTLE_RATES  # type: ignore[assignment]  # from our settings
        self.rate = rates.get(self.scope)
        if self.rate is None:
            return True
        self.num_requests, self.duration = self.parse_rate(self.rate)
        try:
            return super().allow_request(request, view)
        except RedisError as error:
            log.warning("calls of the API are not counted: %s", type(error).__name__)
            return True

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """One counter a person, or an address."""
        ident = request.user.pk if self.scope == "user" else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}
