"""What the browser tests look at: a database that the command line fills, and a running server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer


def ingest(url: str, session_dir: Path, reports: Path) -> None:
    """Have the command line read reports into a database."""
    environment = {
        **os.environ,
        "CLAIMATLAS_DATABASE_URL": url,
        "CLAIMATLAS_DATA_DIR": str(session_dir / "gazetteer-installed"),
        "CLAIMATLAS_OFFLINE": "true",
    }
    command = [sys.executable, "-m", "app.cli", "ingest", str(reports)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def serving(settings: Settings, gazetteer: Gazetteer) -> Iterator[str]:
    """Run uvicorn on a free port for as long as the context lasts."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        application = create_app(settings, gazetteer=gazetteer)
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                thread.join(0.02)
            yield address
        finally:
            server.should_exit = True
            thread.join(20)
