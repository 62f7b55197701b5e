"""``claimatlas serve``: the HTTP server, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Annotated

import typer
import uvicorn

from app import logs
from app.db.embedded import open_database
from app.db.migrate import status
from app.errors import ClaimatlasError
from app.main import create_app
from app.settings import Settings
from gazetteer.cache import open_gazetteer
from gazetteer.resolver import Gazetteer

_GRACE_SECONDS = 5

Host = Annotated[str | None, typer.Option(help="Address to listen on [default: 127.0.0.1].")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0: any [default: 8000].")]


class AddressTakenError(ClaimatlasError):
    """The server cannot listen where the settings say."""


def serve(host: Host = None, port: Port = None) -> None:
    """Serve the map and the API from what the database holds.

    Example: [bold]PORT=8001 claimatlas serve[/bold]
    """
    settings = settings_with(host=host, port=port)
    logs.configure(settings)
    with stopped_by_signals(), listening(settings) as server, open_database(settings) as url:
        schema = status(url)
        if not schema.up_to_date:
            raise ClaimatlasError(
                f"the database is at migration {schema.current}, this version needs {schema.head}: "
                "run `claimatlas db upgrade`"
            )
        gazetteer = open_gazetteer(settings.data_dir, settings.sources_dir)
        run_server(settings, server, gazetteer, lambda base: print(f"serving at {base}"))


def settings_with(**options: object) -> Settings:
    """Settings in which the options of a command that were given win over the environment."""
    return Settings(**{name: value for name, value in options.items() if value is not None})


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """SIGTERM and a closed terminal unwind the stack as Ctrl-C does, so that all is stopped."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The server's socket, bound before any long work so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((settings.host, settings.port))
        except OSError as error:
            raise AddressTakenError(
                f"cannot listen on {settings.host} port {settings.port} ({error.strerror}); "
                f"another port: PORT={settings.port + 1 if settings.port < 65535 else 8000}"
            ) from error
        yield server


def base_url(server: socket.socket) -> str:
    """Where a browser on this machine finds the server."""
    host, port = server.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host and '[' not in host else host}:{port}"


class _Server(uvicorn.Server):
    """A server that tells when it answers."""

    on_started: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.on_started()


def run_server(
    settings: Settings,
    server: socket.socket,
    gazetteer: Gazetteer,
    on_started: Callable[[str], None],
) -> None:
    """Answer requests until a signal; ``on_started`` gets the base URL once the server answers."""
    application = create_app(settings, gazetteer=gazetteer)
    http = _Server(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=settings.log_level == "debug",
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )
    http.on_started = lambda: on_started(base_url(server))
    with suppress(KeyboardInterrupt):
        try:
            http.run(sockets=[server])
        except SystemExit as stop:
            # uvicorn hands a signal on once it has stopped; being stopped is what was asked for.
            if stop.code not in (128 + signal.SIGTERM, 128 + signal.SIGHUP):
                raise
