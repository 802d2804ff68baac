"""What the environment must say before the site may start.

Three ways to run, told apart by the environment alone:

* embedded (``EMBEDDED=1``, set by ``make run``): one process on the loopback interface, an SQLite file and a
  secret kept in ``var/``;
* development (``DEBUG=1``): the same defaults, with Django's debug pages;
* production (neither): nothing is defaulted, and whatever is missing or unsafe is named at once.
"""

from __future__ import annotations

import secrets
from pathlib import Path

MINIMUM_SECRET_LENGTH = 50
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def production_faults(
    *, secret_key: str, allowed_hosts: list[str], database_url: str, debug: bool, embedded: bool, demo: bool
) -> list[str]:
    """Every reason why this environment may not serve the public, each naming its variable and the cure.

    An embedded or development environment has none, unless it would answer to a public host name.
    """
    faults: list[str] = []
    public_hosts = [host for host in allowed_hosts if host not in LOCAL_HOSTS]
    if debug and public_hosts:
        faults.append(f"DEBUG is on while ALLOWED_HOSTS names {', '.join(public_hosts)}: unset DEBUG.")
    if embedded and public_hosts:
        faults.append(
            f"EMBEDDED is on while ALLOWED_HOSTS names {', '.join(public_hosts)}: the embedded server is for "
            "this machine only; unset EMBEDDED and configure production."
        )
    if debug or embedded:
        return faults
    if not secret_key:
        faults.append("SECRET_KEY is missing: set it to at least 50 random characters.")
    elif len(secret_key) < MINIMUM_SECRET_LENGTH or len(set(secret_key)) < 10 or "insecure" in secret_key:
        faults.append("SECRET_KEY is too weak: set it to at least 50 random characters.")
    if not allowed_hosts:
        faults.append("ALLOWED_HOSTS is missing: set it to the host names this site answers to.")
    elif "*" in allowed_hosts:
        faults.append("ALLOWED_HOSTS contains '*': name the hosts this site answers to.")
    if not database_url:
        faults.append("DATABASE_URL is missing: set it to postgres://user:password@host:port/name.")
    elif not database_url.startswith(("postgres://", "postgresql://")):
        faults.append(
            "DATABASE_URL is not PostgreSQL: production runs on postgres://user:password@host:port/name."
        )
    if demo:
        faults.append("DEMO is on: demo accounts exist only under make run; unset DEMO.")
    return faults


def kept_secret(path: Path) -> str:
    """The secret key kept in `path` (mode 0600), made on first use; for embedded and development runs."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
