"""What Redis raises, without loading its client where it is not used."""

from __future__ import annotations


def redis_error() -> type[Exception]:
    """The class, for `except redis_error():` – which asks for it only once something was raised."""
    from redis.exceptions import RedisError

    return RedisError
