"""Files and long answers from a real server: rows go out at once, who leaves stops their query, and
what broke off does not look whole.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy import Connection, Engine, text

from app.api.export_work import MOST_AT_ONCE, SLOTS
from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from tests.app.api.invented import add_feature

#: More than the sockets of both ends hold, in more than two batches.
ROWS, WORDS = 3000, 160
ODD = "".join(map(chr, range(1, 40))) + '\\"\\u0041},\n \u2028\U0001f33b</script>\ufeff'
_AT_WORK = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND state <> 'idle' AND backend_type = 'client backend'"""


@pytest.fixture(scope="module")
def port(
    module_engine: Engine,
    module_database_url: str,
    small_gazetteer: Gazetteer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[int]:
    with module_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO claim_feature (claim_id, geom, claim_type, modality, outlet,"
                " place_status, location_precision, quote, document_id, source_side)"
                " SELECT n, ST_SetSRID(ST_MakePoint(37, 48), 4326), 'clash', 'claimed', 'A',"
                " 'resolved', 'settlement', repeat('words that fill the line ', :words), n, 'UA'"
                " FROM generate_series(1, :rows) n"
            ),
            {"rows": ROWS, "words": WORDS},
        )
        add_feature(connection, claim_id=ROWS + 1, outlet="Odd Signs", quote=ODD)
    data = Path(tmp_path_factory.mktemp("data"))
    settings = Settings(data_dir=data, database_url=module_database_url, offline=True)
    app = create_app(settings, gazetteer=small_gazetteer)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="on"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        until(lambda: server.started)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(30)


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def ask(port: int, path: str) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    made.connect(("127.0.0.1", port))
    made.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return made


def at_work(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(_AT_WORK)).scalar_one())


def all_free() -> bool:
    taken = [SLOTS.acquire(blocking=False) for _ in range(MOST_AT_ONCE)]
    for one in taken:
        if one:
            SLOTS.release()
    return all(taken)


@pytest.mark.parametrize("suffix", ["csv", "geojson", "geojsonl", "kml"])
def test_who_leaves_in_the_middle_frees_all(port: int, module_engine: Engine, suffix: str) -> None:
    with closing(ask(port, f"/exports/claims.{suffix}")) as client:
        assert client.recv(200).startswith(b"HTTP/1.1 200")
        # The rest does not fit into the sockets, so the server waits with its query open.
        time.sleep(0.3)
        assert at_work(module_engine) == 1
        assert not all_free()
    until(all_free)
    until(lambda: at_work(module_engine) == 0)


LONG = "/collections/claims/items?limit=20000"


def test_who_leaves_a_long_answer_frees_its_connection(port: int, module_engine: Engine) -> None:
    with closing(ask(port, LONG)) as client:
        assert client.recv(200).startswith(b"HTTP/1.1 200")
        time.sleep(0.3)
        assert at_work(module_engine) == 1
    until(lambda: at_work(module_engine) == 0)


@pytest.mark.parametrize("path", [LONG, "/exports/claims.csv", "/exports/claims.geojson"])
def test_what_breaks_off_does_not_look_whole(port: int, module_engine: Engine, path: str) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as client:
        client.connect()
        client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        client.request("GET", path)
        answer = client.getresponse()
        assert answer.status == 200
        answer.read(100)
        time.sleep(0.3)
        with module_engine.connect() as connection:
            stop = _AT_WORK.replace("count(*)", "pg_terminate_backend(pid)")
            assert connection.execute(text(stop)).all() == [(True,)]
        with pytest.raises((IncompleteRead, ConnectionError)):
            answer.read()
    assert ask_again(port, path)


def ask_again(port: int, path: str) -> bool:
    """Whether the whole answer comes."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as client:
        client.request("GET", path)
        return client.getresponse().read().count(b"words that fill") == ROWS * WORDS


@pytest.mark.parametrize(
    "path", ["exports/claims.geojson?", "exports/claims.geojsonl?", f"{LONG[1:]}&"]
)
def test_json_is_well_formed_whatever_the_text(port: int, path: str) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as client:
        client.request("GET", f"/{path}outlet=Odd%20Signs")
        body = json.loads(client.getresponse().read())
    (found,) = body.get("features", [body])
    assert found["properties"]["quote"] == ODD


@pytest.mark.parametrize("suffix", ["csv", "gpkg", "fgb", "parquet", "xlsx"])
def test_who_leaves_before_the_first_row_stops_the_query(
    port: int, module_engine: Engine, suffix: str
) -> None:
    with module_engine.connect() as holder:
        holder.execute(text("LOCK TABLE claim_feature IN ACCESS EXCLUSIVE MODE"))
        with closing(ask(port, f"/exports/claims.{suffix}?located=true")):
            until(lambda: waiting(holder) == 1)
        until(lambda: waiting(holder) == 0)  # the lock is still held
        until(all_free)
        holder.rollback()
    with closing(ask(port, f"/exports/claims.{suffix}?located=true")) as client:
        assert client.recv(200).startswith(b"HTTP/1.1 200")


def waiting(holder: Connection) -> int:
    found = holder.execute(
        text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IS NOT NULL")
    )
    return int(found.scalar_one())
