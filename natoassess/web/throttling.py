"""Rate limits of the API: one each for strangers, people with an account, and researchers; `none` switches one off.

Calls are counted in fixed windows. Every answer says where its caller stands, in the headers of
draft-ietf-httpapi-ratelimit-headers-10. Which rate a person has is told by the function that `settings.API_RATE_OF`
names: this layer knows no roles.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from natoassess.web.addresses import client_address
from natoassess.web.redis_errors import redis_error

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from rest_framework.request import Request
    from rest_framework.views import APIView

log = logging.getLogger(__name__)
clock: Callable[[], float] = time.time
"""Seconds since the epoch; tests set it."""

POLICY = "default"
ANONYMOUS = "anonymous"
USER = "user"
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
ROLE_KEPT = 60
"""Seconds for which it is remembered which rate a person has."""


@dataclass(frozen=True)
class Counted:
    """Where a caller stands: `used` calls, this one among them, of `quota` in a window of `window` seconds."""

    quota: int
    window: int
    used: int
    resets_in: int

    @property
    def headers(self) -> dict[str, str]:
        """RateLimit-Policy and RateLimit, as structured fields (RFC 9651)."""
        left = max(0, self.quota - self.used)
        return {
            "RateLimit-Policy": f'"{POLICY}";q={self.quota};w={self.window}',
            "RateLimit": f'"{POLICY}";r={left};t={self.resets_in}',
        }


@lru_cache(maxsize=16)
def parsed(rate: str) -> tuple[int, int]:
    """(calls, seconds) of a rate such as 60/min. Raises ValueError for anything else."""
    number, _slash, period = rate.partition("/")
    if not number.isdigit() or int(number) < 1 or period[:1] not in SECONDS:
        raise ValueError(f"a rate is written such as 60/min, not {rate}")
    return int(number), SECONDS[period[0]]


class RoleThrottle(BaseThrottle):
    """API_RATE_ANONYMOUS by address; API_RATE_USER or API_RATE_RESEARCHER by person, however they signed in."""

    counted: Counted | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this call is within its limit; noted on the request as `counted`. Without Redis all are."""
        try:
            rate = _rate_of(request.user)
            if rate is None:
                return True
            quota, window = parsed(rate)
            now = clock()
            used = _count(f"calls:{_who(request)}:{window}:{int(now // window)}", window)
        except redis_error() as error:
            log.warning("calls of the API are not counted: %s", type(error).__name__)
            return True
        self.counted = Counted(quota, window, used, max(1, math.ceil(window - now % window)))
        vars(request)["counted"] = self.counted
        return used <= quota

    def wait(self) -> float | None:
        """Seconds until the window ends."""
        return self.counted.resets_in if self.counted else None


def _count(key: str, window: int) -> int:
    """Calls under `key`, this one among them."""
    cache.add(key, 0, timeout=window)
    try:
        return cache.incr(key)
    except ValueError:  # thrown out between the two
        return 1


def _who(request: Request) -> str:
    return f"person:{request.user.pk}" if request.user.is_authenticated else f"at:{client_address(request)}"


def _rate_of(user: Any) -> str | None:
    """The rate of whoever asks; None where there is no limit."""
    rates: dict[str, str | None] = api_settings.DEFAULT_THROTTLE_RATES  # type: ignore[assignment]  # from our settings
    if not user.is_authenticated:
        return rates.get(ANONYMOUS)
    usual = rates.get(USER)
    if all(rate == usual for name, rate in rates.items() if name != ANONYMOUS):
        return usual  # nobody's role matters
    return rates.get(_name_of_rate(user), usual)


def _name_of_rate(user: AbstractBaseUser) -> str:
    """USER, or the name of another of the rates; asked of the accounts once a minute."""
    key = f"rate-of:{user.pk}"
    name: str | None = cache.get(key)
    if name is None:
        name = str(import_string(settings.API_RATE_OF)(user))
        cache.set(key, name, timeout=ROLE_KEPT)
    return name
