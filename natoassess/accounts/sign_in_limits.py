"""How often a password or a code may be tried: counted in the cache, per account and address, and per address.

Passwords are never counted per account alone: whoever knows a name could then lock its owner out from anywhere. Codes
are, too: who is asked for one has the password already.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.cache import cache

from natoassess.web.redis_errors import redis_error

WINDOW_SECONDS = 15 * 60
TRIES_OF_AN_ACCOUNT = 5
"""Attempts on one account from one address within the window."""
TRIES_OF_AN_ADDRESS = 50
"""Attempts from one address on all accounts together: an office behind one address has that many sign-ins."""

CODES_OF_AN_ACCOUNT = 20
"""Attempts at the codes of one account from all addresses together, within the window."""
MAILS_TO_AN_ADDRESS, MAILS_FROM_AN_ADDRESS = 3, 20
"""Mails for a new password to one mail address, and asked for from one network address, within the window."""

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
    return _counted(_counters(username, address))


def succeeded(*, username: str, address: str) -> None:
    """Forget the attempts on this account from this address, and take the right one off the address's count."""
    _forgotten(_counters(username, address))


def code_attempt(*, account: int, address: str) -> int:
    """Count an attempt at a code of the second step, as `attempt` counts one at a password."""
    return _counted((*_counters(_codes_of(account), address), _counter_of_codes(account)))


def code_succeeded(*, account: int, address: str) -> None:
    """Forget the attempts at the codes of this account."""
    _forgotten(_counters(_codes_of(account), address), _counter_of_codes(account))


def reset_attempt(*, mail: str, address: str) -> tuple[int, bool]:
    """Count a request for a new password: the seconds that its sender must wait, and whether the mail may be sent.

    That too many mails went to one mail address is not told to who asked: it would tell that mails are sent to it.
    """
    wait = _counted((Counter(f"reset:from:{_hashed(address)}", MAILS_FROM_AN_ADDRESS),))
    if wait:
        return wait, False
    return 0, not _counted((Counter(f"reset:to:{_hashed(mail.strip().casefold())}", MAILS_TO_AN_ADDRESS),))


def _counted(counters: Iterable[Counter]) -> int:
    try:
        return max([_count(counter) for counter in counters])
    except redis_error() as error:
        log.warning("sign-in attempts are not counted: %s", type(error).__name__)
        return 0


def _forgotten(counters: tuple[Counter, Counter], *others: Counter) -> None:
    of_account, of_address = counters
    gone = (of_account, *others)
    try:
        cache.delete_many([key for counter in gone for key in (counter.key, _until(counter))])
        cache.decr(of_address.key)
    except ValueError:
        pass  # the window of the address ended meanwhile
    except redis_error() as error:
        log.warning("sign-in attempts are not counted: %s", type(error).__name__)


def _counters(username: str, address: str) -> tuple[Counter, Counter]:
    # Hashed: the cache need not know who signs in from where.
    account = _hashed(f"{address}\0{username.strip().casefold()}")
    return (
        Counter(f"sign-in:account:{account}", TRIES_OF_AN_ACCOUNT),
        Counter(f"sign-in:address:{_hashed(address)}", TRIES_OF_AN_ADDRESS),
    )


def _codes_of(account: int) -> str:
    """What stands for a username; no username holds a null character."""
    return f"\0codes of {account}"


def _counter_of_codes(account: int) -> Counter:
    return Counter(f"sign-in:codes:{account}", CODES_OF_AN_ACCOUNT)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


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
