"""manage.py serve: bring the database up to date and serve the site from one process, for this machine."""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Iterable
from contextlib import nullcontext
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import get_internal_wsgi_application
from waitress.server import create_server

from natoassess.web.jobs.embedded import embedded_worker

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 8
BACKLOG = 128


class Command(BaseCommand):
    help = "Migrate, load the library, and serve on BIND (127.0.0.1) and PORT (8000) until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []  # `migrate` runs them

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the port first, so that a busy one is named before any work is done."""
        if settings.PRODUCTION:
            raise CommandError(
                "serve is for this machine only (EMBEDDED=1); production runs gunicorn natoassess.wsgi."
            )
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            with take_port(settings.BIND, os.environ.get("PORT", "8000")) as listener:
                self._prepare()
                # Without a broker, jobs are done in this process.
                with nullcontext() if settings.REDIS_URL else embedded_worker():
                    self._serve(listener)
        except KeyboardInterrupt:
            pass
        self.stdout.write("Stopped.")

    def _prepare(self) -> None:
        """What a server needs before its first request; each step leaves alone what is already done."""
        self.stdout.write(f"Database: {database_name()}")
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Database: up to date.")
        call_command("load_library")
        if settings.DEMO:
            call_command("ensure_demo_accounts")

    def _serve(self, listener: socket.socket) -> None:
        server = create_server(
            bodiless_heads(get_internal_wsgi_application()),
            sockets=[listener],
            threads=THREADS,
            ident=None,
            # A forwarding header must reach the site: it shows that the request came through a proxy, and
            # demo accounts are then refused.
            clear_untrusted_proxy_headers=False,
        )
        self.stdout.write(f"\nnatoassess is at {address(listener)}")
        self.stdout.write(f"Sign in: {sign_in()}")
        self.stdout.write("Stop: Ctrl-C")
        self.stdout.flush()
        server.run()
        server.close()


def bodiless_heads(application: WSGIApplication) -> WSGIApplication:
    """`application`, whose answers to HEAD have no body: Waitress sends what it is given.

    A client that keeps the connection would take that body for the beginning of the next answer.
    """

    def answered(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if close := getattr(body, "close", None):
            close()
        return []

    return answered


def _interrupt(signal_number: int, frame: FrameType | None) -> NoReturn:
    """SIGTERM ends the server as Ctrl-C does; a second signal must not break the ending."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def take_port(host: str, port: str) -> socket.socket:
    """A socket that listens on `host` and `port`; CommandError says why it cannot be had, and the cure."""
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise CommandError(f"PORT is {port!r}: give a number from 1 to 65535, such as PORT=8001.")
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CommandError(f"BIND is {host!r}, which is no address of this machine ({error}).") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise CommandError(_refusal(error, host, port)) from error
    return listener


def _refusal(error: OSError, host: str, port: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is busy: stop the program on it, or choose another: make run PORT=8001."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} of {host} is reserved for the system: choose one above 1023: make run PORT=8001."
    return f"Port {port} of {host} cannot be used: {error.strerror}."


def address(listener: socket.socket) -> str:
    """The address of the site, as a browser takes it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if listener.family == socket.AF_INET6 else f"http://{host}:{port}"


def database_name() -> str:
    """The database in words: the file of SQLite, or the name and host of a server, never its password."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return str(database["NAME"])
    return f"{database['NAME']} on {database.get('HOST') or 'this machine'}"


def sign_in() -> str:
    """How to sign in, in words."""
    if settings.DEMO:
        return "at /accounts/login/, one click: analyst, colleague, reviewer, researcher, instructor or administrator."
    return "with an account; make the first with: manage.py createsuperuser."
