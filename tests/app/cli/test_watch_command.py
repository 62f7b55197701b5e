"""``claimatlas watch`` as it is run: a real feed server, a real database, a real Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli import build
from app.db.engine import make_engine
from app.errors import InputError
from gazetteer.resolver import Gazetteer

FEED = """<rss version="2.0"><channel><title>Agency</title>
<item><guid>1</guid><link>https://agency.example/1</link>
 <pubDate>Mon, 21 Jul 2025 10:00:00 GMT</pubDate>
<description>The ministry said that its troops had captured Pokrovsk.</description></item>
<item><guid>2</guid><link>https://agency.example/2</link>
 <pubDate>Mon, 21 Jul 2025 11:00:00 GMT</pubDate>
<description>The General Staff denied that Pokrovsk had been captured.</description></item>
</channel></rss>"""

_ENTRIES = 80
MANY = (
    "<rss version='2.0'><channel><title>Agency</title>"
    + "".join(
        f"<item><guid>m{number}</guid><link>https://agency.example/m{number}</link>"
        f"<description>The ministry said in bulletin {number} that clashes go on near Pokrovsk."
        "</description></item>"
        for number in range(_ENTRIES)
    )
    + "</channel></rss>"
)


@pytest.fixture
def feed() -> Iterator[str]:
    """URL of a feed that is served from this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = {"/rss": FEED, "/many": MANY}.get(self.path)
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/rss"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def data_dir(tmp_path: Path, session_dir: Path, installed_gazetteer: Gazetteer) -> Path:
    """A data directory with the index that the tests share."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "gazetteer").symlink_to(session_dir / "gazetteer-installed" / "gazetteer")
    return data


@pytest.fixture
def config(
    feed: str, tmp_path: Path, data_dir: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A configuration with that feed; the settings name a fresh database."""
    monkeypatch.setenv("CLAIMATLAS_DATA_DIR", str(data_dir))
    monkeypatch.setenv("CLAIMATLAS_DATABASE_URL", database_url)
    monkeypatch.setenv("CLAIMATLAS_OFFLINE", "true")
    file = tmp_path / "feeds.toml"
    file.write_text(f'delay = "0s"\n[[feed]]\nurl = "{feed}"\noutlet = "Example Agency"\n')
    return file


def stored(url: str) -> tuple[int, int, set[str]]:
    """Documents, features, outlets."""
    engine = make_engine(url)
    with engine.connect() as connection:
        documents = connection.execute(text("SELECT count(*) FROM document")).scalar_one()
        rows = connection.execute(text("SELECT publisher FROM claim_feature")).all()
    engine.dispose()
    return documents, len(rows), {row[0] for row in rows}


def test_feeds_become_features_once(config: Path, database_url: str) -> None:
    for expected in ("2 new", "0 new"):
        done = CliRunner().invoke(build(["watch"]), ["watch", str(config), "--once"])
        assert done.exit_code == 0, done.output
        assert expected in done.output
        documents, features, publishers = stored(database_url)
        assert documents == 2
        assert features >= 2
        assert publishers == {"Example Agency"}


def test_a_lost_state_stores_nothing_twice(config: Path, database_url: str, tmp_path: Path) -> None:
    for _ in range(2):
        CliRunner().invoke(build(["watch"]), ["watch", str(config), "--once"])
        for file in (tmp_path / "data" / "watch").glob("*.json"):
            file.unlink()
    assert stored(database_url)[0] == 2


def test_a_failing_feed_is_told_by_the_exit_code(config: Path) -> None:
    config.write_text(config.read_text().replace("/rss", "/gone"))
    done = CliRunner().invoke(build(["watch"]), ["watch", str(config), "--once"])
    assert done.exit_code == 1
    assert "1 failed" in done.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_cleanly(config: Path, tmp_path: Path, number: signal.Signals) -> None:
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "watch", str(config)],
            stdout=out,
            stderr=out,
            env=os.environ,
            start_new_session=True,
            # A shell starts what runs in its background deaf to Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        try:
            deadline = time.monotonic() + 120
            while "2 new" not in log.read_text() and time.monotonic() < deadline:
                assert process.poll() is None, log.read_text()
                time.sleep(0.05)
            process.send_signal(number)
            assert process.wait(timeout=30) == 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    said = log.read_text()
    assert "1 poll, 0 failed; 2 entries, 2 new" in said
    assert "Traceback" not in said


def test_killed_in_the_middle_it_goes_on_and_stores_nothing_twice(
    config: Path, database_url: str
) -> None:
    config.write_text(config.read_text().replace("/rss", "/many"))
    command = [sys.executable, "-m", "app.cli", "watch", str(config)]
    process = subprocess.Popen(command, env=os.environ, start_new_session=True)
    engine = make_engine(database_url)
    try:
        deadline = time.monotonic() + 120
        before = 0
        while before < 15 and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.005)
            with engine.connect() as connection:
                before = connection.execute(text("SELECT count(*) FROM document")).scalar_one()
    finally:
        process.kill()
        process.wait()
    done = CliRunner().invoke(build(["watch"]), ["watch", str(config), "--once"])
    assert done.exit_code == 0, done.output
    assert f"{_ENTRIES} entries" in done.output
    # What was seen before the kill was not read again, but for one batch at most.
    new = int(done.output.split(" new")[0].split()[-1])
    assert new <= _ENTRIES - before + 10
    with engine.connect() as connection:
        for table in ("document", "document_copy"):
            found = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            assert found == _ENTRIES
    engine.dispose()


def test_bad_configuration(tmp_path: Path) -> None:
    done = CliRunner().invoke(build(["watch"]), ["watch", str(tmp_path / "none.toml")])
    assert isinstance(done.exception, InputError)
