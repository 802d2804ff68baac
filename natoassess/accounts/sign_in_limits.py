"""How often a password may be tried: counted in the cache, per account and address, and per address.

Never per account alone: whoever knows a name could then lock its owner out from anywhere.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

WINDOW_SECONDS = 15 * 60
TRIES_OF_AN_ACCOUNT = 5
"""Attempts on one account from one address within the window."""
TRIES_OF_AN_ADDRESS = 50
"""Attempts from one address on all accounts together: an office behind one address has that many sign-ins."""

log = logging.getLogger(__name__)
clock: Callable[[], float] = time.time


@dataclass(frozen=True)
class Counter:
    """One count in the cache: what it counts, and how far it may go."""

    key: str
    limit: int


def attempt(*, username: str, address: str) -> int:
    """Count an attempt before its password is looked at; returns the seconds to wait, 0 where it may go on.

    Counting first means that attempts sent all at once are counted one by one. Where the cache cannot be reached,
    people may sign in: the log says so, and /readyz reports the cache.
    """
    try:
        return max(_count(counter) for counter in _counters(username, address))
    except RedisError as error:
        log.warning("sign-in attempts are not counted: %s", type(error).__name__)
        return 0


def succeeded(*, username: str, address: str) -> None:
    """Forget the attempts on this account from this address, and take the right one off the address's count."""
    of_account, of_address = _counters(username, address)
    try:
        cache.delete_many([of_account.key, _until(of_account)])
        cache.decr(of_address.key)
    except ValueError:
        pass  # the window of the address ended meanwhile
    except RedisError as error:
        log.warning("sign-in attempts are not counted: %s", type(error).__name__)


def _counters(username: str, address: str) -> tuple[Counter, Counter]:
    # Hashed: the cache need not know who signs in from where.
    account = hashlib.sha256(f"{address}\0{username.strip().casefold()}".encode()).hexdigest()
    everyone = hashlib.sha256(address.encode()).hexdigest()
    return (
        Counter(f"sign-in:account:{account}", TRIES_OF_AN_ACCOUNT),
        Counter(f"sign-in:address:{everyone}", TRIES_OF_AN_ADDRESS),
    )


def _until(counter: Counter) -> str:
    return f"{counter.key}:until"


def _count(counter: Counter) -> int:
    """Add one; the seconds until the window ends where that is one too many, else 0."""
    now = clock()
    end = float(cache.get_or_set(_until(counter), now + WINDOW_SECONDS, WINDOW_SECONDS) or 0)
    if end <= now:
        cache.delete(counter.key)
        end = now + WINDOW_SECONDS
        cache.set(_until(counter), end, WINDOW_SECONDS)
    cache.add(counter.key, 0, WINDOW_SECONDS)
    try:
        tries = cache.incr(counter.key)
    except ValueError:  # it ended between the two statements
        tries = 1
    return max(1, int(end - now)) if tries > counter.limit else 0
